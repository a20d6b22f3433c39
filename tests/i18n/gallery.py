"""Pictures of every window that a test fills, to look at.

`S3ENC_GALLERY=folder` makes `check_texts` save them: in English, light and dark, at 900 x 620 and
1280 x 800 pixels; dialogs at the size at which they open, too. `S3ENC_GALLERY_PSEUDO=1` as well:
in the pseudo-language, also with large fonts.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from s3enc_gui.gui.application_style import OVERRIDE
from s3enc_gui.gui.widgets.scale import FONT_SIZE

FOLDER = os.environ.get("S3ENC_GALLERY", "")
IS_PSEUDO = bool(os.environ.get("S3ENC_GALLERY_PSEUDO"))
IN_ENGLISH = bool(FOLDER) and not IS_PSEUDO

_SIZES = (QSize(900, 620), QSize(1280, 800))
_EVENTS = 5  # times that a layout may post events to itself: texts that wrap change heights
_taken: Counter[str] = Counter()


def take_pictures(top: QWidget) -> None:
    """Save the pictures of a window; it has its size and its colors again afterwards."""
    before = top.size()
    name = _name(top)
    is_large = QApplication.font().pointSizeF() > FONT_SIZE
    sizes = [before] if _is_dialog(top) else []
    if not _is_dialog(top) or top.windowFlags() & Qt.WindowType.WindowMaximizeButtonHint:
        sizes += _SIZES[is_large:]
    for scheme in ("light",) if IS_PSEUDO else ("light", "dark"):
        _use(scheme)
        for size in sizes:
            top.resize(size)
            # Widgets that are to be deleted would still be drawn; no event loop deletes them here.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            settle()
            look = ("large" if is_large else "pseudo") if IS_PSEUDO else scheme
            shown = f"{top.width()}x{top.height()}"
            path = Path(FOLDER, look, f"{name}-{shown}.png")
            path.parent.mkdir(parents=True, exist_ok=True)
            top.grab().save(str(path))
    _use("light")
    top.resize(before)


def settle() -> None:
    """Wait until layouts have their final sizes."""
    for _again in range(_EVENTS):
        QApplication.processEvents()


def _use(scheme: str) -> None:
    """Apply a color scheme; a Theme of an earlier test may exist, too."""
    os.environ[OVERRIDE] = scheme
    hints = QApplication.styleHints()
    hints.colorSchemeChanged.emit(hints.colorScheme())


def _is_dialog(top: QWidget) -> bool:
    return not isinstance(top, QMainWindow) and bool(
        top.windowFlags() & Qt.WindowType.Dialog == Qt.WindowType.Dialog
    )


def _name(top: QWidget) -> str:
    """`uploads-UploadWizard-test_every_page-2`."""
    module, _, test = os.environ["PYTEST_CURRENT_TEST"].partition("::")
    test = re.sub(r"[^\w-]+", "_", test.rpartition(" ")[0]).strip("_")
    name = f"{Path(module).parent.name}-{type(top).__name__}-{test}"
    _taken[name] += 1
    return f"{name}-{_taken[name]}"
