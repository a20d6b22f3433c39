"""Asks for another encryption of the selected rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.operations.selection_collector import SelectionCollector


class EncryptionRequest(QObject):
    """Emits `encryption_requested` of the actions for the rows; `place` is where they are."""

    def __init__(
        self,
        actions: BrowserActions,
        rows: Callable[[], Sequence[ObjectRow]],
        place: Callable[[], tuple[Connection | None, Location | None]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._actions, self._rows, self._place = actions, rows, place
        actions.encrypt.triggered.connect(self._request)

    @Slot()
    def _request(self) -> None:
        rows, (connection, location) = self._rows(), self._place()
        if connection and location and rows:
            emit = self._actions.encryption_requested.emit
            SelectionCollector(rows, partial(emit, connection, location.bucket), self, exact=True)
