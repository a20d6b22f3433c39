"""AWS STS, as far as roles with MFA need it: AssumeRole and GetCallerIdentity, on loopback.

moto accepts any code. Here a code is valid once (AWS STS API Reference, AssumeRole).
"""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock, Thread
from typing import Self
from urllib.parse import parse_qs

from tests.servers.sign_in.identity_center import HOST, Response, send

ROLE = "arn:aws:iam::111122223333:role/Uploads"
DEVICE = "arn:aws:iam::111122223333:mfa/ana"
_XML = {"Content-Type": "text/xml"}
_SPACE = "https://sts.amazonaws.com/doc/2011-06-15/"


class StsServer:
    """Starts on a free port as a context manager. Its attributes change what it does.

    `codes` are those that the device shows and that weren't used. `tokens` are the session tokens
    that it issued, `seconds` is how long they are valid.
    """

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.codes: set[str] = set()
        self.tokens: list[str] = []
        self.secrets: list[str] = []
        self.seconds = 3600.0
        self._next = secrets.token_urlsafe(24)
        self._lock = RLock()
        self._server = _Server((HOST, 0), _Handler)
        self._server.sts = self
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        """The endpoint."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    def environment(self) -> dict[str, str]:
        """The variable that leads botocore's client here."""
        return {"AWS_ENDPOINT_URL_STS": self.url}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def new_token(self) -> str:
        """The session token that the next role gets."""
        return self._next

    def end_sessions(self) -> None:
        """Let roles get another session token from now on."""
        self._next = secrets.token_urlsafe(24)

    def respond(self, body: bytes) -> Response:
        """Return the response to a request."""
        given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        action = given["Action"]
        with self._lock:
            self.requests[action] += 1
            return self._assumed(given) if action == "AssumeRole" else _identity()

    def _assumed(self, given: dict[str, str]) -> Response:
        code = given.get("TokenCode")
        if given.get("SerialNumber") != DEVICE or code is None:
            return _denied("User: ana is not authorized to perform: sts:AssumeRole")
        if code not in self.codes:
            return _denied("MultiFactorAuthentication failed with invalid MFA one time pass code.")
        self.codes.remove(code)
        token, secret = self._next, secrets.token_urlsafe(24)
        self.tokens.append(token)
        self.secrets += [token, secret]
        end = (datetime.now(UTC) + timedelta(seconds=self.seconds)).isoformat()
        return _result(
            "AssumeRole",
            f"<Credentials><AccessKeyId>ASIAROLE{len(self.tokens)}</AccessKeyId>"
            f"<SecretAccessKey>{secret}</SecretAccessKey><SessionToken>{token}</SessionToken>"
            f"<Expiration>{end}</Expiration></Credentials><AssumedRoleUser>"
            f"<AssumedRoleId>AROA:s3enc</AssumedRoleId><Arn>{ROLE}</Arn></AssumedRoleUser>",
        )


def _identity() -> Response:
    return _result(
        "GetCallerIdentity",
        f"<Arn>{ROLE}</Arn><UserId>AROA</UserId><Account>111122223333</Account>",
    )


def _result(action: str, inside: str) -> Response:
    body = (
        f'<{action}Response xmlns="{_SPACE}"><{action}Result>{inside}</{action}Result>'
        f"<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{action}Response>"
    )
    return Response(200, body.encode(), _XML)


def _denied(message: str) -> Response:
    body = (
        f'<ErrorResponse xmlns="{_SPACE}"><Error><Type>Sender</Type><Code>AccessDenied</Code>'
        f"<Message>{escape(message)}</Message></Error><RequestId>1</RequestId></ErrorResponse>"
    )
    return Response(403, body.encode(), _XML)


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    sts: StsServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        send(self, self.server.sts.respond(body))

    def log_message(self, *_: object) -> None:
        """Print nothing."""
