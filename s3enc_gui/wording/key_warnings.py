"""What a key's state means for the objects under it, in words."""

from __future__ import annotations

from s3enc_gui.domain.encryption.object_details import KEY_NOT_FOUND, ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.wording.labels import format_moment, key_text

_LOST = "What is encrypted under it will then be unreadable for good."

# By KMS's key states (KMS developer guide, key-state): title, detail, hint.
_WORDS: dict[str, tuple[str, str, str]] = {
    "Disabled": (
        "The KMS key of this object is disabled",
        "S3 cannot decrypt the object as long as “{name}” is switched off.",
        "Ask the key’s owner to enable it (kms:EnableKey).",
    ),
    "PendingDeletion": (
        "The KMS key of this object is about to be deleted",
        "“{name}” is pending deletion{when}: S3 cannot decrypt the object now. " + _LOST,
        "Have the deletion cancelled at once (kms:CancelKeyDeletion), then the key enabled.",
    ),
    "PendingReplicaDeletion": (
        "The KMS key of this object is about to be deleted",
        "“{name}” is deleted as soon as its last replica is: S3 cannot decrypt the object now. "
        + _LOST,
        "Have the deletion cancelled at once (kms:CancelKeyDeletion), then the key enabled.",
    ),
    "PendingImport": (
        "The KMS key of this object has no key material",
        "S3 cannot decrypt the object until the same material is imported into “{name}” again.",
        "Ask the key’s owner to import it (kms:ImportKeyMaterial).",
    ),
    "Unavailable": (
        "The KMS key of this object cannot be reached",
        "The key store that holds “{name}” is not connected: S3 cannot decrypt the object now.",
        "Ask the key’s owner to connect the key store.",
    ),
    KEY_NOT_FOUND: (
        "KMS does not know the key of this object",
        "There is no “{name}” any more, as far as KMS tells you: if it was deleted, the object is"
        " unreadable for good.",
        "Ask the key’s owner what became of it.",
    ),
}


def key_trouble(details: ObjectDetails) -> AppError | None:
    """Return why the object cannot be read, or soon no more, by the state of its KMS key.

    None: the key is fine, nobody may look, or it is in a state that passes by itself. Its code is
    the state.
    """
    key = details.key
    if key is None or key.state not in _WORDS:
        return None
    when = f", on {format_moment(key.deletion_date)}" if key.deletion_date else ""
    title, detail, hint = (
        text.format(name=key_text(details), when=when) for text in _WORDS[key.state]
    )
    return AppError(title, detail, hint, key.state)
