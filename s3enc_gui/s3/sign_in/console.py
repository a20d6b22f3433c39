"""Signs in with the AWS console (AWS Sign-In API Reference; what `aws login` does)."""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    LoginInsufficientPermissions,
    LoginRefreshRequired,
)

from s3enc_gui.domain.connections.sign_in import BrowserPage, ConsoleToken
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.s3.sign_in.browser_callback import TIMEOUT, BrowserCallback
from s3enc_gui.s3.sign_in.clients import answered
from s3enc_gui.s3.sign_in.dpop import DpopKey
from s3enc_gui.s3.sign_in.pkce import Pkce

_SAME_DEVICE = "arn:aws:signin:::devtools/same-device"
_CROSS_DEVICE = "arn:aws:signin:::devtools/cross-device"
_CONFIRMATION = "/v1/sessions/confirmation"  # shows the code, to be pasted

Report = Callable[[object], None]


class ConsoleSignIn:
    """One sign-in with the console. `client` is boto3's for signin; unsigned."""

    def __init__(
        self,
        client: Any,  # noqa: ANN401 - no type stubs
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client, self._now = client, now
        self._pkce = Pkce()
        self._key = DpopKey()
        self._key.sign_requests(client)

    def sign_in_with_browser(
        self, report: Report, checkpoint: Callable[[], None]
    ) -> tuple[str, ConsoleToken]:
        """Sign in with a browser on this computer; blocks.

        Reports BrowserPage. Returns the session's ARN and its token. Raises AppError, Cancelled.
        """
        with BrowserCallback(self._pkce.state) as callback:
            report(BrowserPage(self._page(_SAME_DEVICE, callback.redirect_uri)))
            code = callback.wait(checkpoint, TIMEOUT)
            return self._token(_SAME_DEVICE, code, callback.redirect_uri)

    def sign_in_with_pasted_code(
        self, report: Report, ask: Callable[[], str]
    ) -> tuple[str, ConsoleToken]:
        """Sign in with a browser on another computer; blocks.

        `ask` returns the code that the page shows. Reports BrowserPage, and returns and raises as
        `sign_in_with_browser`.
        """
        redirect = self._base_url() + _CONFIRMATION
        report(BrowserPage(self._page(_CROSS_DEVICE, redirect)))
        return self._token(_CROSS_DEVICE, self._pasted(ask()), redirect)

    def _page(self, client_id: str, redirect_uri: str) -> str:
        query = {
            "response_type": "code",
            "client_id": client_id,
            "state": self._pkce.state,
            "code_challenge_method": "SHA-256",
            "scope": "openid",
            "redirect_uri": redirect_uri,
            "code_challenge": self._pkce.challenge,
        }
        return f"{self._base_url()}/v1/authorize?{urlencode(query, quote_via=quote)}"

    def _base_url(self) -> str:
        """Return the address of AWS Sign-In in the client's Region, by botocore's rules."""
        with answered():
            url = urlsplit(
                self._client.generate_presigned_url(
                    "create_oauth2_token",
                    Params={"tokenInput": {"clientId": _SAME_DEVICE, "grantType": "none"}},
                )
            )
        return f"{url.scheme}://{url.netloc}"

    def _pasted(self, pasted: str) -> str:
        """Return the code in what the page shows: `state=…&code=…` in Base64."""
        try:
            query = parse_qs(b64decode(pasted.strip(), validate=True).decode())
            state, code = query["state"][0], query["code"][0]
        except (Base64Error, ValueError, LookupError) as error:
            raise _wrong_code(text("It isn't a code of the sign-in page.")) from error
        if state != self._pkce.state:
            raise _wrong_code(text("It belongs to another sign-in."))
        return code

    def _token(self, client_id: str, code: str, redirect_uri: str) -> tuple[str, ConsoleToken]:
        request = {
            "clientId": client_id,
            "grantType": "authorization_code",
            "code": code,
            "codeVerifier": self._pkce.verifier,
            "redirectUri": redirect_uri,
        }
        with answered():
            output = _token_output(self._client, request)
            arn = _subject(output["idToken"])
            keys = output["accessToken"]
            return arn, ConsoleToken(
                keys["accessKeyId"],
                keys["secretAccessKey"],
                keys["sessionToken"],
                arn.split(":")[4],
                self._now() + timedelta(seconds=int(output["expiresIn"])),
                output["refreshToken"],
                output["idToken"],
                self._key.pem,
                client_id,
                self._client.meta.region_name,
            )


def renew(client: Any, token: ConsoleToken, now: datetime) -> ConsoleToken:  # noqa: ANN401 - as above
    """Return new credentials, and the refresh token that replaces the token's (it's used up).

    Raises AppError: LoginRefreshRequired where the user must sign in again.
    """
    request = {
        "clientId": token.client_id,
        "refreshToken": token.refresh_token,
        "grantType": "refresh_token",
    }
    with answered():
        DpopKey(token.dpop_key).sign_requests(client)
        output = _token_output(client, request)
        keys = output["accessToken"]
        return replace(
            token,
            access_key=keys["accessKeyId"],
            secret_key=keys["secretAccessKey"],
            session_token=keys["sessionToken"],
            expires_at=now + timedelta(seconds=int(output["expiresIn"])),
            refresh_token=output["refreshToken"],
        )


def _token_output(client: Any, request: Mapping[str, str]) -> Mapping[str, Any]:  # noqa: ANN401 - as above
    try:
        output: Mapping[str, Any] = client.create_oauth2_token(tokenInput=request)["tokenOutput"]
    except ClientError as error:
        raise _refusal(error) from error
    return output


def _refusal(error: ClientError) -> BotoCoreError | ClientError:
    """Return botocore's own exception for why access was denied."""
    reason = error.response.get("error")
    if reason == "INSUFFICIENT_PERMISSIONS":
        return LoginInsufficientPermissions()
    if reason in ("TOKEN_EXPIRED", "AUTHCODE_EXPIRED", "USER_CREDENTIALS_CHANGED"):
        return LoginRefreshRequired()
    return error


def _subject(id_token: str) -> str:
    """Return the session's ARN in the payload of the identity token (a JWT)."""
    payload = id_token.split(".")[1]
    return str(json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])


def _wrong_code(detail: AnyText) -> AppError:
    return AppError(
        text("The code isn't valid"),
        detail,
        text("Copy the whole code from the sign-in page and paste it again."),
        code="SignInCode",
    )
