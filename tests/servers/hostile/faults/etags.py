"""ETags in another notation, which conditions require."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.servers.hostile.answers import Answer
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile

CONDITIONS = ("if-match", "x-amz-copy-source-if-match")
OTHER = '"not-what-was-said"'


@dataclass(frozen=True)
class Form:
    """A notation of ETags: `before` and `after` the digits, which may be in capitals."""

    before: str
    after: str
    capitals: bool = False

    def odd(self, etag: str) -> str:
        """Return an ETag in this notation."""
        plain = etag.strip('"')
        return f"{self.before}{plain.upper() if self.capitals else plain}{self.after}"

    def honest(self, said: str) -> str:
        """Return the ETag for this notation, or one that doesn't exist."""
        digits = "[0-9A-F]" if self.capitals else "[0-9a-f]"
        form = f"{re.escape(self.before)}({digits}{{32}}(?:-[0-9]+)?){re.escape(self.after)}"
        found = re.fullmatch(form, said)
        return f'"{found[1].lower()}"' if found else OTHER


def _in_body(body: bytes, change: Callable[[str], str]) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        text = found[1].decode().replace("&quot;", '"').replace("&#34;", '"')
        return f"<ETag>{change(text)}</ETag>".encode()

    return re.sub(rb"<ETag>(.*?)</ETag>", one, body)


def _written(s3: Hostile, form: Form) -> None:
    def change(request: Request, work: Callable[[], Answer]) -> Answer:
        for name in CONDITIONS:
            if name in request.headers:
                request.headers[name] = form.honest(request.headers[name])
        if request.method == "POST":
            request.body = _in_body(request.body, form.honest)
        answer = work()
        if "ETag" in answer.headers:
            answer.headers["ETag"] = form.odd(answer.headers["ETag"])
        if answer.headers.get("Content-Type") == "application/xml":
            answer.body = _in_body(answer.body, form.odd)
        return answer

    for operation in OPERATIONS:
        s3.change(operation, change)


@fault("etags-in-capitals", "ETags are in capitals")
def etags_in_capitals(s3: Hostile) -> None:
    """Conditions require the same notation."""
    _written(s3, Form('"', '"', capitals=True))


@fault("etags-without-quotes", "ETags have no quotes")
def etags_without_quotes(s3: Hostile) -> None:
    """Conditions require the same notation."""
    _written(s3, Form("", ""))


@fault("etags-weak", "ETags are weak, and match no condition")
def etags_weak(s3: Hostile) -> None:
    """RFC 9110: a weak ETag matches no If-Match."""
    _written(s3, Form('W/"', '"'))

    def never(request: Request, work: Callable[[], Answer]) -> Answer:
        for name in CONDITIONS:
            if name in request.headers:
                request.headers[name] = OTHER
        return work()

    for operation in ("GetObject", "HeadObject", "CopyObject", "UploadPartCopy", "DeleteObject"):
        s3.change(operation, never)
