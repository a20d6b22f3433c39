"""Headers that aren't ASCII: user metadata and content headers, stored as text."""

from __future__ import annotations

from collections.abc import Callable
from email.header import Header, decode_header, make_header

from tests.servers.hostile.answers import Answer
from tests.servers.hostile.faults.building_blocks import LOOKING, STORING, Work
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile

_TEXTS = ("x-amz-meta-", "content-disposition")


def _text(header: str) -> str:
    """Return the text that a client meant."""
    if header.isascii():
        return str(make_header(decode_header(header)))
    return header.encode("latin-1").decode()


def _shown(s3: Hostile, form: Callable[[str], str]) -> None:
    """Store the texts in one form, whatever form they are sent in, and return them in another."""

    def store(request: Request, work: Work) -> Answer:
        for name, value in request.headers.items():
            if name.startswith(_TEXTS):
                text = _text(value)
                words = Header(text, "utf-8", maxlinelen=75).encode(linesep="")
                request.headers[name] = text if text.isascii() else words
        return work()

    def show(request: Request, work: Work) -> Answer:
        answer = work()
        for name, value in answer.headers.items():
            if name.lower().startswith(_TEXTS):
                answer.headers[name] = form(_text(value))
        return answer

    for operation in STORING:
        s3.change(operation, store)
    for operation in LOOKING:
        s3.change(operation, show)


@fault("metadata-comes-as-utf8", "HEAD and GET return metadata as UTF-8 bytes")
def metadata_comes_as_utf8(s3: Hostile) -> None:
    """Like MinIO: HTTP libraries read the bytes as Latin-1."""
    _shown(s3, lambda text: text.encode().decode("latin-1"))


@fault("metadata-comes-encoded", "HEAD and GET return metadata in a form of RFC 2047")
def metadata_comes_encoded(s3: Hostile) -> None:
    """Like Amazon S3, which keeps the text and returns it encoded, in one word however long."""

    def form(text: str) -> str:
        if text.isascii():
            return text
        quoted = "".join(f"={byte:02X}" for byte in text.encode())
        return f"=?UTF-8?Q?{quoted}?="

    _shown(s3, form)
