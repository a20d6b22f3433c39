"""Names of the ways, reasons and states of a change of encryption."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.reencryption.way import Reason, Way
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.wording.customer_keys.key_text import customer_key_text
from s3enc_gui.wording.labels import bucket_key_text, kind_text

_WAYS: Mapping[Way, str] = {
    Way.UPDATE: N_("Change in place"),
    Way.COPY: N_("Copy onto itself"),
    Way.PARTS: N_("Copy onto itself in parts"),
    Way.NOTHING: N_("Nothing to do"),
    Way.CANNOT: N_("Can't be changed"),
}
_REASONS: Mapping[Reason, str] = {
    Reason.NONE: "",
    Reason.ARCHIVED: N_("archived: restore it first"),
    Reason.CHANGED: N_("stored again by somebody since"),
    Reason.CUSTOMER_KEY: N_(
        "it needs a customer-provided key (SSE-C) that isn't known for the bucket"
    ),
    Reason.DENIED: N_("access denied"),
    Reason.LOCKED: N_("an older version that Object Lock protects"),
    Reason.NOT_REPORTED: N_("the server doesn't report its encryption"),
    Reason.OLD_VERSION: N_("an older version, which can't be copied onto itself"),
    Reason.OTHER_KIND: N_("an encryption that can't be requested"),
    Reason.STORAGE_CLASS: N_("a storage class that can't be requested"),
    Reason.UNREADABLE: N_("it couldn't be read"),
    Reason.UNREQUESTABLE: N_("what it had before can't be requested"),
}
_STATES: Mapping[State, str] = {
    State.PLANNED: N_("To be changed"),
    State.STARTED: N_("Begun"),
    State.VERIFIED: N_("Changed, verified"),
    State.CANNOT_TELL: N_("Changed, couldn't verify"),
    State.DIFFERENT: N_("Stored differently than requested"),
    State.FAILED: N_("Failed"),
    State.CHANGED: N_("Changed by somebody else, left alone"),
    State.GONE: N_("No longer exists"),
    State.ALREADY: N_("Already encrypted so"),
    State.CANNOT: N_("Can't be changed"),
}


def way_text(way: Way) -> str:
    """Name a way."""
    return translate(_WAYS[way])


def reason_text(reason: Reason) -> str:
    """Name why an object can't be changed; "" for no reason."""
    return translate(_REASONS[reason]) if reason else ""


def state_text(state: State) -> str:
    """Name how far an object is."""
    return translate(_STATES[state])


def target_text(target: Target | None) -> str:
    """Name what objects are to get; None: what each had before."""
    if target is None:
        return _("what each object had before")
    parts = [kind_text(target.kind)]
    if target.key:
        parts.append(target.key)
    if target.customer_key:
        parts.append(customer_key_text(target.customer_key))
    if target.kind is Encryption.SSE_KMS:
        parts.append(bucket_key_text(target.bucket_key))
    return ", ".join(parts)


def target_document(target: Target | None) -> dict[str, object] | None:
    """Return what objects are to get as an object of JSON."""
    if target is None:
        return None
    return {
        "algorithm": target.kind.value,
        "key": target.key or target.customer_key or None,
        "bucket_key": target.bucket_key,
    }
