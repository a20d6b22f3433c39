"""Opens the windows about one bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.bring_up import bring_up

if TYPE_CHECKING:
    from s3enc_gui.gui.guard.bucket_dialog import BucketDialog
    from s3enc_gui.gui.guard.encryption_dialog import DefaultEncryptionDialog
    from s3enc_gui.gui.guard.guard_dialog import RequireEncryptionDialog

D = TypeVar("D", "BucketDialog", "DefaultEncryptionDialog", "RequireEncryptionDialog")


class BucketWindows(QObject):
    """Each bucket has at most one window of each kind; an open one is brought to the front.

    `opened` carries a new window, and the Connection that it works with. The windows' modules are
    imported when the first one is opened: they would take a tenth of the time of a start.
    """

    opened = Signal(object, object)

    def __init__(self, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._window = runner, window
        self._open: dict[tuple[type[QDialog], Connection, str], QDialog] = {}
        self._pages: dict[tuple[Connection, str], BucketDialog] = {}

    def show_page(self, connection: Connection, bucket: str, _prefix: str = "") -> None:
        """Open the page of a bucket."""
        from s3enc_gui.gui.guard.bucket_dialog import BucketDialog

        page = self._shown(BucketDialog, connection, bucket)
        if page is not None:
            self._pages[connection, bucket] = page
            page.destroyed.connect(lambda: self._pages.pop((connection, bucket), None))
            page.encryption_requested.connect(lambda: self.show_default(connection, bucket))
            page.guard_requested.connect(lambda: self.show_guard(connection, bucket))

    def show_default(self, connection: Connection, bucket: str) -> None:
        """Open the default encryption of a bucket; its page shows what is written."""
        from s3enc_gui.gui.guard.encryption_dialog import DefaultEncryptionDialog

        dialog = self._shown(DefaultEncryptionDialog, connection, bucket)
        if dialog is not None:
            dialog.writer.written.connect(lambda: self._read_page(connection, bucket))

    def show_guard(self, connection: Connection, bucket: str, _prefix: str = "") -> None:
        """Open what a bucket requires; its page shows what is written."""
        from s3enc_gui.gui.guard.guard_dialog import RequireEncryptionDialog

        dialog = self._shown(RequireEncryptionDialog, connection, bucket)
        if dialog is not None:
            dialog.writer.written.connect(lambda: self._read_page(connection, bucket))

    def _shown(self, kind: type[D], connection: Connection, bucket: str) -> D | None:
        """Show the window of a bucket; return it if it is new."""
        name = (kind, connection, bucket)
        if not bucket:
            return None
        if name in self._open:
            bring_up(self._open[name])
            return None
        made = kind(self._runner, connection, bucket, self._window)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._open[name] = made
        made.destroyed.connect(lambda: self._open.pop(name, None))
        self.opened.emit(made, connection)
        bring_up(made)
        return made

    def _read_page(self, connection: Connection, bucket: str) -> None:
        if page := self._pages.get((connection, bucket)):
            page.read()
