"""Credentials that renew themselves from a sign-in's tokens, as botocore's sessions use them.

Every session uses this module; what speaks to the sign-in services is imported when it is needed.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from botocore.exceptions import LoginTokenLoadError, SSOTokenLoadError, UnauthorizedSSOTokenError

from s3enc_gui.domain.connections.sign_in import ConsoleToken, SsoSession, SsoToken
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.times import iso_time
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.sign_in.mfa_session import Fetch

_SSO_MARGIN = timedelta(minutes=15)  # as botocore's SSOTokenProvider
_CONSOLE_MARGIN = timedelta(minutes=5)  # as botocore's LoginCredentialFetcher


class SsoTokens(Protocol):
    """Where the tokens of IAM Identity Center are, shared by processes."""

    def load(self, session: SsoSession) -> SsoToken | None:
        """Return the token of a session; None if there is none."""

    def save(self, session: SsoSession, token: SsoToken) -> None:
        """Write the token of a session. Raises AppError."""

    def locked(self, session: SsoSession) -> AbstractContextManager[None]:
        """Let one process at a time renew the token: it can be used once. Raises AppError."""


class ConsoleTokens(Protocol):
    """Where the credentials of console sign-ins are, shared by processes."""

    def load(self, session_arn: str) -> ConsoleToken | None:
        """Return the credentials of a session; None if there are none."""

    def save(self, session_arn: str, token: ConsoleToken) -> None:
        """Write the credentials of a session. Raises AppError."""

    def locked(self, session_arn: str) -> AbstractContextManager[None]:
        """Let one process at a time renew the credentials. Raises AppError."""


def refreshable(fetch: Fetch, method: str) -> Any:  # noqa: ANN401 - botocore is untyped
    """Return credentials that are fetched when they are first needed, and before they expire."""
    from botocore.credentials import DeferredRefreshableCredentials

    return DeferredRefreshableCredentials(method=method, refresh_using=unexpired(fetch))


def unexpired(fetch: Fetch) -> Fetch:
    """Return what fetches credentials, and raises AppError for those that have already expired.

    botocore raises RuntimeError. Services don't issue such: the clock of this computer is wrong.
    """

    def fetched() -> dict[str, Any]:
        found = fetch()
        end = iso_time(found["expiry_time"])
        if end is not None and end <= datetime.now(UTC):
            raise AppError(
                text("This computer's clock is wrong"),
                text("By its time, the credentials that were issued just now have expired."),
                text("Set the date and time automatically, then try again."),
                code="RequestTimeTooSkewed",
            )
        return found

    return fetched


def company_role(session: SsoSession, account: str, role: str, tokens: SsoTokens) -> Fetch:
    """Return what fetches the credentials of a role in the access portal.

    It raises AppError: SSOTokenLoadError or UnauthorizedSSOTokenError where the user must sign in.
    """

    def fetch() -> dict[str, Any]:
        from s3enc_gui.s3.sign_in.access_portal import AccessPortal
        from s3enc_gui.s3.sign_in.clients import unsigned_client

        token = valid_token(session, tokens)
        portal = AccessPortal(unsigned_client("sso", session.region), token.access_token)
        return portal.role_credentials(account, role)

    return fetch


def valid_token(session: SsoSession, tokens: SsoTokens) -> SsoToken:
    """Return the session's token, renewed where it can be. Raises AppError as `company_role`."""
    now = datetime.now(UTC)
    token = tokens.load(session)
    if token is None or not token.is_valid(now, _SSO_MARGIN):
        with tokens.locked(session):
            token = _renewed(session, tokens, now)
    return token


def _renewed(session: SsoSession, tokens: SsoTokens, now: datetime) -> SsoToken:
    token = tokens.load(session)  # another process may have renewed it
    if token is None:
        with translated():
            raise SSOTokenLoadError(error_msg="there is no token")
    if token.is_valid(now, _SSO_MARGIN):
        return token
    if token.can_refresh(now):
        from s3enc_gui.s3.sign_in.clients import unsigned_client
        from s3enc_gui.s3.sign_in.identity_center import IdentityCenter

        client = unsigned_client("sso-oidc", session.region)
        try:
            token = IdentityCenter(client, session).refreshed(token)
        except AppError as error:
            if outage_kind_of(error) is not None and not token.is_valid(now):
                raise  # it is tried again when the server can be reached
        else:
            tokens.save(session, token)
    if not token.is_valid(now):
        with translated():
            raise UnauthorizedSSOTokenError
    return token


def console_session(session_arn: str, region: str, tokens: ConsoleTokens) -> Fetch:
    """Return what fetches the credentials of a console sign-in.

    It raises AppError: LoginTokenLoadError or LoginRefreshRequired where the user must sign in.
    """

    def fetch() -> dict[str, Any]:
        now = datetime.now(UTC)
        token = tokens.load(session_arn)
        if token is None or not token.is_valid(now, _CONSOLE_MARGIN):
            with tokens.locked(session_arn):
                token = _renewed_console(session_arn, region, tokens, now)
        return {
            "access_key": token.access_key,
            "secret_key": token.secret_key,
            "token": token.session_token,
            "expiry_time": token.expires_at.isoformat(),
        }

    return fetch


def _renewed_console(
    session_arn: str, region: str, tokens: ConsoleTokens, now: datetime
) -> ConsoleToken:
    token = tokens.load(session_arn)
    if token is None:
        with translated():
            raise LoginTokenLoadError(error_msg="there is no token")
    if token.is_valid(now, _CONSOLE_MARGIN):
        return token
    from s3enc_gui.s3.sign_in import console
    from s3enc_gui.s3.sign_in.clients import unsigned_client

    client = unsigned_client("signin", token.region or region)
    try:
        renewed = console.renew(client, token, now)
    except AppError as error:
        if outage_kind_of(error) is OutageKind.SIGNED_OUT or not token.is_valid(now):
            raise
        return token
    tokens.save(session_arn, renewed)
    return renewed
