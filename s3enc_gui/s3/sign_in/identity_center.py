"""Signs in to IAM Identity Center (OpenID Connect; IAM Identity Center OIDC API Reference).

The requests are those of the AWS CLI (2.22 and later), so that its registration rules hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connections.sign_in import (
    BrowserPage,
    DeviceCode,
    SsoSession,
    SsoToken,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.times import epoch_time
from s3enc_gui.s3.errors.translation import unreadable
from s3enc_gui.s3.sign_in.browser_callback import HOST, PATH, TIMEOUT, BrowserCallback
from s3enc_gui.s3.sign_in.clients import SERVICE, answered
from s3enc_gui.s3.sign_in.pkce import Pkce

CLIENT_NAME = "S3enc"
_CODE_GRANT = "authorization_code"
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_REFRESH_GRANT = "refresh_token"
_INTERVAL = 5.0  # seconds between polls where the server names none, and what SlowDown adds
_SHORTEST_INTERVAL = 1.0  # seconds; the server's value isn't trusted below it

# Answers while the user hasn't entered the code: seconds to add to the interval (RFC 8628, 3.5).
_PENDING = {"AuthorizationPendingException": 0.0, "SlowDownException": _INTERVAL}

Report = Callable[[object], None]
Pause = Callable[[float], None]
"""Waits some seconds; raises Cancelled where the user stops it."""


@dataclass(frozen=True, slots=True)
class _Registration:
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    expires_at: datetime


class IdentityCenter:
    """One session's IAM Identity Center. `client` is boto3's for sso-oidc; unsigned."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - its type stubs aren't a dependency
        session: SsoSession,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client, self._session, self._now = client, session, now

    def sign_in_with_browser(self, report: Report, checkpoint: Callable[[], None]) -> SsoToken:
        """Sign in with a browser on this computer (authorization code with PKCE); blocks.

        Reports BrowserPage. Raises AppError, and Cancelled.
        """
        registration = self._register([_CODE_GRANT, _REFRESH_GRANT], f"http://{HOST}{PATH}")
        pkce = Pkce()
        with BrowserCallback(pkce.state) as callback:
            report(BrowserPage(self._authorize_url(registration, pkce, callback.redirect_uri)))
            code = callback.wait(checkpoint, TIMEOUT)
            return self._token(
                registration,
                grantType=_CODE_GRANT,
                redirectUri=callback.redirect_uri,
                codeVerifier=pkce.verifier,
                code=code,
            )

    def sign_in_with_code(self, report: Report, pause: Pause) -> SsoToken:
        """Sign in with a browser on any computer (device authorization, RFC 8628); blocks.

        Reports DeviceCode. Raises AppError, and Cancelled from `pause`.
        """
        registration = self._register([_DEVICE_GRANT, _REFRESH_GRANT])
        with answered():
            response = self._client.start_device_authorization(
                clientId=registration.client_id,
                clientSecret=registration.client_secret,
                startUrl=self._session.start_url,
            )
            url, code = str(response["verificationUri"]), str(response["userCode"])
            report(DeviceCode(url, code, str(response.get("verificationUriComplete") or url)))
            device_code = str(response["deviceCode"])
            interval = max(_SHORTEST_INTERVAL, float(response.get("interval") or _INTERVAL))
        while True:
            pause(interval)
            try:
                return self._token(registration, grantType=_DEVICE_GRANT, deviceCode=device_code)
            except AppError as error:
                if error.code not in _PENDING:
                    raise
                interval += _PENDING[error.code]

    def refreshed(self, token: SsoToken) -> SsoToken:
        """Return new tokens for a token with `can_refresh`. Raises AppError."""
        with answered():
            response = self._client.create_token(
                grantType=_REFRESH_GRANT,
                clientId=token.client_id,
                clientSecret=token.client_secret,
                refreshToken=token.refresh_token,
            )
            return replace(
                token,
                access_token=str(response["accessToken"]),
                expires_at=self._now() + timedelta(seconds=int(response["expiresIn"])),
                refresh_token=response.get("refreshToken") or token.refresh_token,
            )

    def _register(self, grants: list[str], redirect_uri: str | None = None) -> _Registration:
        """Register S3enc as a public client; a registration is valid for some months."""
        request: dict[str, object] = {
            "clientName": CLIENT_NAME,
            "clientType": "public",
            "scopes": list(self._session.scopes),
            "grantTypes": grants,
        }
        if redirect_uri:  # without a port: any port of this host matches it
            request |= {"redirectUris": [redirect_uri], "issuerUrl": self._session.start_url}
        with answered():
            response = self._client.register_client(**request)
            expires_at = epoch_time(int(response["clientSecretExpiresAt"]))
            if expires_at is None:
                raise unreadable(SERVICE)
            return _Registration(
                str(response["clientId"]), str(response["clientSecret"]), expires_at
            )

    def _authorize_url(self, registration: _Registration, pkce: Pkce, redirect_uri: str) -> str:
        query = {
            "response_type": "code",
            "client_id": registration.client_id,
            "redirect_uri": redirect_uri,
            "state": pkce.state,
            "code_challenge_method": "S256",
            "scopes": " ".join(self._session.scopes),
            "code_challenge": pkce.challenge,
        }
        endpoint = str(self._client.meta.endpoint_url).rstrip("/")
        return f"{endpoint}/authorize?{urlencode(query, quote_via=quote)}"

    def _token(self, registration: _Registration, **grant: str) -> SsoToken:
        with answered():
            response = self._client.create_token(
                clientId=registration.client_id, clientSecret=registration.client_secret, **grant
            )
            return _read_token(response, registration, self._now())


def _read_token(
    response: Mapping[str, Any], registration: _Registration, now: datetime
) -> SsoToken:
    return SsoToken(
        str(response["accessToken"]),
        now + timedelta(seconds=int(response["expiresIn"])),
        response.get("refreshToken"),
        registration.client_id,
        registration.client_secret,
        registration.expires_at,
    )
