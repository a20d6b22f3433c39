"""The rows of the Review page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.encryption.comparison import on_off
from s3enc_gui.domain.location import Location, key_for, nameless_text
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.gui.messages.if_exists import IF_EXISTS_TEXTS, UPLOAD_HELP
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.fields.option_labels import acl_text, default_text, storage_class_text
from s3enc_gui.i18n import _, translate
from s3enc_gui.wording import labels
from s3enc_gui.wording.customer_keys.key_text import customer_key_text
from s3enc_gui.wording.formats import NOT_KNOWN
from s3enc_gui.wording.labels import kind_text


def review_rows(draft: UploadDraft, keys: KeysModel) -> list[tuple[str, str]]:
    """Return (label, value) of an upload, in the order of the wizard."""
    return [
        (_("Files"), draft.files.total_text()),
        (_("Destination"), _destination(draft)),
        (_("Connection"), _identity(draft)),
        (_("Region"), draft.location or translate(NOT_KNOWN)),
        (_("Access control list"), acl_text(draft.acl)),
        (_("Storage class"), storage_class_text(draft.storage_class)),
        (_("Content type"), draft.content_type or _("By file name")),
        *_encryption(draft, keys),
        *_client_side(draft),
        (_("Metadata"), _pairs(draft.metadata.pairs())),
        (_("Tags"), _pairs(draft.tags.pairs())),
        (_("If an object already exists"), _if_exists(draft)),
        (_("Verified after upload"), labels.capitalized(", ".join(_verified(draft)))),
    ]


def _destination(draft: UploadDraft) -> str:
    prefix = key_for(draft.files.prefix, "")
    uri = Location(draft.bucket, prefix).uri
    return "\n".join(filter(None, (uri, nameless_text(prefix))))


def _encryption(draft: UploadDraft, keys: KeysModel) -> list[tuple[str, str]]:
    kind = kind_text(draft.kind)
    if draft.kind is Encryption.BUCKET_DEFAULT:
        return [(_("Encryption"), f"{kind}: {default_text(draft.facts, keys)}")]
    rows = [(_("Encryption"), kind)]
    if draft.kind.uses_kms:
        rows.append((_("KMS key"), _key(draft)))
    if draft.kind is Encryption.SSE_C:
        rows.append(
            (_("Customer-provided key"), customer_key_text(draft.customer_key) or _("None"))
        )
    if draft.kind is Encryption.SSE_KMS:
        rows.append((_("Bucket key"), labels.capitalized(str(on_off(draft.bucket_key)))))
    if draft.kind.uses_kms:
        rows.append((_("Encryption context"), _pairs(draft.context.pairs())))
    return rows


def _client_side(draft: UploadDraft) -> list[tuple[str, str]]:
    chosen = draft.client_side()
    if chosen is None:
        return []
    lines = [labels.short_key(chosen.key)]
    if chosen.key.startswith("arn:"):
        lines.append(chosen.key)
    lines += [f"{name} = {value}" for name, value in chosen.context]
    return [(_("Encrypted before upload"), "\n".join(lines))]


def _key(draft: UploadDraft) -> str:
    name, arn = labels.short_key(draft.key), draft.resolved_key()
    if arn and arn != draft.key:
        return f"{name}\n{arn}"
    return draft.key if draft.key and draft.key.startswith("arn:") else name


def _identity(draft: UploadDraft) -> str:
    identity = draft.identity
    if identity is None or identity.is_anonymous:
        return draft.connection.name
    return _("{connection} ({identity}, account {account})").format(
        connection=draft.connection.name,
        identity=identity.arn.rpartition(":")[2],
        account=identity.account,
    )


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{name} = {value}" for name, value in pairs) or _("None")


def _if_exists(draft: UploadDraft) -> str:
    policy = draft.if_exists
    return f"{translate(IF_EXISTS_TEXTS[policy])}. {translate(UPLOAD_HELP[policy])}"


def _verified(draft: UploadDraft) -> Iterator[str]:
    """Yield what is compared with S3's report for every file."""
    yield _("encryption type")
    if draft.client_side():
        yield _("client-side encryption")
    if draft.kind.uses_kms:
        yield _("KMS key")
    if draft.kind is Encryption.SSE_C:
        yield _("MD5 of the key")
    if draft.kind is Encryption.SSE_KMS:
        yield _("S3 Bucket Key")
    if draft.choice().context:
        yield _("encryption context")
    yield from (_("size"), _("checksum"), _("content type"))
    if draft.storage_class:
        yield _("storage class")
    if draft.metadata.pairs():
        yield _("metadata")
    if draft.tags.pairs():
        yield _("tags")
