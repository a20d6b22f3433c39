"""Actions of the object browser, for menus, tool bar and keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from s3enc_gui.gui.browser.models.object_row import ObjectRow, can_restore
from s3enc_gui.gui.browser.navigation_history import NavigationHistory
from s3enc_gui.gui.make_action import make_action
from s3enc_gui.i18n import _


class BrowserActions(QObject):
    """The actions; enabled as the location and the selected rows permit.

    `encryption_requested` carries the Connection, the bucket, and the objects and prefixes whose
    encryption is to be changed.
    """

    encryption_requested = Signal(object, str, object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.back = make_action(self, _("Back"), "left", "Alt+Left")
        self.forward = make_action(self, _("Forward"), "right", "Alt+Right")
        self.up = make_action(self, _("Up"), "up", "Alt+Up")
        self.refresh = make_action(self, _("Refresh"), "refresh", "F5")
        self.find = make_action(self, _("Find"), "inspect", "Ctrl+F")
        self.address = make_action(self, _("Go to address"), None, "Ctrl+L")
        self.versions = make_action(self, _("All versions"), None, "Ctrl+Shift+V")
        self.versions.setCheckable(True)
        self.by_bytes = make_action(self, _("Names in the order of S3"), None, None)
        self.by_bytes.setCheckable(True)
        self.open = make_action(self, _("Open"), "folder", None)
        self.upload_here = make_action(self, _("Upload here…"), "upload", None)
        self.download = make_action(self, _("Download…"), "download", "Ctrl+D")
        self.new_folder = make_action(self, _("New folder…"), "folder-add", "Ctrl+Shift+N")
        self.rename = make_action(self, _("Rename…"), "rename", "F2")
        self.copy_to = make_action(self, _("Copy to…"), "copy", "Ctrl+Shift+C")
        self.move_to = make_action(self, _("Move to…"), "move", "Ctrl+Shift+X")
        self.delete = make_action(self, _("Delete…"), "trash", "Del")
        self.restore = make_action(self, _("Restore"), "refresh", None, _("Make it current again"))
        self.encrypt = make_action(self, _("Change encryption…"), "lock", None)
        self.link = make_action(self, _("Copy link…"), "link", "Ctrl+K")
        self.copy_uri = make_action(self, _("Copy s3:// address"), None, "Ctrl+C")
        self.copy_arn = make_action(self, _("Copy ARN"), None, "Ctrl+Alt+C")
        self.properties = make_action(self, _("Properties"), "info", "Alt+Return")
        self.audit = make_action(self, _("Audit…"), "shield", "Ctrl+Shift+A")
        self.bucket = make_action(self, _("Bucket…"), "bucket", "Ctrl+B", _("Show its settings"))
        self.guard = make_action(self, _("Require encryption…"), "lock", None)
        # These keys have other meanings in text fields: they work only in the table.
        self.for_table = (self.rename, self.delete, self.copy_uri, self.copy_arn, self.properties)
        for action in self.for_table:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.for_bar = [self.back, self.forward, self.up, self.refresh]
        self.set_ready(False)

    def fill_menus(self, edit: QMenu, view: QMenu) -> None:
        """Fill the Object and View menus."""
        edit.addActions([self.open, self.download])
        edit.addSeparator()
        edit.addActions([self.new_folder, self.rename, self.copy_to, self.move_to, self.delete])
        edit.addAction(self.restore)
        edit.addSeparator()
        edit.addAction(self.encrypt)
        edit.addSeparator()
        edit.addActions([self.link, self.copy_uri, self.copy_arn])
        edit.addSeparator()
        edit.addAction(self.properties)
        view.addActions([self.back, self.forward, self.up, self.refresh])
        view.addSeparator()
        view.addActions([self.find, self.address, self.versions, self.by_bytes])

    def context_menu(self, parent: QWidget, rows: Sequence[ObjectRow]) -> QMenu:
        """Return the context menu of rows, or of the folder if there are none."""
        menu = QMenu(parent)
        if not rows:
            menu.addActions([self.upload_here, self.new_folder])
            menu.addSeparator()
            menu.addActions([self.refresh, self.versions, self.by_bytes])
            menu.addSeparator()
            menu.addActions([self.audit, self.bucket, self.guard])
            menu.addSeparator()
            menu.addAction(self.properties)
            return menu
        if len(rows) == 1 and rows[0].is_folder:
            menu.addActions([self.open, self.upload_here])
        menu.addAction(self.download)
        menu.addSeparator()
        menu.addActions([self.rename, self.copy_to, self.move_to, self.delete])
        if self.versions.isChecked():
            menu.addAction(self.restore)
        menu.addSeparator()
        menu.addAction(self.encrypt)
        menu.addSeparator()
        menu.addActions([self.link, self.copy_uri, self.copy_arn])
        menu.addSeparator()
        menu.addAction(self.properties)
        return menu

    def set_ready(self, in_bucket: bool) -> None:
        """Enable actions that need a bucket, or disable them."""
        self._in_bucket = in_bucket
        in_folder = (self.new_folder, self.upload_here)
        of_bucket = (self.audit, self.bucket, self.guard)
        for action in (self.refresh, self.find, self.versions, *of_bucket, *in_folder):
            action.setEnabled(in_bucket)
        self.show_rows(())

    def show_history(self, history: NavigationHistory) -> None:
        """Enable Back, Forward and Up if they lead somewhere."""
        self.back.setEnabled(history.previous is not None)
        self.forward.setEnabled(history.next is not None)
        self.up.setEnabled(history.parent is not None)
        self.set_ready(history.location is not None)

    def show_rows(self, rows: Sequence[ObjectRow]) -> None:
        """Enable the actions for the selected rows."""
        one = len(rows) == 1
        any_, folder = bool(rows), one and rows[0].is_folder
        markers = old = restorable = False
        if self.versions.isChecked():  # otherwise there are none; checking many rows takes time
            markers = any(row.is_marker for row in rows)
            old = any(row.listed and not row.listed.is_latest for row in rows)
            restorable = can_restore(rows)
        self.open.setEnabled(folder)
        self.download.setEnabled(any_ and not markers)
        self.rename.setEnabled(one and not markers and not old)
        self.copy_to.setEnabled(any_ and not markers)
        self.move_to.setEnabled(any_ and not markers and not old)
        self.delete.setEnabled(any_)
        self.restore.setEnabled(restorable)
        self.encrypt.setEnabled(any_ and not markers)
        self.link.setEnabled(one and not folder and not markers)
        for action in (self.copy_uri, self.copy_arn):
            action.setEnabled(any_)
        self.properties.setEnabled(any_ or self._in_bucket)
