"""An S3 in memory that misbehaves as told: what no honest server shows a test."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from awscrt import checksums

from tests.servers.server import Server

ENCRYPTION = "x-amz-server-side-encryption"
CRC = "x-amz-checksum-crc64nvme"


@dataclass
class Answer:
    """What the server says; `cut` closes the connection instead."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False


CUT = Answer(cut=True)


def refusal(status: int, code: str, message: str = "") -> Answer:
    """An error in S3's XML."""
    text = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return Answer(status, {"Content-Type": "application/xml"}, text.encode())


def _xml(root: str, inside: str) -> Answer:
    return Answer(body=f"<{root}>{inside}</{root}>".encode())


@dataclass
class Stored:
    """An object: its bytes, and the headers it is shown with."""

    data: bytes
    headers: dict[str, str]

    @property
    def shown(self) -> dict[str, str]:
        return {**self.headers, "Last-Modified": formatdate(usegmt=True)}


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


Fault = Callable[[Callable[[], Answer]], Answer]
"""Gets what would do the work and answer, and returns what is said in its place."""


@dataclass
class Hostile:
    """The server's state. `faults` by operation; `deaf` operations end before the body is read.

    `denied_versions`: HEAD of a version is refused. `md5_etags`: ETags of single PUTs are MD5s.
    `shown_key`: the KMS key all objects claim.
    """

    objects: dict[str, Stored] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    deaf: dict[str, Answer] = field(default_factory=dict)
    denied_versions: bool = False
    md5_etags: bool = True
    shown_key: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)
    server: Server = field(default_factory=lambda: Server("hostile", "", ""))
    _created: dict[str, dict[str, str]] = field(default_factory=dict)

    def always(self, operation: str, answer: Answer) -> None:
        """Answer so every time, and do nothing."""
        self.faults[operation] = lambda _: answer

    def once(self, operation: str, answer: Answer) -> None:
        """Do the work the first time, but answer so; be honest afterwards."""
        left = [answer]

        def fault(work: Callable[[], Answer]) -> Answer:
            honest = work()
            return left.pop() if left else honest

        self.faults[operation] = fault

    def without(self, operation: str, *headers: str) -> None:
        """Answer without these headers."""

        def fault(work: Callable[[], Answer]) -> Answer:
            answer = work()
            for name in headers:
                answer.headers.pop(name, None)
            return answer

        self.faults[operation] = fault

    def answer(self, operation: str, request: Request) -> Answer:
        with self.lock:
            self.asked[operation] += 1
            fault = self.faults.get(operation)
        honest: Callable[[], Answer] = lambda: getattr(self, f"_{operation}")(request)  # noqa: E731
        return fault(honest) if fault else honest()

    def _PutObject(self, request: Request) -> Answer:
        if request.headers.get("if-none-match") and request.key in self.objects:
            return refusal(412, "PreconditionFailed", "At least one of the pre-conditions")
        etag = _md5(request.body).hex() if self.md5_etags else "0" * 32
        return self._store(request.key, request.body, etag, request.kept)

    def _store(self, key: str, data: bytes, etag: str, kept: dict[str, str]) -> Answer:
        crc = checksums.crc64nvme(data).to_bytes(8, "big")
        headers = {"ETag": f'"{etag}"', CRC: base64.b64encode(crc).decode(), **kept}
        headers["x-amz-checksum-type"] = "FULL_OBJECT"
        if self.shown_key:
            headers[f"{ENCRYPTION}-aws-kms-key-id"] = self.shown_key
        self.objects[key] = Stored(data, headers)
        return Answer(headers=dict(headers))

    def _HeadObject(self, request: Request) -> Answer:
        stored = self.objects.get(request.key)
        if self.denied_versions and "versionId" in request.query:
            return Answer(403)
        if stored is None:
            return Answer(404)
        return Answer(headers={**stored.shown, "Content-Length": str(len(stored.data))})

    def _GetObject(self, request: Request) -> Answer:
        stored = self.objects.get(request.key)
        if stored is None:
            return refusal(404, "NoSuchKey")
        return Answer(headers=stored.shown, body=stored.data)

    def _CreateMultipartUpload(self, request: Request) -> Answer:
        upload = uuid.uuid4().hex
        self.uploads[upload], self._created[upload] = {}, request.kept
        return _xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")

    def _UploadPart(self, request: Request) -> Answer:
        parts = self.uploads.get(request.query["uploadId"])
        if parts is None:
            return refusal(404, "NoSuchUpload")
        parts[int(request.query["partNumber"])] = request.body
        return Answer(headers={"ETag": f'"{_md5(request.body).hex()}"'})

    def _CompleteMultipartUpload(self, request: Request) -> Answer:
        if request.headers.get("if-none-match") and request.key in self.objects:
            return refusal(412, "PreconditionFailed", "At least one of the pre-conditions")
        parts = self.uploads.pop(request.query["uploadId"], None)
        if parts is None:
            return refusal(404, "NoSuchUpload")
        pieces = [parts[number] for number in sorted(parts)]
        digests = b"".join(_md5(piece) for piece in pieces)
        etag = f"{_md5(digests).hex()}-{len(pieces)}"
        kept = self._created[request.query["uploadId"]]
        stored = self._store(request.key, b"".join(pieces), etag, kept)
        answer = _xml("CompleteMultipartUploadResult", f"<ETag>{etag}</ETag>")
        answer.headers = {k: v for k, v in stored.headers.items() if k != "ETag"}
        return answer

    def _AbortMultipartUpload(self, request: Request) -> Answer:
        gone = self.uploads.pop(request.query["uploadId"], None)
        return refusal(404, "NoSuchUpload") if gone is None else Answer(204)

    def _ListParts(self, request: Request) -> Answer:
        if request.query["uploadId"] not in self.uploads:
            return refusal(404, "NoSuchUpload")
        return _xml("ListPartsResult", "")

    def _HeadBucket(self, request: Request) -> Answer:
        return Answer(headers={"x-amz-bucket-region": "us-east-1"})

    def _GetBucketEncryption(self, request: Request) -> Answer:
        return refusal(404, "ServerSideEncryptionConfigurationNotFoundError")

    def _Kms(self, request: Request) -> Answer:
        return refusal(400, "MethodNotAllowed", "This is no KMS.")

    def _Other(self, request: Request) -> Answer:
        return refusal(501, "NotImplemented", "Not here.")


@dataclass
class Request:
    """One request, read."""

    method: str
    key: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""

    @property
    def kept(self) -> dict[str, str]:
        """The headers that are stored with an object."""
        return {name: value for name, value in self.headers.items() if name.startswith(ENCRYPTION)}

    @property
    def operation(self) -> str:
        if not self.key:
            if "encryption" in self.query:
                return "GetBucketEncryption"
            return {"HEAD": "HeadBucket", "POST": "Kms"}.get(self.method, "Other")
        part = "uploadId" in self.query
        return {
            "PUT": "UploadPart" if part else "PutObject",
            "POST": "CompleteMultipartUpload" if part else "CreateMultipartUpload",
            "HEAD": "HeadObject",
            "GET": "ListParts" if part else "GetObject",
            "DELETE": "AbortMultipartUpload" if part else "Other",
        }[self.method]


class _Listening(ThreadingHTTPServer):
    daemon_threads = False

    def server_close(self) -> None:
        """Hang up on clients that keep their connections, so that the threads end."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)
        super().server_close()

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.connections: list[socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.append(request)
        super().process_request(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hostile: Hostile

    def _serve(self) -> None:
        url = urlsplit(self.path)
        query = {k: v[0] for k, v in parse_qs(url.query, keep_blank_values=True).items()}
        key = unquote(url.path).lstrip("/").partition("/")[2]
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, key, query, headers)
        early = self.hostile.deaf.get(request.operation)
        if early is None:
            request.body = self.rfile.read(int(headers.get("content-length", 0)))
        self._say(early or self.hostile.answer(request.operation, request), early is not None)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _serve

    def _say(self, answer: Answer, end: bool) -> None:
        self.close_connection = end or answer.cut
        if answer.cut:
            return
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            with suppress(OSError):  # whoever was cancelled does not listen any more
                self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def hostile_server() -> Iterator[Hostile]:
    """A server that misbehaves as its `Hostile` is told, until the end of the block."""
    hostile = Hostile()
    handler = type("Handler", (_Handler,), {"hostile": hostile})
    with _Listening(handler) as listening:
        thread = Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://127.0.0.1:{listening.server_port}"
        hostile.server = Server("hostile", url, url)
        try:
            yield hostile
        finally:
            hostile.server.close()
            listening.shutdown()
            thread.join()
