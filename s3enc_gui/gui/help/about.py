"""The About box, with the versions for problem reports."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget

from s3enc_gui.gui.icons import app_icon
from s3enc_gui.i18n import _

_PACKAGES = ("PySide6-Essentials", "botocore", "awscrt", "keyring")


def about_box(parent: QWidget, show_licenses: Callable[[], object] = lambda: None) -> QMessageBox:
    """Return the box; the caller opens it. `show_licenses` is what `Licenses…` does."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("About S3enc"))
    box.setIconPixmap(app_icon().pixmap(64, 64))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(_("S3enc {version}").format(version=_version("s3enc") or _("(unknown version)")))
    summary = _("Verified, encrypted uploads to Amazon S3.")
    box.setInformativeText(f"{summary}\n\n{versions()}")
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.addButton(QMessageBox.StandardButton.Close)
    licenses = box.addButton(_("&Licenses…"), QMessageBox.ButtonRole.ActionRole)
    licenses.clicked.connect(show_licenses)
    box.setDefaultButton(QMessageBox.StandardButton.Close)
    box.setEscapeButton(QMessageBox.StandardButton.Close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def versions() -> str:
    """Return the versions of what this installation has, one component per line."""
    lines = [f"Python {platform.python_version()}", f"Qt {qVersion()}"]
    lines += [f"{name} {found}" for name in _PACKAGES if (found := _version(name))]
    lines.append(f"{platform.system()} {platform.release()} ({platform.machine()})")
    return "\n".join(lines)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
