"""Names in different Unicode forms: they look the same, but are different keys and files.

`é` can be one character (NFC) or a letter and an accent (NFD; file names of macOS): Unicode
Standard Annex #15. Keys are stored and sent as they are; only searches ignore the form.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from unicodedata import normalize

from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text

_FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")

TWIN = text("Another name looks the same, but is written with other Unicode characters (NFC, NFD).")


def folded(name: str) -> str:
    """Return a text for searching, without case and Unicode form."""
    if name.isascii():
        return name.lower()
    return normalize("NFC", normalize("NFC", name).casefold())


def other_forms(name: str) -> tuple[str, ...]:
    """Return the other forms of a name: mostly none."""
    if name.isascii():
        return ()
    forms = (normalize(form, name) for form in _FORMS)
    return tuple(form for form in dict.fromkeys(forms) if form != name)


def common_form(name: str) -> str:
    """Return the form that names share which look the same; empty for a name in ASCII."""
    return "" if name.isascii() else normalize("NFC", name)


class Names:
    """Names, of which some may look the same; each name once."""

    def __init__(self) -> None:
        self._by_form: dict[str, list[str]] = {}

    def add(self, name: str) -> bool:
        """Add a name; return whether it looks like another one that was added."""
        form = common_form(name)
        if not form:
            return False
        alike = self._by_form.setdefault(form, [])
        if name not in alike:
            alike.append(name)
        return len(alike) > 1


def twins(names: Iterable[str]) -> list[str]:
    """Return the names that look like an earlier one."""
    known = Names()
    return [name for name in names if known.add(name)]


def twin_notice(key: str) -> AppError:
    """Return the notice about a stored object beside which another one looks the same."""
    return AppError(
        text("Another object's name looks the same"),
        text(
            "“{key}” was stored. The bucket has another object with the same name in other Unicode"
            " characters (NFC, NFD).",
            key=key,
        ),
        text("Delete the object that you don't need."),
        code="UnicodeTwin",
    )
