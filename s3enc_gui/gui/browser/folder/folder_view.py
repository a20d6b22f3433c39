"""What is shown of a folder: its table, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.gui.browser.folder.objects_table import ObjectsTable
from s3enc_gui.gui.widgets.drop_area import DropArea
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.styling import label


class FolderView(QStackedWidget):
    """The table; the drop area where no bucket is open or a folder is empty; or words.

    `unfilter_pressed` tells that the user wants to see what a filter hides, `again_pressed` that
    what could not be listed is to be listed once more.
    """

    unfilter_pressed = Signal()
    again_pressed = Signal()

    def __init__(self, table: ObjectsTable, drop_area: DropArea) -> None:
        super().__init__()
        self.table, self.drop_area = table, drop_area
        self._words = label("", "muted")
        self._words.setWordWrap(True)
        self._unfilter = QPushButton(self.tr("Show all"))
        self._unfilter.clicked.connect(self.unfilter_pressed)
        self._again = QPushButton(self.tr("Try again"))
        self._again.clicked.connect(self.again_pressed)
        self._page_of_text = self._made_of_text()
        for page in (table, drop_area, self._page_of_text):
            self.addWidget(page)
        self.setCurrentWidget(drop_area)

    def show_table(self) -> None:
        """Show the rows."""
        self._switch(self.table, self.table)

    def show_start(self) -> None:
        """Invite to drop files where no bucket is open."""
        self.drop_area.show_place("")
        self._switch(self.drop_area, self.drop_area.button)

    def show_empty(self, *, is_bucket: bool, is_made: bool) -> None:
        """Invite to drop files into an empty folder or bucket, or where there is no folder yet."""
        title = (
            self.tr("This folder is empty") if is_made else self.tr("There is no such folder yet")
        )
        self.drop_area.show_place(self.tr("This bucket is empty") if is_bucket else title)
        self._switch(self.drop_area, self.drop_area.button)

    def show_all_hidden(self) -> None:
        """Say that a filter hides everything."""
        self._show_text(self.tr("Nothing here fits the filter."), self._unfilter)

    def show_failure(self, why: str) -> None:
        """Say why there is nothing that could be listed."""
        self._show_text(why, self._again)

    def _show_text(self, text: str, way_on: QPushButton) -> None:
        self._words.setText(text)
        for button in (self._unfilter, self._again):
            button.setVisible(button is way_on)
        self._switch(self._page_of_text, way_on)

    def _switch(self, page: QWidget, focus: QWidget) -> None:
        """Show a page; who works by keyboard stays here."""
        if self.currentWidget() is page:
            return
        focused = QApplication.focusWidget()
        was_here = focused is not None and self.isAncestorOf(focused)
        self.setCurrentWidget(page)
        if was_here:
            focus.setFocus()

    def _made_of_text(self) -> QWidget:
        made = QFrame()
        made.setProperty("card", True)  # the same ground as the table's
        row = QHBoxLayout()
        column = QVBoxLayout(made)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(IconLabel("inspect", "disabled", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        column.addLayout(row)
        column.addStretch(1)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addStretch(1)
        row.addWidget(self._unfilter)
        row.addWidget(self._again)
        row.addStretch(1)
        return made
