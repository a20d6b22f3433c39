"""What the administrator of this computer allows, and the errors for what isn't allowed."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.network import NetworkSettings
from s3enc_gui.domain.connections.saved_connection import SavedConnection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import is_key_id
from s3enc_gui.domain.managed import endpoints
from s3enc_gui.i18n import AnyText, Text, text

FORBIDDEN = "PolicyForbids"
"""The code of the errors for what the administrator doesn't allow."""

AWS_S3 = "aws/s3"
_ALIAS = "alias/"
_KEY = ":key/"


@dataclass(frozen=True, slots=True)
class AllowedEncryption:
    """A kind of encryption that may be requested; `keys` None: with any KMS key.

    A key is a key ARN, key ID, alias ARN or `alias/NAME`; `aws/s3` is the AWS managed key.
    """

    kind: Encryption
    keys: tuple[str, ...] | None = None

    def allows(self, key: str | None) -> bool:
        """Whether a key may be used; None: `aws/s3`."""
        if self.keys is None or not self.kind.uses_kms:
            return True
        return _plain(key) in {_plain(one) for one in self.keys}


@dataclass(frozen=True, slots=True)
class UpdateRule:
    """Whether the program may look for updates, and where; `url` None: as it was built."""

    check: bool = True
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ManagedSettings:
    """Without an `origin`, nothing is managed: everything is allowed. None: anything is allowed.

    `origin` is where it is set, such as the path of the policy file. `only_connections`: nobody
    may use other connections than `connections`.
    """

    origin: str = ""
    endpoints: tuple[str, ...] | None = None
    connections: tuple[SavedConnection, ...] = ()
    only_connections: bool = False
    encryption: tuple[AllowedEncryption, ...] | None = None
    updates: UpdateRule = UpdateRule()
    network: NetworkSettings | None = None

    def is_preset(self, connection_id: str | None) -> bool:
        """Whether a saved connection is the administrator's."""
        return any(one.id == connection_id for one in self.connections)

    def check_endpoint(self, url: str) -> None:
        """Raise AppError where requests to this endpoint aren't allowed."""
        if self.endpoints is None or endpoints.allows(self.endpoints, url):
            return
        allowed = ", ".join(self.endpoints) or "–"
        raise self.forbidden(
            text("This server isn't allowed on this computer"),
            text("Requests would go to {url}. Allowed: {allowed}.", url=url, allowed=allowed),
        )

    def check_connection(self, connection: Connection) -> None:
        """Raise AppError where only the administrator's connections are allowed, unchanged.

        Region, CA bundle, kind of AWS endpoint, and who pays for requests may differ.
        """
        if not self.only_connections:
            return
        allowed = (one.connection for one in self.connections)
        if any(
            connection
            == replace(
                one,
                region=connection.region,
                ca_bundle=connection.ca_bundle,
                requester_pays=connection.requester_pays,
                fips=connection.fips,
                dual_stack=connection.dual_stack,
                ipv6_only=connection.ipv6_only,
            )
            for one in allowed
        ):
            return
        names = ", ".join(f"“{one.name}”" for one in self.connections) or "–"
        raise self.forbidden(
            text("This connection isn't allowed on this computer"),
            text("Allowed without changes: {names}.", names=names),
        )

    def check_list(self) -> None:
        """Raise AppError where connections can't be added."""
        if self.only_connections:
            raise self.forbidden(text("Connections can't be added on this computer"))

    def allows_kind(self, kind: Encryption) -> bool:
        """Whether a kind of encryption may be requested, at least with some key."""
        return self.encryption is None or any(one.kind is kind for one in self.encryption)

    def keys_of(self, kind: Encryption) -> tuple[str, ...] | None:
        """Return the keys that may be used with a kind; None: any."""
        found = [one.keys for one in self.encryption or () if one.kind is kind]
        if not found or None in found or not kind.uses_kms:
            return None
        return tuple(key for keys in found for key in keys or ())

    def allows_choice(self, kind: Encryption, key: str | None) -> bool:
        """Whether an encryption may be requested with a key (None: `aws/s3`, or no key)."""
        if self.encryption is None:
            return True
        return any(one.kind is kind and one.allows(key) for one in self.encryption)

    def preferred(self, choice: EncryptionChoice) -> EncryptionChoice:
        """Return the choice if it is allowed, else the first one that is."""
        if not self.encryption or self.allows_choice(choice.kind, choice.key):
            return choice
        kinds = [one.kind for one in self.encryption if one.kind is not Encryption.SSE_C]
        if not kinds:  # which customer-provided key, only the user knows
            return choice
        kind = kinds[0]
        return EncryptionChoice(kind, self.preferred_key(kind))

    def preferred_key(self, kind: Encryption) -> str | None:
        """Return the first key that is allowed with a kind; None: `aws/s3`, or any."""
        first = next(iter(self.keys_of(kind) or ()), None)
        return None if first is None or _plain(first) == AWS_S3 else first

    def check_encryption(self, choice: EncryptionChoice, key_arn: str | None = None) -> None:
        """Raise AppError for an encryption that isn't allowed. `key_arn`: what its key is."""
        kind, key = choice.kind, choice.key
        if self.allows_choice(kind, key) or (key_arn and self.allows_choice(kind, key_arn)):
            return
        raise self._no_encryption(kind.value, key)

    def check_request(self, algorithm: str | None, key: str | None) -> None:
        """Raise AppError for a request to store that isn't allowed, by its parameters."""
        if self.encryption is None:
            return
        kind = algorithm or Encryption.BUCKET_DEFAULT.value
        if any(one.kind == kind and one.allows(key) for one in self.encryption):
            return
        raise self._no_encryption(kind, key)

    def _no_encryption(self, kind: str, key: str | None) -> AppError:
        requested = f"{kind} ({key or AWS_S3})" if kind.startswith("aws:kms") else kind
        return self.forbidden(
            text("This encryption isn't allowed on this computer"),
            text(
                "Requested: {requested}. Allowed: {allowed}.",
                requested=requested,
                allowed=self.allowed_encryption(),
            ),
        )

    def allowed_encryption(self) -> str:
        """Return the allowed kinds and keys, as on the command line."""
        shown = []
        for one in self.encryption or ():
            keys = one.keys if one.kind.uses_kms else None
            shown.append(
                one.kind.value if keys is None else f"{one.kind.value} ({', '.join(keys)})"
            )
        return ", ".join(shown) or "–"

    def forbidden(self, title: AnyText, detail: AnyText = "") -> AppError:
        """Return the error for something that isn't allowed."""
        return AppError(title, detail, self.set_by, code=FORBIDDEN)

    @property
    def set_by(self) -> Text:
        """Who set it, and where."""
        return text("Set by your administrator in {origin}.", origin=self.origin)


UNMANAGED = ManagedSettings()
"""Without a policy."""


def _plain(key: str | None) -> str:
    """Return a key in the form that is compared.

    Key IDs are unique, also without the ARN around them. An alias isn't: it belongs to an account.
    """
    if key is None or key.removeprefix(_ALIAS) == AWS_S3:
        return AWS_S3
    key_id = key.rpartition(_KEY)[2]
    return key_id.lower() if is_key_id(key_id) else key
