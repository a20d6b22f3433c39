"""Receives the authorization code from the browser, on a port of this computer (RFC 8252, 7.3)."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import _, text

HOST = "127.0.0.1"  # this computer only, and no name that a hosts file could redirect
PATH = "/oauth/callback"
TIMEOUT = 600.0  # seconds; as in the AWS CLI
_INTERVAL = 0.2  # seconds between checks for cancellation
_READ_TIMEOUT = 5.0  # seconds; browsers open connections on which they send nothing

_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Connection": "close",
}
_PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>{title}</title><style>'
    ":root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;"
    "margin:20vh auto;padding:0 1rem}}h1{{font-size:1.4rem;font-weight:600}}</style></head>"
    "<body><h1>{title}</h1><p>{message}</p></body></html>"
)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the browser brought: a code, or why there is none (RFC 6749, 4.1.2)."""

    code: str = ""
    error: str = ""
    description: str = ""


class BrowserCallback:
    """A server for one sign-in. A request without the right `state` is refused and ignored."""

    def __init__(self, state: str) -> None:
        self._state = state
        self._answer: _Answer | None = None
        self._answered = Event()
        self._server = _Server((HOST, 0), _Handler)
        self._server.callback = self
        self._thread = Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        """The port, chosen by the operating system."""
        return int(self._server.server_address[1])

    @property
    def redirect_uri(self) -> str:
        """Where the browser is sent to."""
        return f"http://{HOST}:{self.port}{PATH}"

    def wait(self, checkpoint: Callable[[], None], timeout: float = TIMEOUT) -> str:
        """Return the authorization code; blocks.

        `checkpoint` raises Cancelled. Raises AppError if the user declined, or after `timeout`.
        """
        remaining = timeout
        while not self._answered.wait(_INTERVAL):
            checkpoint()
            remaining -= _INTERVAL
            if remaining <= 0:
                raise _too_late()
        answer = self._answer
        assert answer is not None  # noqa: S101 - set before the event
        if answer.error:
            raise _refused(answer)
        return answer.code

    def answer(self, host: str, target: str) -> tuple[int, str, str]:
        """Return status, title and message for a request of the browser."""
        url = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path != PATH or host != f"{HOST}:{self.port}":
            return 404, _("There is nothing here"), _("This address belongs to S3enc.")
        if not hmac.compare_digest(query.get("state", "").encode(), self._state.encode()):
            return 400, _("This isn't the sign-in that S3enc started"), _("Start it again.")
        if self._answer is None:
            self._answer = _Answer(
                query.get("code", ""),
                query.get("error", "" if query.get("code") else "no code"),
                query.get("error_description", ""),
            )
        self._answered.set()
        if self._answer.error:
            return 200, _("You aren't signed in"), _("You can close this window.")
        return 200, _("You're signed in"), _("You can close this window and return to S3enc.")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    callback: BrowserCallback

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore connections that the browser drops."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _READ_TIMEOUT
    server: _Server
    server_version = "S3enc"
    sys_version = ""

    def do_GET(self) -> None:
        """Take the code from the query."""
        status, title, message = self.server.callback.answer(
            self.headers.get("Host", ""), self.path
        )
        body = _PAGE.format(title=escape(title), message=escape(message)).encode()
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_values: object) -> None:
        """Log nothing: the path contains the code."""


def _too_late() -> AppError:
    return AppError(
        text("The sign-in took too long"),
        text("It wasn't completed in the browser within {count} minutes.", count=int(TIMEOUT / 60)),
        text("Sign in again."),
        code="SignInTimeout",
    )


def _refused(answer: _Answer) -> AppError:
    said = ": ".join(part for part in (answer.error, answer.description) if part)
    if answer.error == "access_denied":
        detail = text("The request was declined in the browser.")
    else:
        detail = text("The sign-in page returned “{error}”.", error=said[:200])
    return AppError(text("You aren't signed in"), detail, text("Sign in again."), code="SignIn")
