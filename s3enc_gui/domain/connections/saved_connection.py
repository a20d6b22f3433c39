"""Saved connections: where S3 is, and as whom. Without secrets, which are in the keyring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from enum import Enum
from urllib.parse import urlsplit
from uuid import uuid4

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.endpoint_kinds import endpoint_problems
from s3enc_gui.domain.connections.sign_in import SsoSession
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, parse_location
from s3enc_gui.i18n import AnyText, text


@dataclass(frozen=True, slots=True)
class ProfileSource:
    """A profile of `~/.aws`; None: the default credential chain."""

    profile: str | None = None


@dataclass(frozen=True, slots=True)
class CompanySource:
    """A role that the user chose in the AWS access portal (IAM Identity Center)."""

    session: SsoSession
    account: str
    role: str


@dataclass(frozen=True, slots=True)
class ConsoleSource:
    """A sign-in with the AWS console. `session_arn` names its token."""

    session_arn: str
    region: str  # where the user signed in


@dataclass(frozen=True, slots=True)
class KeySource:
    """An access key. Its secret access key and session token are in the keyring.

    `session_only`: the keyring didn't take them when they were entered; what it has is older.
    """

    access_key: str
    session_only: bool = False


@dataclass(frozen=True, slots=True)
class AnonymousSource:
    """No credentials: requests aren't signed."""


Source = ProfileSource | CompanySource | ConsoleSource | KeySource | AnonymousSource


class Addressing(Enum):
    """How the bucket is named in the URL (S3 User Guide, virtual hosting of buckets)."""

    AUTO = "auto"
    PATH = "path"
    VIRTUAL = "virtual"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the requests go. Empty texts and None: AWS, and its usual ways.

    `kms_endpoint_url` is empty for an S3-compatible service without a KMS of its own.
    `older_server`: checksums are sent as Content-MD5 only. See Connection for the others.
    """

    region: str | None = None
    endpoint_url: str | None = None
    addressing: Addressing = Addressing.AUTO
    kms_endpoint_url: str | None = None
    older_server: bool = False
    requester_pays: bool = False
    ca_bundle: str | None = None
    fips: bool = False
    dual_stack: bool = False
    ipv6_only: bool = False


@dataclass(frozen=True, slots=True)
class AssumedRole:
    """A role to assume with the source's credentials (STS AssumeRole)."""

    arn: str
    session_name: str = "s3enc"
    external_id: str = ""
    mfa_serial: str = ""


def _new_id() -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class SavedConnection:
    """A connection in the list. `id` never changes; names are unique.

    With a `bucket` (name, access point ARN or alias), and a prefix in it, nothing lists the
    account's buckets.
    """

    name: str
    source: Source
    place: Place = Place()
    role: AssumedRole | None = None
    bucket: str = ""
    prefix: str = ""
    id: str = field(default_factory=_new_id)

    @property
    def connection(self) -> Connection:
        """What sessions and jobs know it as."""
        source = self.source
        return Connection(
            profile=source.profile if isinstance(source, ProfileSource) else None,
            region=self.place.region,
            endpoint_url=self.place.endpoint_url,
            ca_bundle=self.place.ca_bundle,
            credentials=self.id,
            title=self.name,
            anonymous=isinstance(source, AnonymousSource),
            requester_pays=self.place.requester_pays,
            older_server=self.place.older_server,
            fips=self.place.fips,
            dual_stack=self.place.dual_stack,
            ipv6_only=self.place.ipv6_only,
            bucket=self.bucket,
            prefix=self.prefix,
        )

    @property
    def needs_secret(self) -> bool:
        """Whether its credentials are in the keyring."""
        return isinstance(self.source, KeySource)

    @property
    def location(self) -> Location | None:
        """The bucket and prefix that it opens; None: the list of buckets."""
        return Location(self.bucket, self.prefix) if self.bucket else None

    def duplicate(self, others: Iterable[SavedConnection]) -> SavedConnection:
        """Return a copy with an id and a name of its own."""
        return replace(self, id=_new_id(), name=free_name(self.name, others))


@dataclass(frozen=True, slots=True)
class SavedConnections:
    """The connections in their order; `default_id` is the one that the window opens with.

    `presets` are the ids of the administrator's, which come first; `only_presets`: there can't be
    others.
    """

    connections: tuple[SavedConnection, ...] = ()
    default_id: str | None = None
    presets: frozenset[str] = frozenset()
    only_presets: bool = False

    def find(self, id_or_name: str) -> SavedConnection | None:
        """Return the connection with an id or a name; None if there is none."""
        folded = id_or_name.casefold()
        for one in self.connections:
            if one.id == id_or_name:
                return one
        return next((one for one in self.connections if one.name.casefold() == folded), None)

    @property
    def default(self) -> SavedConnection | None:
        """The default connection; None if there is none."""
        return self.find(self.default_id) if self.default_id else None


def unsaved(connection: Connection) -> SavedConnection:
    """Return a profile, the default credentials, or anonymous access as a connection to save."""
    place = Place(
        connection.region,
        connection.endpoint_url,
        older_server=connection.older_server,
        requester_pays=connection.requester_pays,
        ca_bundle=connection.ca_bundle,
        fips=connection.fips,
        dual_stack=connection.dual_stack,
        ipv6_only=connection.ipv6_only,
    )
    source = AnonymousSource() if connection.anonymous else ProfileSource(connection.profile)
    return SavedConnection(connection.name, source, place)


def free_name(name: str, others: Iterable[SavedConnection]) -> str:
    """Return the name, or `name (2)` and so on, that no other connection has."""
    taken = {other.name.casefold() for other in others}
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def problems(connection: SavedConnection, others: Iterable[SavedConnection]) -> Iterator[AppError]:
    """Yield what is missing or wrong; `others` are the other connections of the list."""
    name = connection.name
    if not name.strip():
        yield _problem("ConnectionName", text("The connection has no name"))
    taken = (other for other in others if other.id != connection.id)
    if any(other.name.casefold() == name.casefold() for other in taken):
        yield AppError(
            text("Another connection has this name"),
            text("“{name}” is in the list already.", name=name),
            text("Enter another name."),
            code="ConnectionName",
        )
    yield from _source_problems(connection.source)
    if connection.place.endpoint_url is not None:
        yield from _url_problems(connection.place.endpoint_url)
    if connection.place.kms_endpoint_url:
        yield from _url_problems(connection.place.kms_endpoint_url)
    yield from endpoint_problems(connection.connection)
    if connection.role and not connection.role.arn.startswith("arn:"):
        yield AppError(
            text("The role isn't valid"),
            text("“{arn}” isn't the ARN of a role.", arn=connection.role.arn),
            text("Enter an ARN such as arn:aws:iam::111122223333:role/NAME."),
            code="ConnectionRole",
        )
    if connection.bucket:
        try:
            parse_location(f"s3://{connection.bucket}/")
        except AppError as error:
            yield error


def _source_problems(source: Source) -> Iterator[AppError]:
    if isinstance(source, CompanySource):
        if not source.account or not source.role:
            yield _problem("ConnectionRole", text("No account and role are selected"))
        if not source.session.region:
            yield _problem("ConnectionRegion", text("The Region of the access portal is missing"))
    if isinstance(source, KeySource) and not source.access_key:
        yield _problem("ConnectionKey", text("The access key ID is missing"))
    if isinstance(source, ConsoleSource) and not source.session_arn:
        yield _problem("ConnectionSignIn", text("You aren't signed in"))


def _url_problems(address: str) -> Iterator[AppError]:
    try:
        url = urlsplit(address)
        valid = url.scheme in ("http", "https") and bool(url.hostname) and not url.query
        _ = url.port
    except ValueError:
        valid = False
    if not valid:
        yield AppError(
            text("The address isn't valid"),
            text("“{address}” isn't the URL of a server.", address=address),
            text("Enter an address such as https://s3.example.com."),
            code="ConnectionUrl",
        )


def _problem(code: str, title: AnyText) -> AppError:
    return AppError(title, code=code)
