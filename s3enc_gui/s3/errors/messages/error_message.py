"""Title, detail and hint of an error, and how names are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from s3enc_gui.i18n import N_, AnyText, Sentences, Text, text

REPORT = text("This is a bug in S3enc. Please report it with this message.")


class ErrorMessage(NamedTuple):
    """The texts of an AppError; they may hold the placeholders of `_NOUNS`."""

    title: AnyText
    detail: AnyText
    hint: AnyText

    def filled(self, subject: Mapping[str, str]) -> ErrorMessage:
        """Return the texts with the names of a subject (`bucket`, `key`, `key_name`,
        `endpoint`)."""
        names = {name: printable(value) for name, value in subject.items() if value}
        nouns = {
            placeholder: Text(named, {"name": names[kind]}) if kind in names else Text(unnamed)
            for placeholder, (kind, named, unnamed) in _NOUNS.items()
        }
        return ErrorMessage(*(_filled(one, nouns) for one in self))


# placeholder: name of the subject, text with the name, text where it is not known.
_NOUNS: dict[str, tuple[str, str, str]] = {
    "The_bucket": ("bucket", N_("The bucket “{name}”"), N_("The bucket")),
    "the_bucket": ("bucket", N_("the bucket “{name}”"), N_("the bucket")),
    "The_object": ("key", N_("The object “{name}”"), N_("The object")),
    "the_object": ("key", N_("the object “{name}”"), N_("the object")),
    "The_key": ("key_name", N_("The KMS key “{name}”"), N_("The KMS key")),
    "the_key": ("key_name", N_("the KMS key “{name}”"), N_("the KMS key")),
    "the_endpoint": ("endpoint", "{name}", N_("another address")),
}


def _filled(found: AnyText, nouns: Mapping[str, Text]) -> AnyText:
    if isinstance(found, Sentences):
        return Sentences(tuple(_filled(one, nouns) for one in found.parts))
    if isinstance(found, Text):
        return replace(found, values={**nouns, **found.values})
    return found


def printable(text: str) -> str:
    """Return text on one line that every terminal and font can show."""
    return " ".join(text.encode(errors="backslashreplace").decode().split())


def sentence(text: str) -> str:
    """Return text with a full stop, unless it ends as a sentence already."""
    return text if text.endswith((".", "!", "?", ".”")) else f"{text}."
