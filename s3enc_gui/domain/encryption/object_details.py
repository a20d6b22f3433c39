"""All that S3 tells about one stored object."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from s3enc_gui.domain.encryption.status import EncryptionStatus
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
    """How browsers are told to treat an object; verbatim, empty where S3 sends no such header.

    `redirect` is where a bucket that is a website sends them instead.
    """

    cache_control: str = ""
    disposition: str = ""
    encoding: str = ""
    language: str = ""
    expires: str = ""
    redirect: str = ""


@dataclass(frozen=True, slots=True)
class ObjectLock:
    """What keeps a version from being deleted: `GOVERNANCE` or `COMPLIANCE`, until when; a hold.

    S3 tells it only to whoever may read it (s3:GetObjectRetention, s3:GetObjectLegalHold).
    """

    mode: str = ""
    retain_until: datetime | None = None
    legal_hold: str = ""  # `ON` or `OFF`


KEY_NOT_FOUND = "NotFound"
"""The state of a key that KMS does not know; KMS itself has no such word."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A KMS key as DescribeKey tells of it.

    `state` is KMS's `KeyState` or KEY_NOT_FOUND, `manager` is `AWS` or `CUSTOMER`;
    `deletion_date` is there where the state is `PendingDeletion`.
    """

    state: str
    manager: str = ""
    description: str = ""
    deletion_date: datetime | None = None


@dataclass(frozen=True, slots=True)
class ObjectDetails:
    """An object as HeadObject reports it; size in bytes.

    `key_arn`, `key_aliases` and `key` are what KMS added, where it was allowed to be asked: the
    status itself keeps S3's words. `key_is_aws_s3` None: nobody could say. `tags` None: they were
    not read; `tags_refused` is then the code of what refused them, empty where nobody asked.
    `etag` is in lower case, without quotes and `W/`; `raw_etag` is the text as it came.
    `tag_count` None, and empty `replication`, `archive_status`, `restore`, `expiration` (by a rule
    of the bucket's lifecycle): S3 said nothing of it.
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
    metadata_left_out: int = 0  # names and values that HTTP headers cannot carry (`MissingMeta`)
    tags: dict[str, str] | None = None
    tags_refused: str = ""
    tag_count: int | None = None
    lock: ObjectLock = ObjectLock()
    replication: str = ""
    archive_status: str = ""
    restore: str = ""
    expiration: str = ""
    raw_etag: str = ""

    @property
    def if_match(self) -> str | None:
        """The ETag for `If-Match`, just as it came; None: there is none, or a weak one.

        A weak ETag never matches there (RFC 9110, 13.1.1): the answer's ETag is compared instead.
        """
        raw = self.raw_etag or (f'"{self.etag}"' if self.etag else "")
        return None if not raw or raw.startswith("W/") else raw

    @property
    def uses_kms(self) -> bool:
        """Whether a KMS key guards it."""
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
        """In how many parts it was uploaded, from its ETag; None: all at once, or nobody can say.

        (HeadObject has `PartsCount` only where a part is asked for.)
        """
        count = self.etag.rpartition("-")[2] if "-" in self.etag else ""
        return int(count) if count.isascii() and count.isdigit() else None

    def _key_arn_part(self, number: int) -> str | None:
        arn = self.key_arn or self.status.key or ""
        parts = arn.split(":")
        return (parts[number] or None) if arn.startswith("arn:") and len(parts) >= 6 else None
