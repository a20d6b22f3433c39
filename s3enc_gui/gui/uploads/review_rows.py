"""An upload in words, for the Review page."""

from __future__ import annotations

from collections.abc import Sequence

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.proof import on_off
from s3enc_gui.domain.location import Location, key_for, nameless_text
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.gui.messages.if_exists import IF_EXISTS_TEXTS
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.option_labels import (
    ACL_TEXTS,
    IF_EXISTS_HELP,
    NO_ACL,
    NO_STORAGE_CLASS,
    STORAGE_CLASS_TEXTS,
    default_text,
)
from s3enc_gui.wording import labels


def review_rows(draft: UploadDraft, keys: KeysModel) -> list[tuple[str, str]]:
    """Return (what, how) of an upload, in the order of the wizard."""
    count = draft.files.count
    files = "1 file" if count == 1 else f"{count:,} files"
    acl, storage = draft.acl, draft.storage_class
    return [
        ("Files", f"{files}, {labels.format_size(draft.files.bytes)}"),
        ("Destination", _destination(draft)),
        ("Connection", _who(draft)),
        ("Region", draft.region or labels.NOT_KNOWN),
        ("Access control list", f"{ACL_TEXTS[acl]} ({acl})" if acl else NO_ACL),
        ("Storage class", STORAGE_CLASS_TEXTS[storage] if storage else NO_STORAGE_CLASS),
        *_encryption(draft, keys),
        ("Metadata", _pairs(draft.metadata.pairs())),
        ("Tags", _pairs(draft.tags.pairs())),
        ("If the name is taken", _policy(draft)),
        ("Checked afterwards", _checks(draft)),
    ]


def _destination(draft: UploadDraft) -> str:
    prefix = key_for(draft.files.prefix, "")
    uri = Location(draft.bucket, prefix).uri
    return "\n".join(filter(None, (uri, nameless_text(prefix))))


def _encryption(draft: UploadDraft, keys: KeysModel) -> list[tuple[str, str]]:
    kind = labels.KIND_TEXTS[draft.kind]
    if draft.kind is Encryption.BUCKET_DEFAULT:
        return [("Encryption", f"{kind}: {default_text(draft.facts, keys)}")]
    rows = [("Encryption", kind)]
    if draft.kind.uses_kms:
        rows.append(("KMS key", _key(draft)))
    if draft.kind is Encryption.SSE_KMS:
        rows.append(("Bucket key", on_off(draft.bucket_key)))
    return rows


def _key(draft: UploadDraft) -> str:
    name, arn = labels.short_key(draft.key), draft.resolved_key()
    if arn and arn != draft.key:
        return f"{name}\n{arn}"
    return draft.key if draft.key and draft.key.startswith("arn:") else name


def _who(draft: UploadDraft) -> str:
    identity = draft.identity
    if identity is None:
        return draft.connection.name
    return (
        f"{draft.connection.name} ({identity.arn.rpartition(':')[2]}, account {identity.account})"
    )


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{name} = {value}" for name, value in pairs) or "None"


def _policy(draft: UploadDraft) -> str:
    policy = draft.if_exists
    return f"{IF_EXISTS_TEXTS[policy]}. {IF_EXISTS_HELP[policy]}"


def _checks(draft: UploadDraft) -> str:
    aspects = ["the kind of encryption"]
    if draft.kind.uses_kms:
        aspects.append("the key")
    if draft.kind is Encryption.SSE_KMS:
        aspects.append("the bucket key")
    aspects += ["the size", "the checksum", "the content type"]
    asked = {
        "the storage class": draft.storage_class,
        "the metadata": draft.metadata.pairs(),
        "the tags": draft.tags.pairs(),
    }
    aspects += [aspect for aspect, value in asked.items() if value]
    listed = f"{', '.join(aspects[:-1])} and {aspects[-1]}"
    return f"S3 is asked what it stored: {listed} must be as sent, for every file."
