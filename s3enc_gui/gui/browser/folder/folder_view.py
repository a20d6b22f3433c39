"""Stack of the folder's table, the drop area, and a message."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from s3enc_gui.gui.browser.folder.objects_table import ObjectsTable
from s3enc_gui.gui.widgets.drops.drop_area import DropArea
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.i18n import AnyText, _, text

_NO_MATCH = EmptyReason("inspect", text("No objects match the filter"), button=text("Show all"))


class FolderView(QStackedWidget):
    """Shows the table, the drop area (no bucket or an empty folder), or a message.

    `show_all_pressed` and `retry_pressed` are emitted by the buttons of messages.
    """

    show_all_pressed = Signal()
    retry_pressed = Signal()

    def __init__(self, table: ObjectsTable, drop_area: DropArea) -> None:
        super().__init__()
        self.table, self.drop_area = table, drop_area
        self._has_no_match = False
        self.message = EmptyState()
        self.message.clicked.connect(self._button_pressed)
        for page in (table, drop_area, self.message):
            self.addWidget(page)
        self.setCurrentWidget(drop_area)

    def show_table(self) -> None:
        """Show the table."""
        self._switch(self.table, self.table)

    def show_start(self, *, invites: bool) -> None:
        """Show the drop area: no bucket is open; it `invites` if there is a connection."""
        if invites:
            self.drop_area.show_title("")
        self._switch(self.drop_area, self.drop_area.button)

    def show_empty(self, *, is_bucket: bool, exists: bool) -> None:
        """Show the drop area: the bucket or folder is empty, or the folder doesn't exist yet."""
        title = _("This folder is empty") if exists else _("This folder doesn't exist yet")
        self.drop_area.show_title(_("This bucket is empty") if is_bucket else title)
        self._switch(self.drop_area, self.drop_area.button)

    def show_no_match(self) -> None:
        """Show that the filter hides all rows."""
        self._show_message(_NO_MATCH)

    def show_failure(self, title: AnyText) -> None:
        """Show that nothing could be listed, and why."""
        self._show_message(EmptyReason("error", title, button=text("Try again")))

    def _show_message(self, reason: EmptyReason) -> None:
        self._has_no_match = reason is _NO_MATCH
        self.message.show_reason(reason)
        self._switch(self.message, self.message.button)

    def _button_pressed(self) -> None:
        (self.show_all_pressed if self._has_no_match else self.retry_pressed).emit()

    def _switch(self, page: QWidget, focus: QWidget) -> None:
        """Show a page; move the focus if it was on the page before."""
        if self.currentWidget() is page:
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.setCurrentWidget(page)
        if had_focus:
            focus.setFocus()
