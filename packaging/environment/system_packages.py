"""System libraries of Qt, and packages for a virtual screen."""

from __future__ import annotations

import sys
from pathlib import Path

import apt
from setup_error import SetupError

LISTS = Path(__file__).parent / "debian-packages"


def ensure_packages(lists: list[str]) -> None:
    """Install the missing packages of lists in `debian-packages/`.

    On Linux without apt only a hint is printed; Windows and macOS need nothing beyond the wheels.
    Raises SetupError if the user must install them.
    """
    if not sys.platform.startswith("linux"):
        return
    packages = [package for name in lists for package in _read(LISTS / name)]
    if not apt.is_available():
        print(f"apt not found. If Qt doesn't start, install: {', '.join(packages)} (Debian names)")
        return
    if absent := apt.missing(packages):
        apt.install(absent, why="system libraries")
        if still := apt.missing(absent):
            raise SetupError(f"apt-get didn't install {', '.join(still)}.")


def _read(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [name for line in lines if (name := line.partition("#")[0].strip())]
