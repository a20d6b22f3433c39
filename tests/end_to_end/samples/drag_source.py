"""A small window to drag files from: `drag_source.py FILE…`; prints events as JSON lines."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QMimeData, Qt, QUrl, Slot
from PySide6.QtGui import QDrag, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel

_SIDE = 24


class Source(QLabel):
    """A square in the corner of the screen; a mouse press starts the drag."""

    def __init__(self, paths: list[str]) -> None:
        # Unmanaged, so that it doesn't get the focus.
        super().__init__("⇱", None, Qt.WindowType.BypassWindowManagerHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._outcome = ""
        self._urls = [QUrl.fromLocalFile(path) for path in paths]
        corner = self.screen().geometry().bottomRight()
        self.setGeometry(corner.x() - _SIDE, corner.y() - _SIDE, _SIDE, _SIDE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        middle = self.geometry().center()
        self._print(ready=f"{middle.x()},{middle.y()}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls(self._urls)
        drag.setMimeData(data)
        drag.actionChanged.connect(self.offered)
        self._print(dragging=True)
        # exec returns when the mouse is released; Qt deletes the drag when the target is done
        # with the data, and until then this process has to serve it.
        drag.destroyed.connect(self.finished)
        self._outcome = _name(drag.exec(Qt.DropAction.CopyAction))

    @Slot()
    def finished(self) -> None:
        self._print(done=self._outcome)

    @Slot(object)
    def offered(self, action: Qt.DropAction) -> None:
        self._print(offer=_name(action))

    def _print(self, **event: object) -> None:
        print(json.dumps(event), flush=True)


def _name(action: Qt.DropAction) -> str:
    return str(action.name).removesuffix("Action").lower().replace("ignore", "none")


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    source = Source(sys.argv[1:])
    source.show()
    sys.exit(application.exec())
