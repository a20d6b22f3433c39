"""All that S3 tells about one stored object."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from s3enc_gui.domain.encryption import EncryptionStatus
from s3enc_gui.domain.location import Location


@dataclass(frozen=True, slots=True)
class Checksum:
    """A checksum as S3 reports it: `CRC64NVME`, base64 value, `FULL_OBJECT` or `COMPOSITE`."""

    algorithm: str
    value: str
    kind: str = "FULL_OBJECT"


@dataclass(frozen=True, slots=True)
class ObjectDetails:
    """An object as HeadObject reports it; size in bytes.

    `key_arn` and `key_aliases` are what KMS added, where it was allowed to be asked: the status
    itself keeps S3's words. `key_is_aws_s3` None: nobody could say.
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
