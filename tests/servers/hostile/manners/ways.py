"""What manners are made of."""

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
    """Takes turns for each object, part or page by itself, so that it is not a matter of chance."""

    def __init__(self) -> None:
        self._counts: defaultdict[tuple[str, ...], count[int]] = defaultdict(count)

    def has_come(self, request: Request) -> bool:
        """Whether it is the first time that this is asked, or the third, the fifth …"""
        query = request.query
        which = (query.get("partNumber", ""), query.get("continuation-token", ""))
        return next(self._counts[request.operation, request.key, *which]) % 2 == 0


def in_turns(s3: Hostile, operation: str, answer: Answer, *, obeys: bool = False) -> None:
    """Answer so the first time and every second time; `obeys`: the work is done all the same."""
    turns = Turns()

    def wrap(request: Request, work: Work) -> Answer:
        if not turns.has_come(request):
            return work()
        if obeys:
            work()
        return answer

    s3.change(operation, wrap)


def unheard(s3: Hostile, operation: str, answer: Answer) -> None:
    """Do the work every time, and answer so."""

    def wrap(request: Request, work: Work) -> Answer:
        work()
        return answer

    s3.change(operation, wrap)


def edited(s3: Hostile, operation: str, edit: Callable[[Request, Answer], object]) -> None:
    """Change answers that are no refusals."""

    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status < 300:
            edit(request, answer)
        return answer

    s3.change(operation, wrap)


def asked_otherwise(
    s3: Hostile, edit: Callable[[Request], object], *operations: str, echo: bool = True
) -> None:
    """Do something else than what was asked; `echo`: what was asked is in the answer."""

    def wrap(request: Request, work: Work) -> Answer:
        asked = {k: v for k, v in request.kept.items() if "server-side" in k}
        edit(request)
        answer = work()
        if echo and answer.status < 300:
            answer.headers |= asked
        return answer

    for operation in operations:
        s3.change(operation, wrap)


def unasked(s3: Hostile, name: str, *operations: str) -> None:
    """Pass over a parameter of the query."""

    def wrap(request: Request, work: Work) -> Answer:
        request.query.pop(name, None)
        return work()

    for operation in operations:
        s3.change(operation, wrap)


def without(s3: Hostile, *prefixes: str, operations: tuple[str, ...], echo: bool = True) -> None:
    """Pass over headers of requests."""

    def forget(request: Request) -> None:
        kept = request.headers.items()
        request.headers = {k: v for k, v in kept if not k.startswith(prefixes)}

    asked_otherwise(s3, forget, *operations, echo=echo)
