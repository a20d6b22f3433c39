"""The environment that the program was started with: that of the programs that it starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

# Imported before anything changes a variable: sessions set and tidy some of AWS's.
_AT_START = dict(os.environ)

# A packaged program has its own libraries here; what was set before is in NAME_ORIG
# (PyInstaller manual, "LD_LIBRARY_PATH / LIBPATH considerations").
_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH")
_BUNDLE_S_OWN = "_PYI_"
# Set when PySide6 is loaded from a bundle (PyInstaller, rthooks/pyi_rth_pyside6.py): programs of a
# desktop that uses Qt would load the bundle's plugins, and crash.
_SET_FOR_QT = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "PATH", *_LIBRARY_PATHS)


def started_environment() -> dict[str, str]:
    """Return the variables for a program of the user's, such as a `credential_process`."""
    return without_bundle(_AT_START) if getattr(sys, "frozen", False) else dict(_AT_START)


def restore_environment() -> None:
    """Give a packaged program the variables it was started with, for what it opens.

    A browser and a file manager inherit them (`webbrowser`, QDesktopServices). Call it once Qt has
    read its own.
    """
    if getattr(sys, "frozen", False):
        before = started_environment()
        for name in _SET_FOR_QT:
            os.environ.pop(name, None)
            if name in before:
                os.environ[name] = before[name]


def without_bundle(variables: Mapping[str, str]) -> dict[str, str]:
    """Return variables without those that lead to the libraries of a packaged program."""
    plain = {name: value for name, value in variables.items() if not name.startswith(_BUNDLE_S_OWN)}
    for name in _LIBRARY_PATHS:
        before = plain.pop(f"{name}_ORIG", None)
        plain.pop(name, None)
        if before is not None:
            plain[name] = before
    return plain
