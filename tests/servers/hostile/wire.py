"""The HTTP server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import MSG_PEEK, SHUT_RDWR, create_connection, socket
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Condition, Thread
from typing import Any

import trustme

from tests.servers.hostile.answers import Answer
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile
from tests.servers.server import Server

_CHUNK = 4096  # bytes per chunk
_SETTLED = 60.0  # seconds
_HANDSHAKE = b"\x16"  # the first byte of a TLS connection


@cache
def _tls() -> SSLContext:
    """A context with a certificate that nobody trusts."""
    context = SSLContext(PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


class _Listening(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128

    def server_close(self) -> None:
        """Close connections that clients keep open, so that the threads end."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)
        super().server_close()

    def __init__(self, handler: type[_Handler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.hostile = handler.hostile
        self.connections: list[socket] = []
        self._open, self._ended = 0, Condition()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.append(request)
        with self._ended:
            self._open += 1
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        super().shutdown_request(request)
        with self._ended:
            self._open -= 1
            self._ended.notify_all()

    def settle(self) -> None:
        """Wait until everything is processed that a client sent before it was killed."""
        with create_connection(("127.0.0.1", self.server_port)) as last:  # after the client's
            last.sendall(b"no request\r\n\r\n")
            while last.recv(_CHUNK):
                pass
        with self._ended:
            assert self._ended.wait_for(lambda: not self._open, _SETTLED)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection; TLS ends it after its handshake."""
        with suppress(OSError):
            if self.hostile.tls and request.recv(1, MSG_PEEK) == _HANDSHAKE:
                _tls().wrap_socket(request, server_side=True).close()
            else:
                super().finish_request(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "AmazonS3", ""
    disable_nagle_algorithm = True
    wbufsize = -1
    hostile: Hostile

    def handle(self) -> None:
        """Serve a connection until it ends, maybe because the client was killed."""
        with suppress(OSError):
            super().handle()

    def finish(self) -> None:
        """Close, ignoring data that can't be sent."""
        with suppress(OSError):
            super().finish()

    def handle_expect_100(self) -> bool:
        """Answer immediately: the client waits for it."""
        result = super().handle_expect_100()
        self.wfile.flush()
        return result

    def version_string(self) -> str:
        """The Server header."""
        return self.server_version

    def _serve(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request.read(self.command, self.path, headers)
        early = self.hostile.deaf.get(request.operation)
        if early is None:
            request.body = self.rfile.read(int(headers.get("content-length", 0)))
        self._respond(early or self.hostile.answer(request.operation, request), early is not None)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _serve

    def _respond(self, answer: Answer, end: bool) -> None:
        self.close_connection = end or answer.close or answer.cut or answer.framing == "close"
        if answer.cut:
            return
        if answer.raw is not None:
            self.wfile.write(answer.raw)
            return
        self.send_response(answer.status)
        for name, value in {**_framing(answer), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self._send(answer)
        self.wfile.flush()

    def _send(self, answer: Answer) -> None:
        body = answer.body
        if answer.cut_at is not None:
            body, self.close_connection = body[: answer.cut_at], True
        if answer.framing != "chunked":
            self.wfile.write(body)
            return
        for at in range(0, len(body), _CHUNK):
            piece = body[at : at + _CHUNK]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        if answer.cut_at is None:
            self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


def _framing(answer: Answer) -> dict[str, str]:
    if answer.status in (204, 304):
        return {}
    return {
        "length": {"Content-Length": str(len(answer.body))},
        "chunked": {"Transfer-Encoding": "chunked"},
        "close": {"Connection": "close"},
    }[answer.framing]


@contextmanager
def hostile_server() -> Iterator[Hostile]:
    """A running server; faults are added to the `Hostile`."""
    hostile = Hostile()
    handler = type("Handler", (_Handler,), {"hostile": hostile})
    with _Listening(handler) as listening:
        thread = Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://127.0.0.1:{listening.server_port}"
        hostile.server = Server("hostile", url, url)
        hostile.settle = listening.settle
        try:
            yield hostile
        finally:
            hostile.server.close()
            listening.shutdown()
            thread.join()
