"""An HTTP proxy that wants a user name and password: tunnels (CONNECT), and plain requests.

python -m tests.servers.proxy PORT [USER PASSWORD]
"""

from __future__ import annotations

import socket
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from urllib.parse import urlsplit

HOST = "127.0.0.1"
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_DENIED = (
    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"\r\n'
    b"Content-Type: text/html\r\nContent-Length: 19\r\nConnection: close\r\n\r\n<html>Denied</html>"
)
_REFUSED = b"HTTP/1.1 %d No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class AuthenticatingProxy:
    """`tunnels` and `requests` are the targets that were asked for with the right password.

    `denied` counts the others, which got 407. `refusal` is a status for all the rest; 0: none.
    """

    def __init__(self, user: str = "", password: str = "", port: int = 0) -> None:
        self.require(user, password)
        self.tunnels: list[str] = []
        self.requests: list[str] = []
        self.denied = self.refusal = 0
        self._lock, self._open = Lock(), set[socket.socket]()
        self._threads: list[Thread] = []
        self._listener = socket.create_server((HOST, port), backlog=1024)
        self.port = self._listener.getsockname()[1]
        self.address = f"{HOST}:{self.port}"
        self._start(self._accept)

    def require(self, user: str, password: str) -> None:
        """Require these of new connections."""
        basic = b64encode(f"{user}:{password}".encode()).decode()
        self._authorization = f"Basic {basic}" if user else ""

    def close_connections(self) -> None:
        """Close all connections, but keep listening."""
        for sock in self._open:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close all connections, and wait for the threads."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.close_connections()
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._start(self._serve, self._kept(self._listener.accept()[0]))

    def _kept(self, sock: socket.socket) -> socket.socket:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open = {one for one in self._open if one.fileno() >= 0} | {sock}
        return sock

    def _serve(self, near: socket.socket) -> None:
        with suppress(OSError), near:
            data = b""
            while b"\r\n\r\n" not in data:
                piece = near.recv(65536)
                if not piece:
                    return
                data += piece
            head, _, rest = data.partition(b"\r\n\r\n")
            self._answer(near, head.decode("latin-1").split("\r\n"), rest)

    def _answer(self, near: socket.socket, lines: list[str], rest: bytes) -> None:
        method, target, version = lines[0].split(" ")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        if headers.pop("Proxy-Authorization", "") != self._authorization:
            self.denied += 1
            near.sendall(_DENIED)
        elif self.refusal:
            near.sendall(_REFUSED % self.refusal)
        elif method == "CONNECT":
            self.tunnels.append(target)
            with self._connected(target) as far:
                near.sendall(_ESTABLISHED)
                _relay(near, far)
        else:
            self.requests.append(f"{method} {target}")
            url = urlsplit(target)
            headers["Connection"] = "close"  # one request a connection
            fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            there = target.removeprefix(f"http://{url.netloc}")
            with self._connected(url.netloc) as far:
                far.sendall(f"{method} {there} {version}\r\n{fields}\r\n".encode("latin-1") + rest)
                _relay(near, far)

    def _connected(self, target: str) -> socket.socket:
        host, _, port = target.rpartition(":")
        return self._kept(socket.create_connection((host.strip("[]"), int(port))))


def _relay(near: socket.socket, far: socket.socket) -> None:
    back = Thread(target=_copy, args=(far, near), daemon=True)
    back.start()
    _copy(near, far)
    back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    buffer = memoryview(bytearray(256 * 1024))
    with suppress(OSError):
        while count := source.recv_into(buffer):
            target.sendall(buffer[:count])
    for sock in (source, target):  # the other direction ends, too
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxying(user: str = "", password: str = "") -> Iterator[AuthenticatingProxy]:
    """Run a proxy in a with block."""
    proxy = AuthenticatingProxy(user, password)
    try:
        yield proxy
    finally:
        proxy.close()


if __name__ == "__main__":
    given, user, password = (*sys.argv[1:], "", "")[:3]
    AuthenticatingProxy(user, password, int(given))._threads[0].join()
