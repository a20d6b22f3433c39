"""What the sign-in servers have in common: an HTTP server on loopback, on a thread."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock, Thread
from typing import Self

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Response:
    """An HTTP response."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class SignInServer(ABC):
    """Starts on a free port as a context manager.

    `requests` counts operations; `answers` replaces the response to one: (status, body, type).
    `secrets` are all secrets that it issued or was given.
    """

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.answers: dict[str, tuple[int, bytes, str]] = {}
        self.secrets: list[str] = []
        self._lock = RLock()
        self._server = _Server((HOST, 0), _Handler)
        self._server.service = self
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        """The endpoint."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @abstractmethod
    def respond(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> Response:
        """Return the response to a request."""

    def _replaced(self, operation: str) -> Response | None:
        """Count a request; return the response that a test wants for it, if it does."""
        self.requests[operation] += 1
        if operation not in self.answers:
            return None
        status, content, kind = self.answers[operation]
        return Response(status, content, {"Content-Type": kind})

    def _secret(self) -> str:
        self.secrets.append(secrets.token_urlsafe(24))
        return self.secrets[-1]


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    service: SignInServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def _respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        response = self.server.service.respond(self.command, self.path, body, headers)
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""
