"""The shape of words for an error, and how names get into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class ErrorMessage(NamedTuple):
    """Title, detail and hint; the detail may hold {bucket}, {object} and {kms_key}.

    These become noun phrases that read well with and without a known name.
    """

    title: str
    detail: str
    hint: str

    def filled(self, subject: Mapping[str, str]) -> ErrorMessage:
        """Return the words with the names of a subject (`bucket`, `key`, `key_name`) put in."""
        detail = self.detail.format(
            bucket=_noun("the bucket", subject.get("bucket")),
            object=_noun("the object", subject.get("key")),
            kms_key=_noun("the KMS key", subject.get("key_name")),
        )
        return self._replace(detail=detail[:1].upper() + detail[1:])


def _noun(thing: str, name: str | None) -> str:
    return f"{thing} “{printable(name)}”" if name else thing


def printable(text: str) -> str:
    """Return text on one line that every terminal and font can take."""
    return " ".join(text.encode(errors="backslashreplace").decode().split())


def sentence(text: str) -> str:
    """Return text with a full stop, unless it ends as a sentence already."""
    return text if text.endswith((".", "!", "?", ".”")) else f"{text}."
