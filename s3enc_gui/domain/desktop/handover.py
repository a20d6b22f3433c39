"""What a second start of the window tells the first: files to upload, and to come to the front.

One line of JSON with three fields, and nothing else: what doesn't fit is not read at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.uploads.addresses import parse_file_address
from s3enc_gui.regex import regex

MOST_BYTES = 4 * 1024 * 1024  # Linux passes at most 2 MiB of arguments (execve(2)); JSON escapes
MOST_FILES = 65_536
MOST_CHARACTERS = 32_768  # of a path: the most on Windows
GREETING = b"s3enc 1\n"  # sent by the first instance: it is alive, and reads
ACCEPTED = b"accepted\n"

_TOKEN = regex(r"[\x21-\x7e]{0,1024}")  # printable ASCII
_CONTROL = regex(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ABSOLUTE = regex(r"/|[A-Za-z]:[\\/]|\\\\")
_FIELDS = {"files", "token"}


@dataclass(frozen=True, slots=True)
class Handover:
    """`files` are absolute paths or addresses of files; none: the window only comes to the front.

    `token` is the desktop's permission to do so (xdg-activation protocol of Wayland; startup
    notification of X11); "" without.
    """

    files: tuple[str, ...] = ()
    token: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether another instance would accept it."""
        return (
            len(self.files) <= MOST_FILES
            and all(map(_is_file, self.files))
            and _TOKEN.fullmatch(self.token) is not None
        )

    def to_line(self) -> bytes | None:
        """Return it as a line; None: another instance wouldn't accept it."""
        line = json.dumps({"files": self.files, "token": self.token}).encode("ascii") + b"\n"
        return line if self.is_valid and len(line) <= MOST_BYTES else None


def parse_handover(line: bytes) -> Handover | None:
    """Return what a line says; None for anything that `Handover.to_line` doesn't make."""
    if len(line) > MOST_BYTES or not line.endswith(b"\n"):
        return None
    try:
        found = json.loads(line.decode("ascii"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or set(found) != _FIELDS:
        return None
    files, token = found["files"], found["token"]
    if not (isinstance(files, list) and _all_texts(files) and isinstance(token, str)):
        return None
    handover = Handover(tuple(files), token)
    return handover if handover.is_valid else None


def _all_texts(values: Sequence[object]) -> bool:
    return all(isinstance(one, str) for one in values)


def _is_file(name: str) -> bool:
    return (
        0 < len(name) <= MOST_CHARACTERS
        and _CONTROL.search(name) is None
        and (_ABSOLUTE.match(name) is not None or parse_file_address(name) is not None)
    )
