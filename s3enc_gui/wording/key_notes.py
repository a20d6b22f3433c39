"""What to know about the name of a KMS key that AWS KMS wouldn't accept."""

from __future__ import annotations

from s3enc_gui.domain.keys.kms_key import KeyReference
from s3enc_gui.i18n import AnyText, sentences, text
from s3enc_gui.regex import regex

# What somebody writes who means a key of AWS KMS: `arn:aws:kms:` and more fields, `alias/…`, and
# something that could be an alias or a key ID.
_AWS = regex(r"arn:aws[a-z-]*:kms:[^:]*:.*|alias/.*")
_ALIAS = regex(r"[A-Za-z0-9/_-]+")


def key_note(reference: KeyReference) -> AnyText:
    """Return the note on a name in none of the forms of AWS KMS; empty for the others."""
    if reference.problem is None:
        return ""
    name, (title, detail, _hint) = reference.text, reference.problem.texts
    note = text(
        "“{name}” isn't the name of an AWS KMS key. Only the server knows whether it has the key.",
        name=name,
    )
    if _AWS.fullmatch(name):
        typo = text("It looks like one that is mistyped. {problem}.", problem=title)
        return sentences(note, typo, detail)
    if _ALIAS.fullmatch(name):
        return sentences(note, text("If you mean an alias, enter alias/{name}.", name=name))
    return note
