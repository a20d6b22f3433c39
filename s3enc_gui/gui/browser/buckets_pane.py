"""The buckets of a connection."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.errors import error_text
from s3enc_gui.gui.messages.plain import plain_tip
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.styling import flat_button, label
from s3enc_gui.jobs.listing.buckets import ListBuckets

_MANY = 12  # buckets from which a field to look for one is of use
_WIDTH = 190


class BucketsPane(QWidget):
    """Lists the buckets; `chosen` carries the name of one.

    Where they may not be listed, those that were typed are there, and the words say why.
    """

    chosen = Signal(str)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection: Connection | None = None
        self._typed: dict[Connection, list[str]] = {}
        self._listed: tuple[str, ...] = ()
        self._shown = ""
        self._list = QListWidget()
        self._list.setIconSize(QSize(16, 16))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        title = label(self.tr("Buckets"), "heading")
        title.setBuddy(self._list)
        self._list.setAccessibleName(self.tr("Buckets"))
        self._search = QLineEdit(placeholderText=self.tr("Find a bucket"), clearButtonEnabled=True)
        self._search.setAccessibleName(self.tr("Find a bucket"))
        self._search.textChanged.connect(self._narrow)
        self._search.hide()
        self._busy = BusyIndicator()
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.hide()
        again = flat_button("refresh", self.tr("List the buckets again"))
        again.clicked.connect(self.refresh)
        head = QHBoxLayout()
        title.setMinimumHeight(34)  # as high as the path beside it
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        head.addWidget(title, 1)
        head.addWidget(self._busy)
        head.addWidget(again)
        column.addWidget(self._search)
        column.addWidget(self._list, 1)
        column.addWidget(self._note)
        self._question = LatestJob(runner, self)
        self._question.answered.connect(self._answered)
        self._question.failed.connect(self._failed)
        self._question.busy_changed.connect(self._show_busy)
        self.setMinimumWidth(130)

    def sizeHint(self) -> QSize:
        """Return room for a usual name."""
        return QSize(_WIDTH, super().sizeHint().height())

    def start(self, connection: Connection) -> None:
        """List the buckets of a connection."""
        self._connection, self._listed = connection, ()
        self._fill()
        self.refresh()

    def refresh(self) -> None:
        """List them anew."""
        if self._connection:
            self._note.hide()
            self._question.ask(ListBuckets(self._connection))

    def show_bucket(self, name: str) -> None:
        """Mark the bucket that is shown; one that is not in the list comes into it."""
        self._shown = name
        if name and self._connection and name not in self._names():
            self._typed.setdefault(self._connection, []).append(name)
            self._fill()
        self._mark()

    def forget(self, name: str) -> None:
        """Leave out a bucket that was typed, and is not there."""
        if self._connection and name not in self._listed:
            typed = self._typed.get(self._connection, [])
            if name in typed:
                typed.remove(name)
                self._fill()

    def focus(self) -> None:
        """Go to the list by keyboard."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _names(self) -> list[str]:
        typed = self._typed.get(self._connection, []) if self._connection else []
        return [*self._listed, *(name for name in typed if name not in self._listed)]

    def _fill(self) -> None:
        names = self._names()
        self._list.clear()
        for name in names:
            item = QListWidgetItem(icon("bucket", "muted"), name)
            item.setToolTip(name)
            self._list.addItem(item)
        self._search.setVisible(len(names) >= _MANY)
        self._narrow(self._search.text())
        self._mark()

    def _mark(self) -> None:
        found = self._list.findItems(self._shown, Qt.MatchFlag.MatchExactly) if self._shown else []
        if found:
            self._list.setCurrentItem(found[0])
        else:
            self._list.setCurrentRow(-1)
            self._list.clearSelection()

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold() if not self._search.isHidden() else ""
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(wanted not in item.text().casefold())

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.text())

    def _answered(self, names: Sequence[str]) -> None:
        self._listed = tuple(names)
        self._fill()
        if not self._names():
            self._note.setText(self.tr("There are no buckets yet."))
            self._note.show()

    def _failed(self, error: AppError) -> None:
        title, detail, _ = error_text(error)
        hint = self.tr("Type a bucket’s name in the address (Ctrl+L).")
        self._note.setText(f"{title}. {hint}")
        self._note.setToolTip(plain_tip(detail))
        self._note.show()

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start()
        else:
            self._busy.stop()
