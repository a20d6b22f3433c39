"""Signs in through a web browser: to IAM Identity Center, and with the AWS console."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import UTC, datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import (
    CompanySource,
    ConsoleSource,
    ProfileSource,
)
from s3enc_gui.domain.connections.sign_in import (
    ConsoleToken,
    MfaDevice,
    SsoSession,
    SsoToken,
    WaitsForOther,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.sign_in.access_portal import AccessPortal
from s3enc_gui.s3.sign_in.clients import unsigned_client
from s3enc_gui.s3.sign_in.mfa_session import code_required
from s3enc_gui.s3.sign_in.profile_sign_in import mfa_device_of_profile, sign_in_of_profile
from s3enc_gui.store.connections.locks import sign_in_lock

_PAUSE = 0.5  # seconds between checks whether another sign-in has ended, or a code is there
Pasted = Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class SignInToCompany:
    """Sign in to the access portal of a company (IAM Identity Center).

    Reports BrowserPage, or DeviceCode with `other_computer`, and WaitsForOther while another
    window or command signs in to the same session: its sign-in counts for both.
    """

    session: SsoSession
    other_computer: bool = False

    def run(self, context: Context) -> datetime:
        """Return until when the sign-in is valid. Raises AppError, Cancelled."""
        from s3enc_gui.s3.sign_in.identity_center import IdentityCenter  # with an HTTP server

        tokens = context.services.connections.sso
        with sign_in_lock(tokens.path(self.session).stem, _waits(context)) as was_free:
            token = tokens.load(self.session)
            if was_free or token is None or not token.is_valid(datetime.now(UTC)):
                center = IdentityCenter(
                    unsigned_client("sso-oidc", self.session.region), self.session
                )
                if self.other_computer:
                    token = center.sign_in_with_code(context.report, _pause(context))
                else:
                    token = center.sign_in_with_browser(context.report, context.checkpoint)
                tokens.save(self.session, token)
        context.services.signed_in()
        return token.expires_at


@dataclass(frozen=True, slots=True)
class SignInWithConsole:
    """Sign in with the AWS console, as `aws login` does.

    Reports BrowserPage and WaitsForOther. `pasted` returns the code that the page on another
    computer shows, None while there is none yet; without it, the browser is on this computer.
    `expected` is the session that a connection already uses.
    """

    region: str
    pasted: Pasted | None = None
    expected: str | None = None

    def run(self, context: Context) -> ConsoleSource:
        """Return the session that the user signed in to. Raises AppError, Cancelled."""
        tokens = context.services.connections.console
        with sign_in_lock(f"console-{self.region}", _waits(context)) as was_free:
            if not was_free and self.expected:
                expected = ConsoleSource(self.expected, self.region)
                if _is_signed_in(expected, context):
                    return expected
            from s3enc_gui.s3.sign_in.console import ConsoleSignIn  # with an HTTP server

            sign_in = ConsoleSignIn(unsigned_client("signin", self.region))
            if self.pasted:
                arn, token = sign_in.sign_in_with_pasted_code(
                    context.report, _asked(self.pasted, context)
                )
            else:
                arn, token = sign_in.sign_in_with_browser(context.report, context.checkpoint)
            tokens.save(arn, token)
        if self.expected and arn != self.expected:
            raise AppError(
                text("You signed in as someone else"),
                text(
                    "The connection uses {expected}. You signed in as {arn}.",
                    expected=self.expected,
                    arn=arn,
                ),
                text("Sign in again with the other user, or add a connection for this one."),
                code="OtherSignIn",
            )
        context.services.signed_in()
        return ConsoleSource(arn, self.region)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign in to a connection again: after its session has ended, or for the first time.

    `mfa_code` is that of the device which FindSignIn names. It is used at once: it is valid for 30
    seconds. Everything that waits for the sign-in goes on.
    """

    connection: Connection
    other_computer: bool = False
    pasted: Pasted | None = None
    mfa_code: str = field(default="", repr=False)

    def run(self, context: Context) -> None:
        """Raises AppError, also if there is nothing to sign in to; Cancelled."""
        found = sign_in_of(self.connection, context)
        device = mfa_device_of(self.connection, context)
        if found is not None and not (self.mfa_code and _is_signed_in(found, context)):
            self._sign_in_with_browser(found, context)
        if device is not None and self.mfa_code:
            self._use_code(context)
        elif found is None:
            raise code_required() if device else _nothing_to_sign_in_to(self.connection)

    def _sign_in_with_browser(self, found: SsoSession | ConsoleSource, context: Context) -> None:
        if isinstance(found, SsoSession):
            SignInToCompany(found, self.other_computer).run(context)
        else:
            pasted = self.pasted if self.other_computer else None
            SignInWithConsole(found.region, pasted, found.session_arn).run(context)

    def _use_code(self, context: Context) -> None:
        services = context.services
        services.session_sources.mfa(self.connection).enter(self.mfa_code.strip())
        services.aws_sessions.reopened(self.connection, AwsSession.load_credentials)
        services.signed_in()


def _nothing_to_sign_in_to(connection: Connection) -> AppError:
    return AppError(
        text("There is nothing to sign in to"),
        text("“{name}” has an access key.", name=connection.name),
        text("Edit the connection to enter another access key."),
        code="NoSignIn",
    )


@dataclass(frozen=True, slots=True)
class FindSignIn:
    """Find out how the user signs in to a connection."""

    connection: Connection

    def run(self, context: Context) -> SsoSession | ConsoleSource | MfaDevice | None:
        """Return the sign-in, or the device whose code SignIn needs; None: there are keys.

        Where both are needed, the device is found when the user has signed in. Raises AppError.
        """
        found = sign_in_of(self.connection, context)
        if found is not None and not _is_signed_in(found, context):
            return found
        return mfa_device_of(self.connection, context) or found


@dataclass(frozen=True, slots=True)
class SignOut:
    """End the sign-in of a connection, here and in the AWS CLI; other sessions stay."""

    connection: Connection

    def run(self, context: Context) -> bool:
        """Return whether there was a sign-in to end. Raises AppError."""
        found = sign_in_of(self.connection, context)
        store = context.services.connections
        if isinstance(found, ConsoleSource):
            had_token = store.console.load(found.session_arn) is not None
            store.console.delete(found.session_arn)
        elif found is not None:
            token = store.sso.load(found)
            had_token = token is not None
            try:
                if token is not None and token.is_valid(datetime.now(UTC)):
                    AccessPortal(
                        unsigned_client("sso", found.region), token.access_token
                    ).sign_out()
            finally:
                store.sso.delete(found)
        else:
            return False
        context.services.aws_sessions.reopened(self.connection)
        return had_token


def sign_in_of(connection: Connection, context: Context) -> SsoSession | ConsoleSource | None:
    """Return the sign-in that gives a connection its credentials; None: no browser can.

    Raises AppError where the files of a profile can't be read.
    """
    if not connection.credentials:
        return sign_in_of_profile(connection.profile)
    saved = context.services.connections.saved.load().find(connection.credentials)
    source = saved.source if saved else None
    if isinstance(source, CompanySource):
        return source.session
    if isinstance(source, ProfileSource):
        return sign_in_of_profile(source.profile)
    return source if isinstance(source, ConsoleSource) else None


def mfa_device_of(connection: Connection, context: Context) -> MfaDevice | None:
    """Return the device whose codes a connection's role needs; None if it needs none.

    Raises AppError where the files of a profile can't be read.
    """
    if not connection.credentials:
        return None if connection.anonymous else mfa_device_of_profile(connection.profile)
    saved = context.services.connections.saved.load().find(connection.credentials)
    if saved is None:
        return None
    if saved.role and saved.role.mfa_serial:
        return MfaDevice(saved.role.mfa_serial, saved.role.arn)
    source = saved.source
    return mfa_device_of_profile(source.profile) if isinstance(source, ProfileSource) else None


def _is_signed_in(found: SsoSession | ConsoleSource, context: Context) -> bool:
    """Whether the sign-in that another command or window made is still valid."""
    store = context.services.connections
    token: SsoToken | ConsoleToken | None
    if isinstance(found, SsoSession):
        token = store.sso.load(found)
    else:
        token = store.console.load(found.session_arn)
    return token is not None and token.is_valid(datetime.now(UTC))


def _pause(context: Context) -> Callable[[float], None]:
    def pause(seconds: float) -> None:
        context.stopped.wait(seconds)
        context.checkpoint()

    return pause


def _asked(pasted: Pasted, context: Context) -> Callable[[], str]:
    """Return what waits for the code."""
    pause = _pause(context)

    def ask() -> str:
        while (code := pasted()) is None:
            pause(_PAUSE)
        return code

    return ask


def _waits(context: Context) -> Callable[[], None]:
    """Return what waits for another sign-in, and reports it once."""
    pause, reported = _pause(context), False

    def waits() -> None:
        nonlocal reported
        if not reported:
            context.report(WaitsForOther())
            reported = True
        pause(_PAUSE)

    return waits
