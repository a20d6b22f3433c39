"""Addresses of files that aren't paths: `smb://server/share/a.txt`, `mtp:/Phone/DCIM`, …"""

from __future__ import annotations

import re
from urllib.parse import unquote

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.regex import regex

# RFC 3986, 3. Schemes of one letter are drives of Windows.
_URL = regex(r"([a-z][a-z0-9+.-]+):(?://([^/]*))?(/.*)?", re.IGNORECASE | re.DOTALL)
_PORT = regex(r"(.*?)(?::(\d*))?", re.DOTALL)
_BRACKETS = regex(r"(\[.*\])(?::(\d*))?", re.DOTALL)

NO_FILES = frozenset({"http", "https", "s3", "mailto", "data", "blob", "about", "javascript"})
"""Schemes that name no file of a mounted drive."""

_PASSWORD = regex(r"\A([^:/]+://[^/:@]*):[^/@]*@")


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A URL without its password; `scheme` in lower case, all parts decoded."""

    scheme: str
    user: str
    host: str
    port: str
    path: str

    @property
    def authority(self) -> str:
        """`user@host:port`."""
        user = f"{self.user}@" if self.user else ""
        return f"{user}{self.host}{':' if self.port else ''}{self.port}"

    def __str__(self) -> str:
        """Return the address to be shown."""
        slashes = "//" if self.authority or not self.path else ""
        return f"{self.scheme}:{slashes}{self.authority}{self.path}"


def parse_file_address(source: str) -> FileAddress | None:
    """Parse a URL; None: it is a path."""
    match = _URL.fullmatch(source)
    if match is None or (match[2] is None and match[3] is None):
        return None
    user_info, _, place = (match[2] or "").rpartition("@")
    user = user_info.partition(":")[0]
    found = _BRACKETS.fullmatch(place) or _PORT.fullmatch(place)
    host, port = (found[1], found[2] or "") if found else (place, "")
    user, host, path = (_decoded(part) for part in (user, host, match[3] or ""))
    return FileAddress(match[1].lower(), user, host, port, path)


def without_password(url: str) -> str:
    """Return a URL without its password, otherwise unchanged."""
    return _PASSWORD.sub(r"\1@", url)


def _decoded(part: str) -> str:
    return unquote(part, errors="surrogateescape")  # names on disks may not be UTF-8


def not_a_local_file(address: FileAddress) -> AppError:
    """Return the error for an address that names no file on a mounted drive."""
    title = text("Can't use {address}", address=address)
    if address.scheme == "s3":
        return AppError(
            title,
            text("It's an object, not a file of this computer."),
            text("To copy objects, choose “Copy to…” in the window."),
            code="ObjectAddress",
        )
    if address.scheme in NO_FILES:
        return AppError(
            title,
            text("It's a web address, not a file or folder of this computer."),
            text("Download the file first, or choose another one."),
            code="WebAddress",
        )
    return AppError(
        title,
        text("It isn't mounted on this computer. Mount it first."),
        text("To mount it, open it in the file manager. Then try again."),
        code="NotMounted",
    )
