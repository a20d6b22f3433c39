"""A scripted server on loopback, with or without TLS: each request runs the next step."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

OK = b'HTTP/1.1 200 OK\r\nETag: "e"\r\nContent-Length: 0\r\n\r\n'
BUSY = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n"

Step = Callable[[socket.socket], bool]


class ScriptedServer:
    """`steps` are used one per request; after the last one, OK. A step is the response, or a
    function that gets the socket and returns whether the connection goes on.
    """

    def __init__(self, context: ssl.SSLContext | None, family: socket.AddressFamily) -> None:
        self.steps: list[bytes | Step] = []
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self._context = context
        self._sockets: list[socket.socket] = []
        self._threads: list[Thread] = []
        host = "127.0.0.1" if family is socket.AF_INET else "::1"
        self._listener = socket.create_server((host, 0), family=family)
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = Thread(target=work, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                self.connections += 1
                self._sockets.append(sock)
                self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        with suppress(OSError):
            if self._context:
                sock = self._context.wrap_socket(sock, server_side=True)
                self._sockets.append(sock)
            while self._respond(sock):
                pass
        sock.close()

    def _respond(self, sock: socket.socket) -> bool:
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            piece = sock.recv(65536)
            if not piece:
                return False
            data += piece
        head, body = bytes(data[:end]), data[end + 4 :]
        self.heads.append(head)
        step = self.steps.pop(0) if self.steps else OK
        if callable(step):
            return step(sock)
        while len(body) < content_length(head):
            piece = sock.recv(1 << 20)
            if not piece:
                return False
            body += piece
        self.bodies.append(bytes(body))
        sock.sendall(step)
        return True

    def close_connections(self) -> None:
        """Close all connections, but keep listening."""
        for sock in self._sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._sockets.clear()

    def close(self) -> None:
        """Close everything, and wait for the threads."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.close_connections()
        for thread in self._threads:
            thread.join()


def content_length(head: bytes) -> int:
    """Return the Content-Length of a request."""
    lines = head.lower().split(b"\r\n")
    return next((int(one[15:]) for one in lines if one.startswith(b"content-length:")), 0)


@contextmanager
def serving(
    context: ssl.SSLContext | None = None, family: socket.AddressFamily = socket.AF_INET
) -> Iterator[ScriptedServer]:
    """Run a server in a with block."""
    server = ScriptedServer(context, family)
    try:
        yield server
    finally:
        server.close()
