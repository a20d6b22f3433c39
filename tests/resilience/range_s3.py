"""An S3 server with one object; serves ranges of it and counts the sent bytes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from awscrt import checksums

from tests.servers.server import Server

_PIECE = 64 * 1024


class RangeS3:
    """Serves `data` under every key."""

    def __init__(self, data: bytes) -> None:
        self.data, self.served, self.gets = data, 0, 0
        self.server = Server("ranges", "", "")
        crc = checksums.crc64nvme(data).to_bytes(8, "big")
        self.headers = {
            "ETag": '"0123456789abcdef"',
            "Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT",
            "x-amz-checksum-crc64nvme": base64.b64encode(crc).decode(),
            "x-amz-checksum-type": "FULL_OBJECT",
            "x-amz-bucket-region": "us-east-1",
        }
        self._alarm: tuple[int, Callable[[], None]] | None = None
        self._lock = Lock()

    def when_served(self, size: int, call: Callable[[], None]) -> None:
        """Call once, as soon as so many bytes were sent."""
        self._alarm = (size, call)

    def count(self, size: int) -> None:
        call = None
        with self._lock:
            self.served += size
            if self._alarm and self.served >= self._alarm[0]:
                (_, call), self._alarm = self._alarm, None
        if call:
            call()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    s3: RangeS3

    def do_HEAD(self) -> None:
        self._send(200, len(self.s3.data))

    def do_GET(self) -> None:
        first, last = 0, len(self.s3.data) - 1
        span = self.headers.get("Range")
        if span:
            first, last = map(int, span.removeprefix("bytes=").split("-"))
        self.s3.gets += 1
        with suppress(OSError):  # the client was killed
            sent = f"bytes {first}-{last}/{len(self.s3.data)}"
            headers = {"Content-Range": sent} if span else {}
            self._send(206 if span else 200, last - first + 1, **headers)
            for at in range(first, last + 1, _PIECE):
                piece = self.s3.data[at : min(last + 1, at + _PIECE)]
                self.wfile.write(piece)
                self.s3.count(len(piece))
            return
        self.close_connection = True

    def _send(self, status: int, length: int, **more: str) -> None:
        self.send_response(status)
        for name, value in {**self.s3.headers, "Content-Length": str(length), **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class _Listening(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore closed connections: clients are killed."""


@contextmanager
def range_s3(data: bytes) -> Iterator[RangeS3]:
    """Run a RangeS3 until the end of the block."""
    s3 = RangeS3(data)
    with _Listening(("127.0.0.1", 0), type("Handler", (_Handler,), {"s3": s3})) as listening:
        thread = Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://127.0.0.1:{listening.server_port}"
        s3.server = Server("ranges", url, url)
        try:
            yield s3
        finally:
            listening.shutdown()
            thread.join()
