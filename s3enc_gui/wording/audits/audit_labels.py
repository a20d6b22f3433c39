"""Labels of an audit: groups of equally encrypted objects, and their compliance."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.audits.audit import Compliance
from s3enc_gui.domain.encryption.comparison import algorithm_text
from s3enc_gui.domain.encryption.groups import Group, Keys, unusable_key_state
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.i18n import N_, AnyText, Text, text, translate
from s3enc_gui.wording.key_warnings import key_state_text
from s3enc_gui.wording.labels import named_key_text, short_key

COMPLIANCE_TEXTS: Mapping[Compliance, str] = {
    Compliance.COMPLIES: N_("Compliant"),
    Compliance.VIOLATES: N_("Not compliant"),
    Compliance.CANNOT_TELL: N_("Can't tell"),
}

STATUS_KIND_TEXTS: Mapping[StatusKind, str] = {
    StatusKind.SSE_S3: "SSE-S3",
    StatusKind.SSE_KMS: "SSE-KMS",
    StatusKind.SSE_KMS_AWS: "SSE-KMS aws/s3",
    StatusKind.DSSE_KMS: "DSSE-KMS",
    StatusKind.SSE_C: "SSE-C",
    StatusKind.CLIENT_SIDE: N_("client-side encryption"),
    StatusKind.NONE: N_("not encrypted"),
    StatusKind.NOT_REPORTED: N_("not reported by the server"),
    StatusKind.OTHER: N_("encrypted: other"),
    StatusKind.DENIED: N_("access denied"),
    StatusKind.UNKNOWN: N_("unknown"),
    StatusKind.GONE: N_("no longer exists"),
}


def compliance_text(compliance: Compliance) -> str:
    """Name whether objects are encrypted as required."""
    return translate(COMPLIANCE_TEXTS[compliance])


def group_name(group: Group, keys: Keys) -> str:
    """Name a group: `SSE-KMS test_key`, `encrypted: other (aws:fsx)`, `access denied (403)`.

    The state of a key that can't be used comes first: `key disabled: SSE-KMS test_key`.
    """
    return str(group_message(group, keys))


def group_message(group: Group, keys: Keys) -> AnyText:
    """Return the name of a group, to be translated when it is shown."""
    name = _bare_message(group, keys)
    if state := unusable_key_state(group, keys):
        return text("{problem}: {encryption}", problem=key_state_text(state), encryption=name)
    return name


def _bare_message(group: Group, keys: Keys) -> AnyText:
    kind, key = Text(STATUS_KIND_TEXTS[group.kind]), _key_text(group, keys)
    if group.kind is StatusKind.CLIENT_SIDE:
        server_side = algorithm_text(EncryptionStatus.of_record(group.algorithm))
        if key:
            return text(
                "client-side encryption, then {encryption} ({key})",
                encryption=server_side,
                key=key,
            )
        return text("client-side encryption, then {encryption}", encryption=server_side)
    if group.error:
        # The codes of botocore end in "Error", those of S3 don't: there was no response.
        reason = text("no response") if group.error.endswith("Error") else group.error
        return text("{status} ({reason})", status=kind, reason=reason)
    if group.kind is StatusKind.OTHER:
        kind = text("encrypted: other ({algorithm})", algorithm=group.algorithm)
    if not key or group.kind is StatusKind.SSE_KMS_AWS:
        return kind
    return text("{encryption} {key}", encryption=kind, key=key)


def _key_text(group: Group, keys: Keys) -> str:
    if not group.key:
        return ""
    named = keys.get(group.key)
    if named is None:
        return short_key(group.key)
    return named_key_text(group.key, named.aliases, is_aws_s3=named.is_aws_s3)
