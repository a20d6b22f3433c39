"""Actions on one bucket of the list, for its menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.make_action import make_action
from s3enc_gui.i18n import _


class BucketActions(QObject):
    """Opens the menu of a bucket. Each signal carries the name of the menu's bucket.

    `forgotten`: remove it from the list. `closed` is emitted when the menu has closed.
    """

    opened = Signal(str)
    upload_requested = Signal(str)
    audit_requested = Signal(str)
    page_requested = Signal(str)
    guard_requested = Signal(str)
    forgotten = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._bucket = ""
        self.open = self._action(_("Open"), "folder", self.opened)
        self.upload = self._action(_("Upload here…"), "upload", self.upload_requested)
        self.audit = self._action(_("Audit…"), "shield", self.audit_requested)
        self.page = self._action(_("Bucket…"), "bucket", self.page_requested)
        self.guard = self._action(_("Require encryption…"), "lock", self.guard_requested)
        self.copy_uri = make_action(self, _("Copy s3:// address"), None, None)
        self.copy_uri.triggered.connect(self._copy_uri)
        self.forget = self._action(_("Remove from list"), None, self.forgotten)

    def open_menu(self, bucket: str, at: QPoint, *, is_listed: bool) -> None:
        """Open the menu at a global position.

        A bucket that S3 lists can't be removed from the list, only one that was entered.
        """
        self._bucket = bucket
        menu = QMenu(self._parent)
        menu.setAccessibleName(_("Bucket {name}").format(name=bucket))
        menu.addActions([self.open, self.upload, self.audit])
        menu.addSeparator()
        menu.addActions([self.page, self.guard])
        menu.addSeparator()
        menu.addActions([self.copy_uri, self.forget])
        self.forget.setEnabled(not is_listed)
        menu.aboutToHide.connect(self.closed)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _action(self, text: str, icon: str | None, signal: SignalInstance) -> QAction:
        made = make_action(self, text, icon, None)
        made.triggered.connect(lambda: signal.emit(self._bucket))
        return made

    def _copy_uri(self) -> None:
        QApplication.clipboard().setText(Location(self._bucket).uri)
