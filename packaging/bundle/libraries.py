"""The libraries of the system that the bundle loads."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

# Loaded only where the desktop's own GTK is there.
_OPTIONAL = ("libqgtk3.so",)
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")


def elf_files(folder: Path) -> list[Path]:
    """Return the programs and libraries of a folder whose libraries must be there."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name not in _OPTIONAL
        and path.open("rb").read(4) == b"\x7fELF"
    ]  # fmt: skip


def sonames(folder: Path) -> list[str]:
    """Return the names of the libraries that are needed and not in the folder."""
    needed: set[str] = set()
    for file in elf_files(folder):
        shown = subprocess.run(
            ["readelf", "--dynamic", "--wide", str(file)],
            check=True,
            capture_output=True,
            text=True,
        )
        needed |= set(_NEEDED.findall(shown.stdout))
    own = {path.name for path in folder.rglob("*")}
    return sorted(needed - own)
