"""The files of the deb and the rpm, as they are installed."""

from __future__ import annotations

import shutil
from pathlib import Path

from desktop_files import write_desktop_files
from places import BUNDLE

LIBRARY = "usr/lib/s3enc"
PROGRAMS = ("s3enc", "s3enc-gui")


def fill(root: Path, zsh: str) -> None:
    """Write all files into the empty or missing folder `root`."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(BUNDLE, root / LIBRARY, symlinks=True)
    (root / "usr/bin").mkdir(parents=True)
    for name in PROGRAMS:
        (root / "usr/bin" / name).symlink_to(f"../lib/s3enc/{name}")
    write_desktop_files(root / "usr", zsh=zsh, compressed=True)
    for entry in (root / "usr/share/kio").rglob("*.desktop"):
        entry.chmod(0o644)  # it must be executable in the user's own folder only
