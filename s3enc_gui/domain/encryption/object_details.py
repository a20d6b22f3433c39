"""ObjectDetails: everything that S3 reports for an object, and KMS for its key."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.context import ContextPairs
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.headers.metadata import decoded_values
from s3enc_gui.domain.location import Location

WHOLE, COMPOSITE = "FULL_OBJECT", "COMPOSITE"


@dataclass(frozen=True, slots=True)
class Checksum:
    """A checksum as S3 reports it: `CRC64NVME`, base64 value, `FULL_OBJECT` or `COMPOSITE`."""

    algorithm: str
    value: str
    kind: str = WHOLE


@dataclass(frozen=True, slots=True)
class ContentHeaders:
    """The content headers of an object, verbatim; empty if missing.

    `redirect` is the website redirect location.
    """

    cache_control: str = ""
    disposition: str = ""
    encoding: str = ""
    language: str = ""
    expires: str = ""
    redirect: str = ""


@dataclass(frozen=True, slots=True)
class ObjectLock:
    """Retention mode (`GOVERNANCE` or `COMPLIANCE`) and end, legal and event hold of a version.

    S3 reports them only with permission (s3:GetObjectRetention, s3:GetObjectLegalHold). After the
    end of an event hold, the version is retained for `event_days` or `event_years`.
    """

    mode: str = ""
    retain_until: datetime | None = None
    legal_hold: str = ""  # `ON` or `OFF`
    event_hold: str = ""  # `ON` or `OFF`
    event_days: int | None = None
    event_years: int | None = None

    @property
    def is_on_hold(self) -> bool:
        """Whether a legal or event hold protects the version."""
        return "ON" in (self.legal_hold, self.event_hold)


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of an object (S3, 2026): its name, size in bytes (-1: unknown) and time."""

    name: str
    size: int
    last_modified: datetime | None = None


KEY_NOT_FOUND = "NotFound"
"""The state of a key that KMS doesn't find; not a value of KMS."""

UNUSABLE_KEY_STATES = frozenset(
    {
        "Disabled",
        "PendingDeletion",
        "PendingReplicaDeletion",
        "PendingImport",
        "Unavailable",
        KEY_NOT_FOUND,
    }
)
"""States of a key in which S3 can't decrypt (KMS Developer Guide, Key states of AWS KMS keys)."""


@dataclass(frozen=True, slots=True)
class KeyLastUse:
    """The last use of a KMS key that AWS KMS has recorded (GetKeyLastUsage).

    `at` None: no use is recorded since `tracked_since`. `operation` is that of AWS KMS. `created`
    is when the key was created.
    """

    at: datetime | None = None
    operation: str = ""
    tracked_since: datetime | None = None
    created: datetime | None = None

    @property
    def is_complete(self) -> bool:
        """Whether uses are recorded since the key was created."""
        since, created = self.tracked_since, self.created
        return since is not None and created is not None and created >= since


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A KMS key as DescribeKey reports it.

    `state` is `KeyState` or KEY_NOT_FOUND, `manager` is `AWS` or `CUSTOMER`. `deletion_date` is set
    if the state is `PendingDeletion`. `last_use` is None if it wasn't read; `last_use_refused` is
    then the error code, empty if it wasn't requested.
    """

    state: str
    manager: str = ""
    description: str = ""
    deletion_date: datetime | None = None
    last_use: KeyLastUse | None = None
    last_use_refused: str = ""


@dataclass(frozen=True, slots=True)
class ObjectDetails:
    """An object as HeadObject reports it; size in bytes, UNKNOWN_SIZE if it isn't reported.

    `status` is verbatim from S3. `key_arn`, `key_aliases` and `key` are from KMS, if it was allowed
    to be called; `key_is_aws_s3` is None if unknown. `tags` is None if they weren't read;
    `tags_refused` is then the error code, empty if they weren't requested. `etag` is in lower case,
    without quotes and `W/`; `raw_etag`, `metadata` and `content` are verbatim. `tag_count` is None,
    and `replication`, `archive_status`, `restore` and `expiration` (by a lifecycle rule) are empty
    if not reported. `context` is the encryption context that the response to the object's creation
    named; None: it isn't known, as S3 doesn't report it later. `annotations` is None if they
    weren't read; `annotations_refused` is then the error code, empty if they weren't requested.
    """

    location: Location
    status: EncryptionStatus
    size: int
    etag: str = ""
    checksum: Checksum | None = None
    version_id: str | None = None
    storage_class: str = "STANDARD"
    last_modified: datetime | None = None
    link: str = ""
    region: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    content_type: str = ""
    key_arn: str | None = None
    key_aliases: tuple[str, ...] = ()
    key_is_aws_s3: bool | None = None
    key: KeyFacts | None = None
    content: ContentHeaders = ContentHeaders()
    metadata_left_out: int = 0  # values that HTTP headers can't carry (`MissingMeta`)
    tags: dict[str, str] | None = None
    tags_refused: str = ""
    tag_count: int | None = None
    lock: ObjectLock = ObjectLock()
    replication: str = ""
    archive_status: str = ""
    restore: str = ""
    expiration: str = ""
    raw_etag: str = ""
    context: ContextPairs | None = None
    annotations: tuple[Annotation, ...] | None = None
    annotations_refused: str = ""

    @property
    def decoded_metadata(self) -> dict[str, str]:
        """The user metadata as text, for display and comparison."""
        return decoded_values(self.metadata)

    @property
    def if_match(self) -> str | None:
        """The ETag for `If-Match`, verbatim; None without one, or if it is weak.

        A weak ETag never matches (RFC 9110, 13.1.1); compare the ETag of the response instead.
        """
        raw = self.raw_etag or (f'"{self.etag}"' if self.etag else "")
        return None if not raw or raw.startswith("W/") else raw

    @property
    def uses_kms(self) -> bool:
        """Whether it is encrypted with a KMS key."""
        status = self.status
        return status.key is not None or (status.algorithm or "").startswith("aws:kms")

    @property
    def key_account(self) -> str | None:
        """The AWS account of the key, from its ARN."""
        return self._key_arn_part(4)

    @property
    def key_region(self) -> str | None:
        """The Region of the key, from its ARN."""
        return self._key_arn_part(3)

    @property
    def parts(self) -> int | None:
        """The number of parts of the multipart upload, from the ETag; None if unknown or none.

        (HeadObject returns `PartsCount` only for requests with a part number.)
        """
        count = self.etag.rpartition("-")[2] if "-" in self.etag else ""
        return int(count) if count.isascii() and count.isdigit() else None

    def _key_arn_part(self, number: int) -> str | None:
        arn = self.key_arn or self.status.key or ""
        parts = arn.split(":")
        return (parts[number] or None) if arn.startswith("arn:") and len(parts) >= 6 else None
