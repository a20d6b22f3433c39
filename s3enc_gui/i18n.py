"""Translation of all text that users read: the only module that uses gettext.

The window, the command line and the reports share one catalog, `locale/<language>/LC_MESSAGES/
s3enc.mo`; the source language is American English. Every function takes literals, so that
`make messages` finds them:

- `_("Save receipt")` translates now, where the text is shown;
- `ngettext("{count} file", "{count} files", count)` and `pgettext("menu", "Open")` likewise; values
  are filled in afterwards: `_("Copied {name}").format(name=name)`;
- `N_("Verified")` only marks a text of a table; `translate(TABLE[key])` translates it when shown;
- `text("Can't open {file}", file=path)` is a text with its values that is translated each time it
  is shown, for errors (AppError) and other values that outlive a change of language;
- `untranslated(text)` returns it in the source language, for records and machine-readable output.

Placeholders are always named. A number with `,` in its placeholder (`{count:,}`) is written as
`Formats` says: in the window as the user's locale has it.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path

from s3enc_gui.dataclass import dataclass

DOMAIN = "s3enc"
LOCALE_FOLDER = Path(__file__).with_name("locale")

_catalog: _gettext.NullTranslations = _gettext.NullTranslations()


@dataclass(frozen=True, slots=True)
class Formats:
    """How numbers and times are written in texts; the defaults are those of the command line.

    `decimal` gets a number with a point. None: in ISO 8601 (wording/formats.py).
    """

    whole: Callable[[int], str] = "{:,}".format
    decimal: Callable[[str], str] = str
    day: Callable[[datetime], str] | None = None
    minute: Callable[[datetime], str] | None = None
    second: Callable[[datetime], str] | None = None


FIXED = Formats()
_formats = FIXED


def use_formats(formats: Formats) -> None:
    """Write numbers and times so from now on."""
    global _formats
    _formats = formats


def formats() -> Formats:
    """Return how numbers and times are written now."""
    return _formats


class _Number(int):
    """A number in a message, written in the user's format where the placeholder has a `,`."""

    def __format__(self, spec: str) -> str:
        return _formats.whole(int(self)) if spec == "," else int.__format__(self, spec)


class _Message(str):
    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        """Fill in the values, with numbers in the user's format."""
        if _formats is not FIXED:
            values = {
                name: _Number(value) if type(value) is int else value
                for name, value in values.items()
            }
        return super().format(*args, **values)


def use(catalog: _gettext.NullTranslations) -> None:
    """Translate with this catalog from now on."""
    global _catalog
    _catalog = catalog


def use_environment() -> None:
    """Translate into the language of LANGUAGE, LC_ALL, LC_MESSAGES or LANG; else into English."""
    use(_gettext.translation(DOMAIN, str(LOCALE_FOLDER), fallback=True))


def language() -> str:
    """Return the language of the catalog as a BCP 47 tag: `en`, `pt-BR`."""
    return _catalog.info().get("language", "en").replace("_", "-")


def _(message: str) -> str:
    """Return a literal in the user's language."""
    return translate(message)


def translate(message: str) -> str:
    """Return a text that was marked with `N_`, in the user's language."""
    return _Message(_catalog.gettext(message)) if message else ""  # "" is the catalog's header


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the plural form for a count; `{count}` is left to be filled in."""
    return _Message(_catalog.ngettext(singular, plural, count))


def pgettext(context: str, message: str) -> str:
    """Return a literal whose translation depends on where it is shown."""
    return _Message(_catalog.pgettext(context, message))


def N_(message: str) -> str:
    """Mark a literal for translation; returns it unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class Text:
    """A message and its values, translated each time it is converted to `str`.

    Values may be texts themselves. With `plural`, `count` selects the form.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    plural: str = ""
    count: int = 0

    def __str__(self) -> str:
        """Return the text in the user's language."""
        found = ngettext(self.message, self.plural, self.count) if self.plural else ""
        return (found or translate(self.message)).format(**self.values)

    @property
    def source(self) -> str:
        """The text in the source language."""
        message = self.plural if self.plural and self.count != 1 else self.message
        return message.format(**{name: _source(value) for name, value in self.values.items()})


@dataclass(frozen=True, slots=True)
class Sentences:
    """Complete sentences in one paragraph; empty ones are omitted."""

    parts: tuple[AnyText, ...]

    def __str__(self) -> str:
        """Return the sentences in the user's language."""
        return " ".join(filter(None, map(str, self.parts)))

    @property
    def source(self) -> str:
        """The sentences in the source language."""
        return " ".join(filter(None, map(untranslated, self.parts)))


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a value of a text, as precise as its ISO 8601 form, which is its `source`.

    `unit` is `day`, `minute` or `second`.
    """

    time: datetime = field(compare=False)
    source: str
    unit: str = "minute"

    def __str__(self) -> str:
        """Return the time in the user's format."""
        shown: Callable[[datetime], str] | None = getattr(_formats, self.unit)
        return shown(self.time) if shown else self.source


AnyText = str | Text | Sentences | Moment
"""A text to be shown; a str is shown as is (a server's message, a name)."""


def untranslated(value: AnyText) -> str:
    """Return a text in the source language."""
    return value if isinstance(value, str) else value.source


def _source(value: object) -> object:
    return value.source if isinstance(value, Text | Sentences | Moment) else value


def text(message: str, /, **values: object) -> Text:
    """Return a literal with its values, to be translated when it is shown."""
    return Text(message, values)


def text_plural(singular: str, plural: str, count: int, /, **values: object) -> Text:
    """Return a literal in two forms; `{count}` is filled in along with the values."""
    return Text(singular, {"count": count, **values}, plural, count)


def sentences(*parts: AnyText) -> Sentences:
    """Return sentences as one paragraph."""
    return Sentences(parts)
