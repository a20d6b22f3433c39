"""Connection: endpoint, Region and credentials."""

from __future__ import annotations

from dataclasses import asdict, field, replace
from enum import Enum
from ipaddress import ip_address
from urllib.parse import urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import N_, _

_NOT_RECORDED = ("title", "bucket", "prefix")
_NO_KEYS = (("customer_key", ""), ("source_key", ""))


@dataclass(frozen=True, slots=True)
class Connection:
    """A profile of `~/.aws` (None: the default credential chain), and its overrides.

    `credentials` is the id of a saved connection, or the name of credentials that the program keeps
    in memory (the demo's); never the secret. `title` is the name of a saved connection.
    `anonymous`: requests aren't signed, and AWS KMS and AWS STS aren't asked. `requester_pays`:
    requests offer to pay (S3 User Guide, Requester Pays buckets). `older_server`: the server (not
    AWS) gets Content-MD5 instead of S3's newer checksums. `fips` and `dual_stack`: AWS's endpoints
    of these kinds; `ipv6_only`: hosts are reached at their IPv6 addresses. With a `bucket` (and a
    prefix in it) nothing lists the account's buckets and keys. `customer_key` is the MD5 (Base64)
    of the customer-provided key (SSE-C) that its requests send; never the key. `source_key` is that
    of the key with which copies read their source.
    """

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    ca_bundle: str | None = None
    credentials: str | None = None
    anonymous: bool = False
    requester_pays: bool = False
    older_server: bool = False
    fips: bool = False
    dual_stack: bool = False
    ipv6_only: bool = False
    customer_key: str = ""
    source_key: str = ""
    title: str | None = field(default=None, compare=False)
    bucket: str = field(default="", compare=False)
    prefix: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The name to show."""
        if self.title:
            return self.title
        if self.credentials:
            return self.credentials
        if self.anonymous:
            return _("Anonymous")
        return self.profile or _("Default credentials")

    def with_customer_key(self, md5: str | None) -> Connection:
        """Return the connection whose requests send this key (SSE-C); None: none."""
        return replace(self, customer_key=md5 or "", source_key="")

    def with_copy_keys(self, source: str, target: str) -> Connection:
        """Return the connection whose copies read with one key, and store with another.

        Empty: without a key.
        """
        return replace(self, customer_key=target, source_key=source)

    @property
    def sends_in_the_clear(self) -> bool:
        """Whether requests would leave this computer over http."""
        url = urlsplit(self.endpoint_url or "")
        return url.scheme == "http" and not is_loopback(url.hostname or "")

    def with_profile(self, profile: str | None) -> Connection:
        """Return the connection with another profile and the same overrides."""
        return replace(self._unnamed, profile=profile, anonymous=False)

    def as_anonymous(self) -> Connection:
        """Return the connection without credentials, with the same overrides."""
        return replace(self._unnamed, profile=None, anonymous=True)

    @property
    def _unnamed(self) -> Connection:
        """The overrides, without what belongs to a saved connection."""
        return replace(self, credentials=None, title=None, bucket="", prefix="")

    def is_same_as(self, other: Connection) -> bool:
        """Whether both have the same server and credentials, whoever pays."""
        return replace(self, requester_pays=other.requester_pays) == other

    def signs_in_like(self, other: Connection) -> bool:
        """Whether signing in to one of the two is signing in to the other."""
        return (self.credentials, self.profile, self.anonymous) == (
            other.credentials,
            other.profile,
            other.anonymous,
        )

    @property
    def plain(self) -> dict[str, object]:
        """The fields for records, without the options that are off, the title and the bucket.

        Records are found by equality: those of earlier versions, which didn't know these options,
        and those of a saved connection that was renamed.
        """
        return {
            name: value
            for name, value in asdict(self).items()
            if value is not False and name not in _NOT_RECORDED and (name, value) not in _NO_KEYS
        }


@dataclass(frozen=True, slots=True)
class Identity:
    """The caller (sts:GetCallerIdentity), and the Region of its requests.

    ARN and account of an anonymous caller are empty.
    """

    arn: str
    account: str
    region: str | None

    @property
    def is_anonymous(self) -> bool:
        """Whether the caller isn't signed in."""
        return not self.arn


class ServerNotice(Enum):
    """What S3enc leaves out because the server of a connection doesn't support it.

    Values are translated where they are shown.
    """

    NO_CHECKSUMS = N_(
        "The server doesn't support CRC64NVME checksums. S3enc sends MD5 checksums instead."
    )
    NO_CHECKSUM_MODE = N_("The server doesn't return checksums. S3enc compares ETags instead.")
    NO_CONDITIONS = N_(
        "The server doesn't support conditional writes. S3enc checks first whether an object"
        " exists."
    )
    NO_DIRECTIVES = N_(
        "The server rejects the request to copy metadata and tags. S3enc leaves it out, and"
        " compares each copy with its source."
    )
    NO_ENCODING = N_(
        "The server doesn't encode names in lists. Names with control characters may be missing."
    )
    NO_ENCRYPTION_REPORTED = N_("The server doesn't report how it encrypts objects.")


def is_loopback(host: str) -> bool:
    """Whether a host is this computer: `localhost`, or an address of its loopback interface."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
