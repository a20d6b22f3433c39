"""A window that accepts files like a file manager, and prints their contents at the drop."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


class Target(QWidget):
    """In a corner of the screen, above all others."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Drop target")
        self.setWindowFlags(
            Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.X11BypassWindowManagerHint
        )
        self.setGeometry(*map(int, sys.argv[1:5]))
        self.setAcceptDrops(True)
        self._moves = 0

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasFormat("text/uri-list"):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Accept them anywhere."""
        event.acceptProposedAction()
        self._moves += 1
        print(json.dumps({"moves": self._moves}), flush=True)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read them, like a file manager that copies them."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        read = {path.name: path.read_text("utf-8") if path.exists() else None for path in paths}
        event.acceptProposedAction()
        print(json.dumps({"dropped": read}), flush=True)


def main() -> None:
    """Wait for drops."""
    application = QApplication([])
    target = Target()
    target.show()
    print(json.dumps({"ready": True}), flush=True)
    application.exec()


if __name__ == "__main__":
    main()
