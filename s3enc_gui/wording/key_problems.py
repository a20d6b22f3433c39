"""Why a KMS key can't be chosen, as an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyDescription, Usability
from s3enc_gui.i18n import N_, Text

if TYPE_CHECKING:
    from s3enc_gui.domain.preflight.facts import KnownKey

_CHOOSE = N_("Choose another key.")

# Title, detail, hint, code.
_TEXTS: Mapping[Usability, tuple[str, str, str, str]] = {
    Usability.NOT_FOUND: (
        N_("The KMS key doesn't exist"),
        N_("AWS KMS can't find a key “{name}” in {region}."),
        N_("Choose a key in the bucket's Region."),
        "KMS.NotFoundException",
    ),
    Usability.DISABLED: (
        N_("The KMS key is disabled"),
        N_("“{name}” is disabled. S3 can't encrypt or decrypt with it."),
        N_("Ask the key's owner to enable it, or choose another key."),
        "KMS.DisabledException",
    ),
    Usability.PENDING_DELETION: (
        N_("The KMS key is scheduled for deletion"),
        N_("“{name}” is pending deletion. Objects encrypted with it will become unreadable."),
        N_("Choose another key. To keep existing objects readable, cancel the deletion now."),
        "KMS.KMSInvalidStateException",
    ),
    Usability.NOT_READY: (
        N_("The KMS key isn't ready"),
        N_("“{name}” is being created, or its key material is missing or can't be reached."),
        _CHOOSE,
        "KMS.KMSInvalidStateException",
    ),
    Usability.WRONG_KIND: (
        N_("The KMS key can't encrypt objects"),
        N_("“{name}” is an asymmetric or HMAC key. S3 requires a symmetric encryption key."),
        _CHOOSE,
        "KMS.InvalidKeyUsageException",
    ),
    Usability.OTHER_REGION: (
        N_("The key is in a different Region than the bucket"),
        N_("“{name}” isn't a key in {region}, the bucket's Region."),
        N_("Choose a key in {region}."),
        "KeyInOtherRegion",
    ),
    Usability.OTHER_SERVICE: (
        N_("The AWS managed key isn't for S3"),
        N_("“{name}” belongs to another service. Of the AWS managed keys, S3 accepts only aws/s3."),
        _CHOOSE,
        "MalformedKey",
    ),
}


def key_problem(usability: Usability, name: str, region: str) -> AppError | None:
    """Return why a key can't be chosen; None if it can."""
    if usability.can_be_chosen:
        return None
    title, detail, hint, code = _TEXTS[usability]
    values = {"name": name, "region": region}
    return AppError(Text(title), Text(detail, values), Text(hint, values), code)


def known_key(
    name: str, region: str, usability: Usability, description: KeyDescription | None
) -> KnownKey:
    """Return what KMS reports of a key for the checks before an upload."""
    from s3enc_gui.domain.preflight.facts import KnownKey  # not for every upload

    return KnownKey(usability, description, key_problem(usability, name, region))
