"""What is said about the licenses of the program."""

from __future__ import annotations

from s3enc_gui.i18n import _


def licenses_note(folder: str) -> str:
    """Return how the program and Qt are licensed. `folder`: of Qt's libraries, or ""."""
    note = _("S3enc is licensed under the Apache License, version 2.0.")
    qt = _("It uses Qt and PySide6 under the GNU LGPL, version 3.")
    if not folder:
        return f"{note} {qt}"
    files = _(
        "Their libraries are files of their own in {folder}: you can replace them with changed or"
        " newer ones."
    ).format(folder=folder)
    return f"{note} {qt} {files}"


def no_license_text() -> str:
    """Return what is shown instead of a text."""
    return _("The text of this license isn't part of this installation.")
