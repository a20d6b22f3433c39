"""The About box: versions, for whoever reports a problem."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget

from s3enc_gui.gui.icons import app_icon

_PACKAGES = ("PySide6-Essentials", "boto3", "botocore", "awscrt")


def about_box(parent: QWidget) -> QMessageBox:
    """Return the box; the caller opens it."""
    box = QMessageBox(parent)
    box.setWindowTitle(QCoreApplication.translate("About", "About S3enc"))
    box.setIconPixmap(app_icon().pixmap(64, 64))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"S3enc {_version('s3enc')}")
    box.setInformativeText(
        QCoreApplication.translate(
            "About",
            "Drop files on a window; they arrive in Amazon S3 encrypted as asked, with proof.",
        )
        + "\n\n"
        + versions()
    )
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def versions() -> str:
    """Return one line a component."""
    lines = [f"Python {platform.python_version()}", f"Qt {qVersion()}"]
    lines += [f"{name} {_version(name)}" for name in _PACKAGES]
    lines.append(f"{platform.system()} {platform.release()} ({platform.machine()})")
    return "\n".join(lines)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return QCoreApplication.translate("About", "(version not known)")
