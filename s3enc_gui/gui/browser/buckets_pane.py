"""List of the connection's buckets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import icon
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.styling import flat_button, label
from s3enc_gui.i18n import _
from s3enc_gui.jobs.listing.buckets import ListBuckets

_SEARCH_FROM = 12  # number of buckets from which the search field is shown
_WIDTH = 190


class BucketsPane(QWidget):
    """Lists the buckets; `chosen` carries a bucket's name.

    If they can't be listed, shows the buckets that the user entered, and why.
    """

    chosen = Signal(str)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection: Connection | None = None
        self._entered: dict[Connection, list[str]] = {}
        self._listed: tuple[str, ...] = ()
        self._shown = ""
        self._list = QListWidget()
        self._list.setIconSize(QSize(16, 16))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        title = label(_("Buckets"), "heading")
        title.setBuddy(self._list)
        self._list.setAccessibleName(_("Buckets"))
        self._search = QLineEdit(placeholderText=_("Find a bucket"), clearButtonEnabled=True)
        self._search.setAccessibleName(_("Find a bucket"))
        self._search.textChanged.connect(self._apply_search)
        self._search.hide()
        self._busy = BusyIndicator()
        self._note = label("", "muted", wrap=True)
        self._note.setAccessibleName(_("Note"))
        self._note.hide()
        self._administrator = AdministratorButton()
        again = flat_button("refresh", _("Refresh the list of buckets"))
        again.clicked.connect(self.refresh)
        head = QHBoxLayout()
        title.setMinimumHeight(34)  # the height of the path bar beside it
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
        column.addWidget(self._administrator)
        self._listing = LatestJob(runner, self)
        self._listing.answered.connect(self._answered)
        self._listing.failed.connect(self._failed)
        self._listing.busy_changed.connect(self._show_busy)
        self.setMinimumWidth(130)

    def sizeHint(self) -> QSize:
        """Return the width for a typical name (Qt)."""
        return QSize(_WIDTH, super().sizeHint().height())

    def start(self, connection: Connection) -> None:
        """List the buckets of a connection."""
        self._connection, self._listed = connection, ()
        self._fill()
        self.refresh()

    def refresh(self) -> None:
        """List the buckets again."""
        if self._connection:
            self._note.hide()
            self._administrator.show_for(None)
            self._listing.ask(ListBuckets(self._connection))

    def show_bucket(self, name: str) -> None:
        """Select the bucket that is open; add it if it isn't listed."""
        self._shown = name
        if name and self._connection and name not in self._names():
            self._entered.setdefault(self._connection, []).append(name)
            self._fill()
        self._select_shown()

    def forget(self, name: str) -> None:
        """Remove a bucket that the user entered and that doesn't exist."""
        if self._connection and name not in self._listed:
            entered = self._entered.get(self._connection, [])
            if name in entered:
                entered.remove(name)
                self._fill()

    def focus(self) -> None:
        """Set the focus to the list."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _names(self) -> list[str]:
        entered = self._entered.get(self._connection, []) if self._connection else []
        return [*self._listed, *(name for name in entered if name not in self._listed)]

    def _fill(self) -> None:
        names = self._names()
        self._list.clear()
        for name in names:
            item = QListWidgetItem(icon("bucket", "muted"), name)
            item.setToolTip(plain_tip(name))
            self._list.addItem(item)
        self._search.setVisible(len(names) >= _SEARCH_FROM)
        self._apply_search(self._search.text())
        self._select_shown()

    def _select_shown(self) -> None:
        found = self._list.findItems(self._shown, Qt.MatchFlag.MatchExactly) if self._shown else []
        if found:
            self._list.setCurrentItem(found[0])
        else:
            self._list.setCurrentRow(-1)
            self._list.clearSelection()

    def _apply_search(self, text: str) -> None:
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
            self._note.setText(_("There are no buckets in this account."))
            self._note.show()

    def _failed(self, error: AppError) -> None:
        hint = _("To open a bucket, enter its name in the address bar (Ctrl+L).")
        self._note.setText(f"{error.title}. {hint}")
        self._note.setToolTip(plain_tip(error.detail))
        self._note.show()
        self._administrator.show_for(error)

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start()
        else:
            self._busy.stop()
