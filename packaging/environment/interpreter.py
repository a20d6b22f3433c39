"""A Python that is new enough, and able to make virtual environments."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys

from apt import install
from complaint import Complaint

OLDEST = (3, 11)
NEWER_NAMES = [f"python3.{minor}" for minor in range(15, OLDEST[1] - 1, -1)]


def ensure_supported() -> None:
    """Go on under a newer Python of this machine when this one is too old.

    Raises Complaint when there is none.
    """
    if sys.version_info >= OLDEST:
        return
    newer = next(filter(None, map(shutil.which, NEWER_NAMES)), None)
    if newer is None:
        found = ".".join(map(str, sys.version_info[:3]))
        raise Complaint(
            f"Python 3.11 or later is needed; {sys.executable} is {found}. Install a newer one "
            f"and run: make PYTHON=/path/to/python3 ..."
        )
    os.execv(newer, [newer, *sys.argv])  # noqa: S606 - the same program, no shell wanted


def ensure_venv() -> None:
    """Install the package that Debian splits off Python: without it `venv` makes no pip.

    Raises Complaint where that takes a person.
    """
    if has_venv():
        return
    # Debian's own Python has its files under /usr; another one would not be helped by apt.
    if sys.base_prefix != "/usr":
        raise Complaint(f"{sys.executable} comes without venv and ensurepip; use another Python.")
    install([f"python3.{sys.version_info.minor}-venv"], why="Python's venv module")
    importlib.invalidate_caches()
    if not has_venv():
        raise Complaint(f"{sys.executable} still has no venv with pip; use another Python.")


def has_venv() -> bool:
    """Whether `python -m venv` will work, pip included."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
