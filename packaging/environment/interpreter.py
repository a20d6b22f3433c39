"""Ensures a supported Python with the venv module."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys

from apt import install
from setup_error import SetupError

OLDEST = (3, 11)
NEWER_NAMES = [f"python3.{minor}" for minor in range(15, OLDEST[1] - 1, -1)]


def ensure_supported() -> None:
    """Restart with a newer Python if this one is too old.

    Raises SetupError if there is none.
    """
    if sys.version_info >= OLDEST:
        return
    newer = next(filter(None, map(shutil.which, NEWER_NAMES)), None)
    if newer is None:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(
            f"S3enc needs Python 3.11 or later; {sys.executable} is {found}. Install a newer one "
            f"and run: make PYTHON=/path/to/python3 ..."
        )
    os.execv(newer, [newer, *sys.argv])  # noqa: S606 - the same script, no shell


def ensure_venv() -> None:
    """Install Debian's package for `venv` and pip if it is missing.

    Raises SetupError if the user must install it.
    """
    if has_venv():
        return
    # apt can help only Debian's Python, which is in /usr.
    if sys.base_prefix != "/usr":
        raise SetupError(f"{sys.executable} has no venv or ensurepip. Use another Python.")
    install([f"python3.{sys.version_info.minor}-venv"], why="Python's venv module")
    importlib.invalidate_caches()
    if not has_venv():
        raise SetupError(f"{sys.executable} still has no venv with pip. Use another Python.")


def has_venv() -> bool:
    """Whether `python -m venv` works, including pip."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
