"""What a sign-in through a web browser needs, and what it reports on its way."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta

from s3enc_gui.dataclass import dataclass

DEFAULT_SCOPE = "sso:account:access"  # lists accounts and roles; grants a refresh token


@dataclass(frozen=True, slots=True)
class SsoSession:
    """A session of IAM Identity Center.

    `name` is that of the `sso-session` section in `~/.aws/config`; None for a profile that has
    `sso_start_url` itself, whose token can't be refreshed. `region` is that of Identity Center.
    """

    start_url: str
    region: str
    name: str | None = None
    scopes: tuple[str, ...] = (DEFAULT_SCOPE,)

    @property
    def cache_name(self) -> str:
        """What the AWS CLI derives the name of the token's file from."""
        return self.name or self.start_url


@dataclass(frozen=True, slots=True)
class SsoToken:
    """The tokens of a session, with the registration that refreshes them. Times are UTC."""

    access_token: str = field(repr=False)
    expires_at: datetime
    refresh_token: str | None = field(default=None, repr=False)
    client_id: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    registration_expires_at: datetime | None = None

    def is_valid(self, now: datetime, margin: timedelta = timedelta()) -> bool:
        """Whether it can still be used after `margin`."""
        return self.expires_at > now + margin

    def can_refresh(self, now: datetime) -> bool:
        """Whether it can be renewed without the user."""
        registered = self.registration_expires_at
        has_all = self.refresh_token and self.client_id and self.client_secret
        return bool(has_all and registered and registered > now)


@dataclass(frozen=True, slots=True)
class ConsoleToken:
    """The credentials of a console sign-in (15 minutes), and what renews them.

    `dpop_key` is the PEM of the key that the refresh token is tied to. `region` is where the user
    signed in.
    """

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str = field(repr=False)
    account: str
    expires_at: datetime
    refresh_token: str = field(repr=False)
    id_token: str = field(repr=False)
    dpop_key: str = field(repr=False)
    client_id: str
    region: str

    def is_valid(self, now: datetime, margin: timedelta = timedelta()) -> bool:
        """Whether the credentials can still be used after `margin`."""
        return self.expires_at > now + margin


@dataclass(frozen=True, slots=True)
class MfaDevice:
    """A device whose codes a role needs; `serial` is its serial number or ARN, `role` an ARN."""

    serial: str
    role: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Account:
    """An account that the user can choose in the access portal."""

    id: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class BrowserPage:
    """Event: the user signs in on this page, in a browser on this computer."""

    url: str


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """Event: the user enters the code on this page, on any computer.

    `complete_url` contains the code.
    """

    url: str
    code: str
    complete_url: str


@dataclass(frozen=True, slots=True)
class WaitsForOther:
    """Event: another window or command is already signing in to the same session."""
