"""What the state of an object's KMS key means for the object, as an error."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.encryption.object_details import KEY_NOT_FOUND, ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import N_, AnyText, Text, sentences, text
from s3enc_gui.wording.formats import format_moment
from s3enc_gui.wording.labels import key_text

_CANCEL_DELETION = N_(
    "Cancel the deletion now (kms:CancelKeyDeletion), then enable the key (kms:EnableKey)."
)

# By key state (KMS Developer Guide, Key states of AWS KMS keys): title, detail, hint.
_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "Disabled": (
        N_("The KMS key of this object is disabled"),
        N_("S3 can't decrypt the object while “{name}” is disabled."),
        N_("Ask the key's owner to enable it (kms:EnableKey)."),
    ),
    "PendingDeletion": (
        N_("The KMS key of this object is scheduled for deletion"),
        N_("“{name}” is pending deletion. S3 can't decrypt the object now."),
        _CANCEL_DELETION,
    ),
    "PendingReplicaDeletion": (
        N_("The KMS key of this object is scheduled for deletion"),
        N_("“{name}” will be deleted after its last replica key. S3 can't decrypt the object now."),
        _CANCEL_DELETION,
    ),
    "PendingImport": (
        N_("The KMS key of this object has no key material"),
        N_("S3 can't decrypt the object until the key material of “{name}” is imported again."),
        N_("Ask the key's owner to import it (kms:ImportKeyMaterial)."),
    ),
    "Unavailable": (
        N_("The KMS key of this object can't be reached"),
        N_("The custom key store of “{name}” isn't connected. S3 can't decrypt the object now."),
        N_("Ask the key's owner to connect the key store."),
    ),
    KEY_NOT_FOUND: (
        N_("AWS KMS can't find the key of this object"),
        N_("“{name}” doesn't exist in AWS KMS. If it was deleted, the object can't be decrypted."),
        N_("Ask the key's owner what happened to it."),
    ),
}


_SHORT_TEXTS: Mapping[str, str] = {
    "Disabled": N_("key disabled"),
    "PendingDeletion": N_("key pending deletion"),
    "PendingReplicaDeletion": N_("key pending deletion"),
    "PendingImport": N_("key without key material"),
    "Unavailable": N_("key store not connected"),
    KEY_NOT_FOUND: N_("key not found"),
}


def key_state_text(state: str) -> AnyText:
    """Return the state of a key that can't be used (UNUSABLE_KEY_STATES) in two or three words."""
    return Text(_SHORT_TEXTS[state])


def key_warning(details: ObjectDetails) -> AppError | None:
    """Return why the state of its KMS key prevents reading the object; its code is the state.

    None if the key is usable, can't be examined, or is in a temporary state.
    """
    key = details.key
    if key is None or key.state not in _TEXTS:
        return None
    name = key_text(details)
    title, detail, hint = (Text(message, {"name": name}) for message in _TEXTS[key.state])
    if not key.state.endswith("Deletion"):
        return AppError(title, detail, hint, key.state)
    lost = text("When it is deleted, the object becomes permanently unreadable.")
    if key.deletion_date:
        lost = text(
            "On {date} it is deleted, and the object becomes permanently unreadable.",
            date=format_moment(key.deletion_date),
        )
    return AppError(title, sentences(detail, lost), hint, key.state)
