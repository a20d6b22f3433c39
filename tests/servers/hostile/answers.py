"""Answers of the server, and XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import count

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_NUMBERS = count(1)


@dataclass
class Answer:
    """An answer; Server, Date and Content-Length are added.

    `cut`: close the connection instead; `cut_at`: after this many bytes of the body. `framing` of
    the body: "length", "chunked", or "close" (ends with the connection). `close`: close the
    connection afterwards. `raw`: send these bytes instead.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    framing: str = "length"
    cut_at: int | None = None
    close: bool = False
    raw: bytes | None = None

    def drop(self, *names: str) -> None:
        """Remove headers, case-insensitively."""
        lowered = {name.lower() for name in names}
        self.headers = {k: v for k, v in self.headers.items() if k.lower() not in lowered}


CUT = Answer(cut=True)
NOT_S3 = Answer(200, {"Content-Type": "text/html"}, b"<html>Please sign in</html>")


def signature() -> dict[str, str]:
    """The headers that every answer of S3 has."""
    number = f"{next(_NUMBERS):016X}"
    return {"x-amz-request-id": number, "x-amz-id-2": f"host/{number}"}


def bare(status: int) -> Answer:
    """An error without a body, as in an answer to HEAD."""
    return Answer(status, {"Content-Type": "application/xml", **signature()})


def refusal(status: int, code: str, message: str = "") -> Answer:
    """An error in S3's XML."""
    answer = bare(status)
    number = answer.headers["x-amz-request-id"]
    inside = (
        f"<Code>{code}</Code><Message>{escape(message)}</Message><RequestId>{number}</RequestId>"
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inside}</Error>'
    answer.body = text.encode()
    return answer


def xml(root: str, inside: str) -> Answer:
    """An answer in S3's XML; `inside` is XML."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    body = f'{head}<{root} xmlns="{_NAMESPACE}">{inside}</{root}>'
    return Answer(headers={"Content-Type": "application/xml"}, body=body.encode())


def text(value: object) -> str:
    """Escaped text; control characters become character references, as in S3."""
    escaped = escape(str(value))
    return "".join(one if ord(one) >= 32 else f"&#x{ord(one):X};" for one in escaped)


def when(moment: datetime) -> str:
    """A time in S3's XML."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def tags(**values: object) -> str:
    """XML elements with texts."""
    return "".join(f"<{name}>{text(value)}</{name}>" for name, value in values.items())
