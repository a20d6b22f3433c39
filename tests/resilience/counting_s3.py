"""An S3 server for very large files: stores size and CRC64NVME of each part, not the content.

It counts received bytes, also of incomplete bodies, supports ListParts and ListMultipartUploads,
and refuses bytes that do not match the checksum they were sent with.
"""

from __future__ import annotations

import base64
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Condition, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

from awscrt import checksums

from tests.bench.forgetful_s3 import Answer, ForgetfulS3
from tests.bench.http_reader import Request
from tests.servers.server import Server

_PIECE = 256 * 1024
_CRC = "x-amz-checksum-crc64nvme"
_FIRST_PART = re.compile(r"[?&]partNumber=1(&|$)")
_DATE = "2030-01-01T00:00:00.000Z"

Piece = tuple[int, int]
"""Size in bytes and CRC64NVME."""


class CountingS3(ForgetfulS3):
    """Answers requests. `received` is the number of bytes in all bodies."""

    def __init__(self) -> None:
        super().__init__()
        self.server = Server("counting", "", "")
        self.received = 0
        self._object_pieces: dict[str, list[Piece]] = {}
        self._open: dict[str, tuple[str, dict[int, tuple[Piece, str]]]] = {}
        self.accepted: set[str] | None = None  # session tokens; None: any
        self.refused = 0  # parts, because of their token
        self.stored: Counter[int] = Counter()  # how many times, by number of the part
        self._alarm: tuple[int, Callable[[], None]] | None = None
        self._lock = Lock()
        self._busy = 0
        self._changed = Condition()

    # --- for tests -----------------------------------------------------------------------------

    def when_received(self, size: int, call: Callable[[], None]) -> None:
        """Call once, as soon as so many bytes were received.

        The connection that calls reads no more until `call` returns. It never is the one of the
        first part, so that `call` can wait for that part.
        """
        self._alarm = (size, call)

    def differences(self, name: str, file: Path) -> list[str]:
        """Return how an object (`bucket/key`) differs from a file."""
        pieces = self._object_pieces.get(name)
        if pieces is None:
            return [f"no object {name}, only {sorted(self._object_pieces)}"]
        found = []
        with file.open("rb") as source:
            for number, piece in enumerate(pieces, start=1):
                data = source.read(piece[0])
                if (len(data), checksums.crc64nvme(data)) != piece:
                    found.append(f"part {number} differs from the file")
            if source.read(1):
                found.append(f"the file is longer than the {len(pieces)} parts")
        return found

    @property
    def uploads_left(self) -> list[str]:
        """The multipart uploads that were neither completed nor aborted."""
        return [f"{name} with {len(parts)} parts" for name, parts in self._open.values()]

    def settle(self, timeout: float = 10.0) -> None:
        """Wait until all connections are closed."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._busy, timeout), "still receiving"

    # --- for the handler -----------------------------------------------------------------------

    def busy(self, change: int) -> None:
        """Count a connection that opens (1) or closes (-1)."""
        with self._changed:
            self._busy += change
            self._changed.notify_all()

    def count(self, size: int, target: str) -> None:
        """Count bytes of the body of a request for `target`."""
        call = None
        with self._lock:
            self.received += size
            can_wait = not _FIRST_PART.search(target)
            if self._alarm and self.received >= self._alarm[0] and can_wait:
                (_, call), self._alarm = self._alarm, None
        if call:
            call()

    def answer_to(self, request: Request, piece: Piece) -> Answer:
        """Return the response to a request with the body `piece`."""
        token = request.headers.get("x-amz-security-token", "")
        if self.accepted is not None and token not in self.accepted:
            self.refused += "partNumber=" in request.target
            return Answer(400, body=b"<Error><Code>ExpiredToken</Code></Error>")
        expected = request.headers.get(_CRC)
        if request.method == "PUT" and expected and expected != _as_header(piece[1]):
            return Answer(400, body=b"<Error><Code>BadDigest</Code></Error>")
        path, _, raw = request.target.partition("?")
        query = {name: one[0] for name, one in parse_qs(raw, keep_blank_values=True).items()}
        name = unquote(path).strip("/")
        with self._lock:
            if request.method == "GET" and ("uploadId" in query or "uploads" in query):
                return self._listed(name, query)
            answer = self.answer(request)
            if answer.status < HTTPStatus.BAD_REQUEST:
                self._record(request.method, name, query, piece, answer)
            return answer

    def _listed(self, name: str, query: dict[str, str]) -> Answer:
        if "uploads" in query:
            return self._uploads_of(name, query.get("prefix", ""))
        if query["uploadId"] not in self._open:
            return Answer(404, body=b"<Error><Code>NoSuchUpload</Code></Error>")
        after = int(query.get("part-number-marker") or 0)
        parts = sorted(self._open[query["uploadId"]][1].items())
        page = [part for part in parts if part[0] > after][: int(query.get("max-parts") or 1000)]
        last = page[-1][0] if page else 0
        more = bool(parts) and last < parts[-1][0] and bool(page)
        text = "".join(
            f"<Part><PartNumber>{number}</PartNumber><LastModified>{_DATE}</LastModified>"
            f"<ETag>{escape(etag)}</ETag><Size>{size}</Size>"
            f"<ChecksumCRC64NVME>{_as_header(crc)}</ChecksumCRC64NVME></Part>"
            for number, ((size, crc), etag) in page
        )
        text += f"<NextPartNumberMarker>{last}</NextPartNumberMarker>"
        text += "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>"
        text += "<ChecksumType>FULL_OBJECT</ChecksumType>"
        return _xml("ListPartsResult", text, truncated=more)

    def _uploads_of(self, bucket: str, prefix: str) -> Answer:
        text = "".join(
            f"<Upload><Key>{escape(name.partition('/')[2])}</Key><UploadId>{upload_id}</UploadId>"
            f"<Initiated>{_DATE}</Initiated></Upload>"
            for upload_id, (name, _) in self._open.items()
            if name.startswith(f"{bucket}/{prefix}")
        )
        return _xml("ListMultipartUploadsResult", text, truncated=False)

    def _record(
        self, method: str, name: str, query: dict[str, str], piece: Piece, answer: Answer
    ) -> None:
        upload_id = query.get("uploadId")
        if method == "POST" and "uploads" in query:
            upload_id = (
                answer.body.partition(b"<UploadId>")[2].partition(b"</UploadId>")[0].decode()
            )
            self._open[upload_id] = (name, {})
        elif method == "PUT" and upload_id:
            part = (piece, answer.headers["ETag"])
            self.stored[int(query["partNumber"])] += 1
            self._open[upload_id][1][int(query["partNumber"])] = part
        elif method == "PUT" and "/" in name:
            self._object_pieces[name] = [piece]
        elif method == "POST" and upload_id:
            _, parts = self._open.pop(upload_id)
            self._object_pieces[name] = [parts[number][0] for number in sorted(parts)]
        elif method == "DELETE" and upload_id:
            self._open.pop(upload_id, None)


def _as_header(crc: int) -> str:
    return base64.b64encode(crc.to_bytes(8, "big")).decode()


def _xml(root: str, text: str, *, truncated: bool) -> Answer:
    flag = f"<IsTruncated>{str(truncated).lower()}</IsTruncated>"
    return Answer(
        200, {"Content-Type": "application/xml"}, f"<{root}>{text}{flag}</{root}>".encode()
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    s3: CountingS3

    def handle(self) -> None:
        """Serve one connection."""
        self.s3.busy(1)
        try:
            super().handle()
        finally:
            self.s3.busy(-1)

    def _serve(self) -> None:
        try:
            self._answer()
        except OSError:  # the client was killed
            self.close_connection = True

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        size, body, piece = int(headers.get("content-length", 0)), bytearray(), (0, 0)
        request = Request(self.command, self.path, headers, size)
        buffer = memoryview(bytearray(min(size, _PIECE)))
        while piece[0] < size:
            read = self.rfile.readinto1(buffer[: size - piece[0]])
            if not read:
                raise OSError("cut off")
            self.s3.count(read, self.path)
            piece = (piece[0] + read, checksums.crc64nvme(buffer[:read], piece[1]))
            if self.command == "POST":
                body += buffer[:read]
        request.body = bytes(body)
        self._send(self.s3.answer_to(request, piece))

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _serve

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        size = len(answer.body) if answer.size is None else answer.size
        for name, value in {"Content-Length": str(size), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class _Listening(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._connections: list[socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.append(request)
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore closed connections: clients are killed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Close all connections, so that the threads end."""
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)
        super().server_close()


@contextmanager
def counting_s3() -> Iterator[CountingS3]:
    """Run a CountingS3 until the end of the block."""
    s3 = CountingS3()
    with _Listening(type("Handler", (_Handler,), {"s3": s3})) as listening:
        thread = Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://127.0.0.1:{listening.server_port}"
        s3.server = Server("counting", url, url)
        try:
            yield s3
        finally:
            s3.server.close()
            listening.shutdown()
            thread.join()
