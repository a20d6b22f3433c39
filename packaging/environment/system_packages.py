"""The libraries of the operating system that Qt opens, and what a virtual screen needs."""

from __future__ import annotations

import sys
from pathlib import Path

import apt
from complaint import Complaint

LISTS = Path(__file__).parent / "debian-packages"


def ensure_packages(lists: list[str]) -> None:
    """Install what is missing of the named lists in `debian-packages/`.

    On Linux without apt nothing can be checked, so only a hint is printed; Windows and macOS need
    nothing beyond the wheels. Raises Complaint where installing takes a person.
    """
    if not sys.platform.startswith("linux"):
        return
    wanted = [package for name in lists for package in _read(LISTS / name)]
    if not apt.is_here():
        print(f"No apt here: if Qt does not start, install what Debian calls {', '.join(wanted)}.")
        return
    if absent := apt.missing(wanted):
        apt.install(absent, why="system libraries")
        if still := apt.missing(absent):
            raise Complaint(f"apt-get did not install {', '.join(still)}.")


def _read(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [name for line in lines if (name := line.partition("#")[0].strip())]
