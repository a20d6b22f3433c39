"""Brings what is learned of a server, on any thread, to the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from s3enc_gui.domain.connection import ServerNotice


class NoticeRelay(QObject):
    """Emits `noticed` with a ServerNotice; receivers in the GUI thread get it there."""

    noticed = Signal(object)

    def tell(self, notice: ServerNotice) -> None:
        """Emit a notice; on any thread."""
        self.noticed.emit(notice)
