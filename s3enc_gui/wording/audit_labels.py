"""Groups of objects that are encrypted alike, and their numbers, in words."""

from __future__ import annotations

from s3enc_gui.domain.audits.audit import Group, Keys
from s3enc_gui.domain.encryption.proof import algorithm_text
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.wording.labels import AWS_S3, short_key


def objects_text(count: int) -> str:
    """Say how many objects: `1 object`, `12,000 objects`."""
    return "1 object" if count == 1 else f"{count:,} objects"


def format_share(part: int, whole: int) -> str:
    """Say a share in percent: `12.5 %`; a little is never nothing, nearly all never all."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.1:
        return "< 0.1 %"
    return "> 99.9 %" if share >= 99.95 and part < whole else f"{share:.1f} %"


def group_name(group: Group, keys: Keys) -> str:
    """Name a group: `SSE-KMS test_key`, `encrypted: other (aws:fsx)`.

    Client-side encryption with what is below it: `client-side, below it SSE-S3`.
    """
    if group.kind is StatusKind.CLIENT_SIDE:
        status = EncryptionStatus(group.algorithm)
        below = f"{algorithm_text(status)} {_key_text(group, keys)}".strip()
        return f"{group.kind.value}, below it {below}"
    if group.kind is StatusKind.OTHER:
        return f"encrypted: other ({group.algorithm}) {_key_text(group, keys)}".strip()
    if group.error:
        # S3's own codes do not end so; botocore's do, where there was no answer to have a code.
        why = "no answer" if group.error.endswith("Error") else group.error
        return f"{group.kind.value} ({why})"
    if group.kind is StatusKind.SSE_KMS_AWS:
        return group.kind.value
    return f"{group.kind.value} {_key_text(group, keys)}".strip()


def _key_text(group: Group, keys: Keys) -> str:
    named = keys.get(group.key or "")
    if named and named.is_aws_s3:
        return AWS_S3
    if named and named.aliases:
        return ", ".join(map(short_key, named.aliases))
    return short_key(group.key) if group.key else ""
