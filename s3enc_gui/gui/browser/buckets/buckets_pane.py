"""List of the connection's buckets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.buckets.bucket_actions import BucketActions
from s3enc_gui.gui.browser.buckets.buckets_list import BucketsList
from s3enc_gui.gui.make_action import make_action
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import flat_button, label
from s3enc_gui.i18n import _
from s3enc_gui.jobs.listing.buckets import ListBuckets

_SEARCH_FROM = 12  # number of buckets from which the search field is shown
_WIDTH = 190


class BucketsPane(QWidget):
    """Lists the buckets; `chosen` carries a bucket's name.

    If they can't be listed, shows the buckets that the user entered, and why: in the list if it is
    empty, else below it. A bucket is listed
    once it was reached: `add`. `upload_requested` carries local paths and their target Location
    (None: the one that is open). `changed` carries the names that are listed.
    """

    chosen = Signal(str)
    upload_requested = Signal(list, object)
    changed = Signal(list)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection: Connection | None = None
        self._entered: dict[Connection, list[str]] = {}
        self._listed: tuple[str, ...] = ()
        self._shown = self._message = ""
        self._list = BucketsList()
        self._list.chosen.connect(self.chosen)
        self._list.drops.dropped.connect(self.upload_requested)
        self.bucket_actions = BucketActions(self)
        self._list.menu_requested.connect(self._open_menu)
        self.bucket_actions.opened.connect(self.chosen)
        self.bucket_actions.upload_requested.connect(self._request_upload)
        self.bucket_actions.forgotten.connect(self.forget)
        self.bucket_actions.closed.connect(self._list.unmark)
        page = make_action(self, _("Properties"), "info", "Alt+Return")
        page.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        page.triggered.connect(self._show_page)
        self._list.addAction(page)
        title = label(_("Buckets"), "heading")
        title.setBuddy(self._list)
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
        title.setMinimumHeight(scaled(34))  # the height of the path bar beside it
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
        self.setMinimumWidth(scaled(130))

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
            self._note.setToolTip("")
            self._show_message("" if self.names() else _("Listing…"))
            self._administrator.show_for(None)
            self._listing.ask(ListBuckets(self._connection))

    def show_bucket(self, name: str) -> None:
        """Select the bucket that is open, if it is listed."""
        self._shown = name
        self._list.select(name)

    def add(self, name: str) -> None:
        """Add a bucket that was reached, if it isn't listed."""
        if self._connection and name and name not in self.names():
            self._entered.setdefault(self._connection, []).append(name)
            self._fill()

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

    def names(self) -> list[str]:
        """Return the buckets of the list."""
        entered = self._entered.get(self._connection, []) if self._connection else []
        return [*self._listed, *(name for name in entered if name not in self._listed)]

    def _fill(self) -> None:
        names = self.names()
        self._list.fill(names)
        self.changed.emit(names)
        self._search.setVisible(len(names) >= _SEARCH_FROM)
        self._apply_search(self._search.text())
        self._list.select(self._shown)
        self._show_message(self._message)

    def _show_message(self, text: str) -> None:
        self._message = text
        is_empty = not self.names()
        self._list.show_placeholder(text if is_empty else "", self._note.toolTip())
        self._note.setText(text)
        self._note.setVisible(bool(text) and not is_empty)

    def _apply_search(self, text: str) -> None:
        self._list.filter(text.strip().casefold() if not self._search.isHidden() else "")

    def _open_menu(self, name: str, at: QPoint) -> None:
        self.bucket_actions.open_menu(name, at, is_listed=name in self._listed)

    def _show_page(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.bucket_actions.page_requested.emit(item.text())

    def _request_upload(self, name: str) -> None:
        self.upload_requested.emit([], Location(name))

    def _answered(self, names: Sequence[str]) -> None:
        self._listed = tuple(names)
        self._message = "" if names else _("There are no buckets in this account.")
        self._fill()

    def _failed(self, error: AppError) -> None:
        hint = _("To open a bucket, enter its name in the address bar (Ctrl+L).")
        self._note.setToolTip(plain_tip(error.detail))
        self._show_message(f"{error.title}. {hint}")
        self._administrator.show_for(error)

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start()
        else:
            self._busy.stop()
