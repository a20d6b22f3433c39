"""Rows on an object's client-side encryption, as its metadata describes it."""

from __future__ import annotations

from s3enc_gui.domain.client_side.choice import Legacy
from s3enc_gui.domain.client_side.envelope import (
    KMS_ALONE,
    KMS_CONTEXT,
    is_instruction_file,
    read_format,
)
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.wording.formats import NOT_KNOWN, NOTHING

SECTION = N_("Client-side encryption")
LABELS = (
    N_("Format"),
    N_("Data key"),
    N_("Context before upload"),
    N_("Decryption"),
)
"""Labels of rows, untranslated."""

_WRAPPINGS = {
    KMS_CONTEXT: N_("wrapped by AWS KMS, with an encryption context"),
    KMS_ALONE: N_("wrapped by AWS KMS, without an encryption context (older)"),
    "AES/GCM": N_("wrapped by an AES key of its owner"),
    "RSA-OAEP-SHA1": N_("wrapped by an RSA key of its owner"),
}


def client_side_rows(details: ObjectDetails) -> list[tuple[str, str]]:
    """Return the (label, value) rows, all `–` for an object that wasn't encrypted before upload."""
    if is_instruction_file(details.metadata):
        text = _("Instruction file, with the data key of another object")
        return [(LABELS[0], text), *((label, NOTHING) for label in LABELS[1:])]
    found = read_format(details.metadata)
    if found is None:
        return [(label, NOTHING) for label in LABELS]
    if found.in_file:
        wrapping = _("in the instruction file “{name}”").format(
            name=f"{details.location.key}.instruction"
        )
    else:
        wrapping = translate(_WRAPPINGS.get(found.wrapping, found.wrapping or NOT_KNOWN))
    if found.context is None:
        context = translate(NOT_KNOWN)
    else:
        context = "\n".join(f"{name} = {value}" for name, value in found.context) or NOTHING
    values = (str(found.title), wrapping, context, translate(_DECRYPTION[found.needs]))
    return list(zip(LABELS, values, strict=True))


_DECRYPTION = {
    Legacy.NONE: N_("when it is downloaded with the key"),
    Legacy.V2: N_("when it is downloaded with the key, and older encryption clients are allowed"),
    Legacy.CBC: N_(
        "when it is downloaded with the key, and content that can't be authenticated is allowed"
    ),
}
