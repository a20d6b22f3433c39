"""AWS STS, as far as roles with MFA need it: AssumeRole and GetCallerIdentity, on loopback.

moto accepts any code. Here a code is valid once (AWS STS API Reference, AssumeRole).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import parse_qs

from tests.servers.sign_in.base import Response, SignInServer

ROLE = "arn:aws:iam::111122223333:role/Uploads"
DEVICE = "arn:aws:iam::111122223333:mfa/ana"
_XML = {"Content-Type": "text/xml"}
_SPACE = "https://sts.amazonaws.com/doc/2011-06-15/"


class StsServer(SignInServer):
    """AWS STS. Its attributes change what it does.

    `codes` are those that the device shows and that weren't used. `tokens` are the session tokens
    that it issued, `seconds` is how long they are valid.
    """

    def __init__(self) -> None:
        super().__init__()
        self.codes: set[str] = set()
        self.tokens: list[str] = []
        self.seconds = 3600.0
        self._next = secrets.token_urlsafe(24)

    def environment(self) -> dict[str, str]:
        """The variable that leads botocore's client here."""
        return {"AWS_ENDPOINT_URL_STS": self.url}

    @property
    def new_token(self) -> str:
        """The session token that the next role gets."""
        return self._next

    def end_sessions(self) -> None:
        """Let roles get another session token from now on."""
        self._next = secrets.token_urlsafe(24)

    def respond(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> Response:
        """Return the response to a request."""
        del method, target, headers
        given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        action = given["Action"]
        with self._lock:
            if replaced := self._replaced(action):
                return replaced
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
