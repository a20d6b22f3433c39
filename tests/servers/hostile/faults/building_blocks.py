"""Building blocks of faults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import count

from tests.servers.hostile.answers import Answer
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile

Work = Callable[[], Answer]

STORING = ("PutObject", "CreateMultipartUpload")
LOOKING = ("HeadObject", "GetObject")


class Turns:
    """Alternates per object, part and page, so that it is deterministic."""

    def __init__(self) -> None:
        self._counts: defaultdict[tuple[str, ...], count[int]] = defaultdict(count)

    def is_odd(self, request: Request) -> bool:
        """Whether this is the first, third, fifth … request of its kind."""
        query = request.query
        which = (query.get("partNumber", ""), query.get("continuation-token", ""))
        return next(self._counts[request.operation, request.key, *which]) % 2 == 0


def in_turns(s3: Hostile, operation: str, answer: Answer, *, obeys: bool = False) -> None:
    """Answer this the first and every second time; `obeys`: the request is processed anyway."""
    turns = Turns()

    def wrap(request: Request, work: Work) -> Answer:
        if not turns.is_odd(request):
            return work()
        if obeys:
            work()
        return answer

    s3.change(operation, wrap)


def processed_but(s3: Hostile, operation: str, answer: Answer) -> None:
    """Process every request, but answer this."""

    def wrap(request: Request, work: Work) -> Answer:
        work()
        return answer

    s3.change(operation, wrap)


def edited(s3: Hostile, operation: str, edit: Callable[[Request, Answer], object]) -> None:
    """Change successful answers."""

    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status < 300:
            edit(request, answer)
        return answer

    s3.change(operation, wrap)


def changed_request(
    s3: Hostile, edit: Callable[[Request], object], *operations: str, echo: bool = True
) -> None:
    """Change requests; `echo`: the answer has the original encryption headers."""

    def wrap(request: Request, work: Work) -> Answer:
        asked = {k: v for k, v in request.kept.items() if "server-side" in k}
        edit(request)
        answer = work()
        if echo and answer.status < 300:
            answer.headers |= asked
        return answer

    for operation in operations:
        s3.change(operation, wrap)


def without_parameter(s3: Hostile, name: str, *operations: str) -> None:
    """Ignore a query parameter."""

    def wrap(request: Request, work: Work) -> Answer:
        request.query.pop(name, None)
        return work()

    for operation in operations:
        s3.change(operation, wrap)


def without(s3: Hostile, *prefixes: str, operations: tuple[str, ...], echo: bool = True) -> None:
    """Ignore request headers."""

    def forget(request: Request) -> None:
        kept = request.headers.items()
        request.headers = {k: v for k, v in kept if not k.startswith(prefixes)}

    changed_request(s3, forget, *operations, echo=echo)
