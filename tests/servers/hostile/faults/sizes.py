"""Sizes that aren't told, and content that is unpacked on its way."""

from __future__ import annotations

import gzip
import re

from tests.servers.hostile.answers import Answer
from tests.servers.hostile.faults.building_blocks import Work, edited
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile

ENCODING = "content-encoding"
_SIZE = re.compile(rb"<Size>[^<]*</Size>")


def _unpacked(s3: Hostile, *operations: str, always: bool, length: bool = False) -> None:
    """Unpack gzip for clients that don't accept it, or for all; ranges are ignored then."""

    def wrap(request: Request, work: Work) -> Answer:
        accepted = "gzip" in request.headers.get("accept-encoding", "")
        stored = s3.buckets[request.bucket].objects.get(request.key)
        if stored is None or stored.headers.get(ENCODING) != "gzip" or (accepted and not always):
            return work()
        request.headers.pop("range", None)
        answer = work()
        if answer.status == 200:
            answer.drop(ENCODING, "Content-Length")
            answer.headers = {k: v for k, v in answer.headers.items() if "checksum" not in k}
            answer.body = b"" if request.method == "HEAD" else gzip.decompress(stored.data)
            answer.framing = "length" if length and request.method == "GET" else "chunked"
        return answer

    for operation in operations:
        s3.change(operation, wrap)


@fault("gzip-unpacked-in-get", "GetObject unpacks gzip for clients that don't accept it")
def gzip_unpacked_in_get(s3: Hostile) -> None:
    _unpacked(s3, "GetObject", always=False)


@fault("gzip-unpacked-with-length", "The same, with the length of what it sends")
def gzip_unpacked_with_length(s3: Hostile) -> None:
    _unpacked(s3, "GetObject", always=False, length=True)


@fault("gzip-unpacked", "HEAD and GET unpack gzip for clients that don't accept it")
def gzip_unpacked(s3: Hostile) -> None:
    """As Google Cloud Storage: HEAD has no length then."""
    _unpacked(s3, "HeadObject", "GetObject", always=False)


@fault("gzip-always-unpacked", "GetObject unpacks gzip, whatever the client accepts")
def gzip_always_unpacked(s3: Hostile) -> None:
    _unpacked(s3, "GetObject", always=True)


@fault("lists-without-sizes", "Lists have no sizes")
def lists_without_sizes(s3: Hostile) -> None:
    def edit(request: Request, answer: Answer) -> None:
        answer.body = _SIZE.sub(b"", answer.body)

    for operation in ("ListObjectsV2", "ListObjectVersions"):
        edited(s3, operation, edit)


@fault("lists-with-odd-sizes", "Lists have empty and negative sizes, and words")
def lists_with_odd_sizes(s3: Hostile) -> None:
    odd = [b"", b"-1", b"many", b"1e3"]

    def one(found: re.Match[bytes]) -> bytes:
        odd.append(odd.pop(0))
        return b"<Size>%b</Size>" % odd[-1]

    def edit(request: Request, answer: Answer) -> None:
        answer.body = _SIZE.sub(one, answer.body)

    for operation in ("ListObjectsV2", "ListObjectVersions"):
        edited(s3, operation, edit)
