"""The objects and prefixes of many rows, gathered while the window lives on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.gui.browser.models.object_row import ObjectRow

_PIECE = 5000  # rows at a time: some milliseconds


class SelectionCollector(QObject):
    """Calls `then` with the objects and prefixes of rows: at once where they are few, else later.

    `exact`: of versions these very ones.
    """

    def __init__(
        self,
        rows: Sequence[ObjectRow],
        then: Callable[[tuple[ObjectRef, ...], tuple[str, ...]], None],
        parent: QObject,
        *,
        exact: bool,
    ) -> None:
        super().__init__(parent)
        self._rows, self._then, self._exact = rows, then, exact
        self._at = 0
        self._objects: list[ObjectRef] = []
        self._prefixes: list[str] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._gather)
        self._timer.start()
        self._gather()

    def _gather(self) -> None:
        piece = self._rows[self._at : self._at + _PIECE]
        self._at += _PIECE
        for row in piece:
            listed = row.listed
            if listed is None:
                self._prefixes.append(row.key)
            else:
                ref = ObjectRef.of(listed)
                if ref.version_id and not self._exact:
                    ref = replace(ref, version_id=None)
                self._objects.append(ref)
        if self._at >= len(self._rows):
            self._timer.stop()
            self._then(tuple(self._objects), tuple(self._prefixes))
            self.deleteLater()
