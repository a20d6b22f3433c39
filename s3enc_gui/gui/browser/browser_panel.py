"""The middle of the window: going from folder to folder."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, key_for
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.folder.drops import FolderDrops
from s3enc_gui.gui.browser.folder.folder_panel import FolderPanel
from s3enc_gui.gui.browser.models.object_row import ObjectRow, RowName
from s3enc_gui.gui.browser.navigation_bar import NavigationBar
from s3enc_gui.gui.browser.navigation_history import NavigationHistory
from s3enc_gui.gui.browser.operations.object_actions import ObjectActions
from s3enc_gui.gui.browser.operations.operation_list import OperationList

_MOST_REMEMBERED = 2000  # rows selected at a place one has left
_NO_BUCKET = ("404", "NoSuchBucket", "InvalidBucketName")


class BrowserPanel(QWidget):
    """A folder, where it is, and the ways to others.

    `arrived` carries the Location shown (None: none), `upload_wanted` paths of this computer and
    the Location they are to go to, `download_wanted` a DownloadWish, `missed` the name of a bucket
    that is not there.
    """

    arrived = Signal(object)
    upload_wanted = Signal(list, object)
    download_wanted = Signal(object)
    missed = Signal(str)

    def __init__(self, runner: Runner, commands: BrowserActions, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self._connection: Connection | None = None
        self._versions = False
        self._request = ""  # a key to select as soon as it is listed
        self._left: Sequence[RowName] = ()  # rows to select again where one comes back to
        self.navigation_history = NavigationHistory()
        self.navigation = NavigationBar(commands.for_bar)
        self.operations = OperationList(self)
        self.folder = FolderPanel(runner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.navigation)
        column.addWidget(self.operations)
        column.addWidget(self.folder, 1)
        self.folder.table.addActions(commands.for_table)
        self._object_actions = ObjectActions(runner, self, commands)
        self._drops = FolderDrops(self.folder.table, self.folder.model)
        self._connect()
        self._open()

    @property
    def place(self) -> Location | None:
        """What is shown."""
        return self.navigation_history.place

    @property
    def connection(self) -> Connection | None:
        """With which it is shown."""
        return self._connection

    def start(self, connection: Connection, place: Location | None) -> None:
        """Begin with a connection, at a bucket or nowhere."""
        self.operations.give_way()
        self._connection = connection
        self.navigation_history.forget()
        if place is None:
            self._open()
        else:
            self.go(place)

    def go(self, place: Location) -> None:
        """Show a folder; of any other key the folder it is in, with it selected."""
        folder = place.key[: place.key.rfind("/") + 1]
        self._request = place.key if place.key != folder else ""
        there = Location(place.bucket, folder)
        if there == self.place and self.folder.is_listing:
            self.navigation.path.show_place(there)  # the second click of two
            if self._request:
                self.folder.table.clearSelection()
            return
        self._remember()
        self._left = ()
        self.navigation_history.visit(there)
        self._open()

    def open_row(self, row: ObjectRow) -> None:
        """Go into a folder of those listed; an object is nothing to go into."""
        if row.is_folder:
            self.go(self.folder.model.location(row))

    def back(self) -> None:
        """Show what was shown before, as it was left."""
        self._remember()
        self._leave_for(self.navigation_history.back())

    def forward(self) -> None:
        """Show what `back` left."""
        self._remember()
        self._leave_for(self.navigation_history.forward())

    def up(self) -> None:
        """Show the folder above, with the one that was left selected."""
        above = self.navigation_history.above
        if above is not None and self.place is not None:
            left = self.place.key
            self.go(above)
            self._request = left

    def refresh(self) -> None:
        """List anew, and ask S3 anew how each object is encrypted."""
        self.folder.refresh(fresh=True)

    def show_news(self, key: str = "") -> None:
        """List anew, and select `key` if it is here.

        What was seen of objects that are the same is kept.
        """
        place = self.place
        if key and place and key.startswith(place.key):
            rest = key[len(place.key) :]
            folder, slash, _ = rest.partition("/")
            self._request = place.key + folder + slash
            self.folder.table.clearSelection()
        self.folder.refresh(fresh=False)

    def enter(self) -> None:
        """Go to the table by keyboard, or to the invitation where no bucket is open."""
        if self.place is None:
            self.folder.view.drop_area.button.setFocus()
        else:
            self.folder.table.setFocus()

    # --- inside ---------------------------------------------------------------------------------

    def _remember(self) -> None:
        """Note what is selected; what was before still holds while its rows are to come."""
        rows = self.folder.table.selected()
        if rows or not self.folder.is_listing:
            self.navigation_history.remember([row.id for row in rows[:_MOST_REMEMBERED]])

    def _leave_for(self, place: Location | None) -> None:
        if place is not None:
            self._request, self._left = "", self.navigation_history.chosen
            self._open()

    def _open(self) -> None:
        place = self.place
        self.navigation.show_place(place)
        self.operations.come_to(place.bucket if place else "")
        self._commands.show_navigation_history(self.navigation_history)
        if place is None or self._connection is None:
            self.folder.close_folder()
        else:
            self.folder.open(self._connection, place, versions=self._versions)
        self.arrived.emit(place)

    def _listed(self) -> None:
        """Select what was wished for or left; a folder typed without its `/` is opened."""
        request, self._request = self._request, ""
        left, self._left = self._left, ()
        if self.place is None or self.folder.table.selectionModel().hasSelection():
            return  # something else has been chosen since
        rows = self.folder.model.all
        if not request:
            self.folder.table.choose([row for name in left if (row := rows.find(name))])
            return
        # With versions shown the newest one of a key comes first.
        if row := rows.find(request) or next((row for row in rows if row.key == request), None):
            self.folder.table.point_at(row)
        elif rows.find(key_for(request, "")):
            self.go(Location(self.place.bucket, key_for(request, "")))
        elif not request.endswith("/"):
            title = self.tr("There is no object “{}” here").format(request.rpartition("/")[2])
            told = self.tr("This is the folder that it would be in.")
            self.folder.banner.show_warning(AppError(title, told))

    def _failed(self, error: AppError) -> None:
        if self.place and error.code in _NO_BUCKET:
            self.missed.emit(self.place.bucket)

    def _show_versions(self, shown: bool) -> None:
        self._versions = shown
        self._open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back and forward by the mouse's own buttons."""
        match event.button():
            case Qt.MouseButton.BackButton if self.navigation_history.before:
                self.back()
            case Qt.MouseButton.ForwardButton if self.navigation_history.after:
                self.forward()
            case _:
                super().mousePressEvent(event)

    def _go_typed(self, place: Location) -> None:
        """Go where the path leads; by keyboard one goes on in the table."""
        self.go(place)
        self._enter_table()

    def _enter_table(self) -> None:
        """Go to the table by keyboard, at its first row where there was none."""
        table = self.folder.table
        if not table.isVisibleTo(self):
            return
        table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        rows = self.folder.model.rows()
        if rows and not table.currentIndex().isValid():
            table.point_at(rows[0])

    def _find(self) -> None:
        self.navigation.filter.setFocus()
        self.navigation.filter.selectAll()

    def _connect(self) -> None:
        commands = self._commands
        self.navigation.path.chosen.connect(self._go_typed)
        self.navigation.left.connect(self._enter_table)
        self.navigation.path.problem.connect(self.folder.banner.show_error)
        self.navigation.path.given_up.connect(self.folder.banner.clear)
        self.navigation.filtered.connect(self.folder.filter_names)
        self.folder.unfiltered.connect(self.navigation.clear_filter)
        self.folder.table.opened.connect(self.open_row)
        self.folder.listed.connect(self._listed)
        self.folder.failed.connect(self._failed)
        self.operations.changed.connect(self.show_news)
        self._drops.dropped.connect(self.upload_wanted)
        self._object_actions.download_wanted.connect(self.download_wanted)
        for action, slot in (
            (commands.back, self.back),
            (commands.forward, self.forward),
            (commands.up, self.up),
            (commands.refresh, self.refresh),
            (commands.find, self._find),
            (commands.address, self.navigation.path.edit),
        ):
            action.triggered.connect(slot)
        commands.versions.toggled.connect(self._show_versions)
