"""Asks a disk how long the names of its files may be."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from s3enc_gui.domain.downloads.name_limit import USUAL_LIMIT, NameLimit

_UNITS = 255  # of UTF-16 (Windows and macOS; FAT, exFAT and NTFS on Linux)
_SHORTEST = 64  # smaller answers aren't believed


def name_limit(folder: Path) -> NameLimit:
    """Return the limit of the disk of an existing folder; the usual one if it doesn't say.

    Linux multiplies the limit of disks that count in UTF-16 by the bytes that a unit may need.
    """
    if sys.platform in ("win32", "darwin"):
        return NameLimit(_UNITS, utf16=True)
    size = 0
    with suppress(OSError, ValueError):
        size = os.pathconf(folder, "PC_NAME_MAX")
    if size > _UNITS:
        return NameLimit(_UNITS, utf16=True)
    return NameLimit(size) if size >= _SHORTEST else USUAL_LIMIT
