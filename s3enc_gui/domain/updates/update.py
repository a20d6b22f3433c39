"""The version file that the packager or the administrator publishes, and what it means.

A JSON object: `version` and `url` (a page, https), and optionally `notes` (plain text) and
`minimum` (the oldest version that still may be used). Other keys are ignored: a later version of
the file must be readable for older programs.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText, text
from s3enc_gui.regex import regex

INVALID = "UpdateFile"
"""The code of the error for a version file that can't be used."""

_VERSION = regex(r"(\d{1,6}(?:\.\d{1,6}){0,3})((?:[.+-]?[A-Za-z]\w*)?)", re.ASCII)
_MOST_NOTES = 2000  # characters


@dataclass(frozen=True, slots=True)
class Published:
    """The content of a version file."""

    version: str
    url: str
    notes: str = ""
    minimum: str = ""


@dataclass(frozen=True, slots=True)
class UpdateAnswer:
    """`current` is this program's version. `published` None: this copy isn't updated by itself."""

    current: str
    published: Published | None = None

    @property
    def is_newer(self) -> bool:
        """Whether the published version is newer than this one."""
        published = self.published
        return published is not None and _order(published.version) > _order(self.current)

    @property
    def is_required(self) -> bool:
        """Whether this version shouldn't be used anymore."""
        published = self.published
        oldest = published.minimum if published else ""
        return bool(oldest) and _order(oldest) > _order(self.current)


def parse(content: bytes) -> Published:
    """Return the content of a version file. Raises AppError."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _invalid(text("It isn't JSON.")) from None
    if not isinstance(document, dict):
        raise _invalid(text("It isn't a JSON object."))
    values = {name: document.get(name, "") for name in ("version", "url", "notes", "minimum")}
    for name, value in values.items():
        if not isinstance(value, str):
            raise _invalid(text("“{name}” isn't a text.", name=name))
    for name in ("version", "minimum"):
        if (values[name] or name == "version") and not _VERSION.fullmatch(values[name]):
            raise _invalid(text("“{name}” isn't a version.", name=name))
    if not is_https(values["url"]):
        raise _invalid(text("“{name}” isn't an https:// address.", name="url"))
    notes = "".join(one for one in values["notes"] if one.isprintable() or one == "\n")
    return Published(values["version"], values["url"], notes[:_MOST_NOTES], values["minimum"])


def is_https(url: str) -> bool:
    """Whether a text is the https URL of a host, without a user name."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\')
    return plain and parts.scheme == "https" and bool(parts.hostname) and not parts.username


def _order(version: str) -> tuple[tuple[int, ...], bool]:
    """Return what sorts versions: numbers, then a release after its pre-releases (1.0rc1)."""
    match = _VERSION.match(version)
    if match is None:
        return (), False
    numbers = [int(one) for one in match[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers), not match[2].lstrip(".+-").startswith(("a", "b", "rc", "dev"))


def _invalid(reason: AnyText) -> AppError:
    return AppError(
        text("The version file can't be read"),
        reason,
        text("Try again later, or look for updates where you got S3enc."),
        code=INVALID,
    )
