"""Browser panel: navigation, folder contents and running operations."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location, key_for
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.folder.folder_panel import FolderPanel
from s3enc_gui.gui.browser.models.object_row import ObjectRow, RowName
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.navigation_bar import NavigationBar
from s3enc_gui.gui.browser.navigation_history import NavigationHistory
from s3enc_gui.gui.browser.operations.object_actions import ObjectActions
from s3enc_gui.gui.browser.operations.operation_list import OperationList
from s3enc_gui.gui.widgets.drops.target_drops import DropTarget, TargetDrops
from s3enc_gui.i18n import text

_MAX_REMEMBERED = 2000  # selected rows of a location in the history
_NO_BUCKET = ("404", "NoSuchBucket", "InvalidBucketName")


class BrowserPanel(QWidget):
    """Shows a folder and navigates between folders.

    Signals: `arrived` carries the Location shown (None: no bucket is open), `selection_changed` a
    list of the selected rows, `upload_requested` local paths and their target Location (None: the
    one shown), `download_requested` a DownloadRequest, `bucket_missing` the name of a bucket that
    doesn't exist, `reached` that of one that S3 has listed.
    """

    arrived = Signal(object)
    selection_changed = Signal(object)
    upload_requested = Signal(list, object)
    download_requested = Signal(object)
    bucket_missing = Signal(str)
    reached = Signal(str)

    def __init__(self, runner: Runner, actions: BrowserActions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._connection: Connection | None = None
        self._versions = False
        self._select_key = ""  # to select as soon as it is listed
        self._select_again: Sequence[RowName] = ()  # rows that were selected here before
        self.history = NavigationHistory()
        self.navigation = NavigationBar(actions.for_bar)
        self.operations = OperationList(self)
        self.folder = FolderPanel(runner)
        self.waiting = (self.operations, self.folder.feed)  # perhaps for a sign-in
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.navigation)
        column.addWidget(self.operations)
        column.addWidget(self.folder, 1)
        self.folder.table.addActions(actions.for_table)
        self._object_actions = ObjectActions(
            runner, actions, self.folder.table, self.folder.model, self.operations
        )
        self._drops = TargetDrops(self.folder.table, self._drop_target_at)
        self._connect()
        self._open()

    @property
    def location(self) -> Location | None:
        """The location shown; None if no bucket is open."""
        return self.history.location

    @property
    def model(self) -> ObjectsModel:
        """The objects and folders that are listed."""
        return self.folder.model

    def enable_upload(self, enabled: bool) -> None:
        """Enable or disable the button of the drop area."""
        self.folder.view.drop_area.button.setEnabled(enabled)

    def highlight_drop_area(self, on: bool) -> None:
        """Highlight the drop area while files are dragged over the window."""
        self.folder.view.drop_area.highlight(on)

    def start(self, connection: Connection, location: Location | None) -> None:
        """Use another connection, at a location or without an open bucket."""
        self.operations.remove_finished()
        self._connection = self._object_actions.connection = connection
        self.history.clear()
        if location is None:
            self._open()
        else:
            self.go(location)

    def go(self, location: Location) -> None:
        """Show a folder; for any other key, show its folder and select it."""
        folder = location.key[: location.key.rfind("/") + 1]
        self._select_key = location.key if location.key != folder else ""
        target = Location(location.bucket, folder)
        if target == self.location and self.folder.is_listing:
            self.navigation.path.show_location(target)  # the second click of two
            if self._select_key:
                self.folder.table.clearSelection()
            return
        self._remember()
        self._select_again = ()
        self.history.visit(target)
        self._open()

    def open_row(self, row: ObjectRow) -> None:
        """Open a listed folder; do nothing for an object."""
        if row.is_folder:
            self.go(self.folder.model.location_of(row))

    def back(self) -> None:
        """Go back in the history, and restore the selection."""
        self._remember()
        self._return_to(self.history.back())

    def forward(self) -> None:
        """Go forward in the history, and restore the selection."""
        self._remember()
        self._return_to(self.history.forward())

    def up(self) -> None:
        """Show the parent folder, and select the one that was open."""
        parent = self.history.parent
        if parent is not None and self.location is not None:
            child = self.location.key
            self.go(parent)
            self._select_key = child

    def refresh(self) -> None:
        """List the folder again, and read the encryption of all objects again."""
        self.folder.refresh(fresh=True)

    def show_changes(self, key: str = "") -> None:
        """List the folder again, and select `key` if it is in it.

        The encryption status of unchanged objects is kept.
        """
        location = self.location
        if key and location and key.startswith(location.key):
            rest = key[len(location.key) :]
            folder, slash, _rest = rest.partition("/")
            self._select_key = location.key + folder + slash
            self.folder.table.clearSelection()
        self.folder.refresh(fresh=False)

    def focus(self) -> None:
        """Set the focus to the table, or to the Upload button if no bucket is open."""
        if self.location is None:
            self.folder.view.drop_area.button.setFocus()
        else:
            self.folder.table.setFocus()

    # --- inside ---------------------------------------------------------------------------------

    def _remember(self) -> None:
        """Save the selection; while rows are still being listed, keep the saved one."""
        rows = self.folder.table.selected()
        if rows or not self.folder.is_listing:
            self.history.remember([row.id for row in rows[:_MAX_REMEMBERED]])

    def _return_to(self, location: Location | None) -> None:
        if location is not None:
            self._select_key, self._select_again = "", self.history.selected
            self._open()

    def _open(self) -> None:
        location = self.location
        self.navigation.show_location(location)
        self.operations.show_bucket(location.bucket if location else "")
        self._actions.show_history(self.history)
        if location is None or self._connection is None:
            self.folder.close_folder(connected=self._connection is not None)
        else:
            self.folder.open(self._connection, location, versions=self._versions)
        self.arrived.emit(location)

    def _listed(self) -> None:
        """Restore a selection; open a folder that was entered without its `/`."""
        key, self._select_key = self._select_key, ""
        names, self._select_again = self._select_again, ()
        if self.location is None or self.folder.table.selectionModel().hasSelection():
            return  # the user has selected something since
        rows = self.folder.model.all
        if not key:
            self.folder.table.select([row for name in names if (row := rows.find(name))])
            return
        # If versions are shown, the newest one of a key comes first.
        if row := rows.find(key) or next((row for row in rows if row.key == key), None):
            self.folder.table.go_to(row)
        elif rows.find(key_for(key, "")):
            self.go(Location(self.location.bucket, key_for(key, "")))
        elif not key.endswith("/"):
            title = text("“{name}” isn't in this folder", name=key.rpartition("/")[2])
            detail = text("No object has this key. S3enc shows the folder it would be in.")
            self.folder.banner.show_warning(AppError(title, detail))

    def _emit_selection(self) -> None:
        self.selection_changed.emit(self.folder.table.selected())

    def _failed(self, error: AppError) -> None:
        if self.location and error.code in _NO_BUCKET:
            self.bucket_missing.emit(self.location.bucket)

    def _upload_here(self) -> None:
        """Upload to the selected folder, or else to the one that is open."""
        rows = self.folder.table.selected()
        is_folder = len(rows) == 1 and rows[0].is_folder
        target = self.folder.model.location_of(rows[0]) if is_folder else None
        self.upload_requested.emit([], target)

    def _show_versions(self, shown: bool) -> None:
        self._versions = shown
        self._open()

    def _drop_target_at(self, at: QPoint) -> DropTarget:
        """The folder whose row is below the pointer, or else the folder that is open."""
        table, model = self.folder.table, self.folder.model
        index = table.indexAt(at)
        row = model.row(index.row()) if index.isValid() else None
        if row is None or not row.is_folder:
            return DropTarget(model.folder, table.viewport().rect())
        line = table.visualRect(index)
        return DropTarget(
            model.location_of(row), QRect(0, line.top(), table.viewport().width(), line.height())
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back and forward with the mouse buttons (Qt)."""
        match event.button():
            case Qt.MouseButton.BackButton if self.history.previous:
                self.back()
            case Qt.MouseButton.ForwardButton if self.history.next:
                self.forward()
            case _:
                super().mousePressEvent(event)

    def _go_from_path(self, location: Location) -> None:
        """Go to a location of the path bar, and set the focus to the table."""
        self.go(location)
        self._focus_table()

    def _focus_table(self) -> None:
        """Set the focus to the table, and select its first row if none is current."""
        table = self.folder.table
        if not table.isVisibleTo(self):
            return
        table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        rows = self.folder.model.rows()
        if rows and not table.currentIndex().isValid():
            table.go_to(rows[0])

    def _find(self) -> None:
        self.navigation.filter.setFocus()
        self.navigation.filter.selectAll()

    def _connect(self) -> None:
        actions = self._actions
        self.navigation.path.chosen.connect(self._go_from_path)
        self.navigation.left.connect(self._focus_table)
        self.navigation.path.problem.connect(self.folder.banner.show_error)
        self.navigation.path.problem_dismissed.connect(self.folder.banner.clear)
        self.navigation.filtered.connect(self.folder.filter_names)
        self.folder.unfiltered.connect(self.navigation.clear_filter)
        self.folder.table.opened.connect(self.open_row)
        self.folder.table.selection_changed.connect(self._emit_selection)
        self.folder.view.drop_area.pressed.connect(lambda: self.upload_requested.emit([], None))
        self.folder.listed.connect(self._listed)
        self.folder.failed.connect(self._failed)
        self.folder.reached.connect(self.reached)
        self.operations.changed.connect(self.show_changes)
        self._drops.dropped.connect(self.upload_requested)
        self._object_actions.opened.connect(self.open_row)
        self._object_actions.problem.connect(self.folder.banner.show_error)
        self._object_actions.download_requested.connect(self.download_requested)
        for action, slot in (
            (actions.back, self.back),
            (actions.forward, self.forward),
            (actions.up, self.up),
            (actions.refresh, self.refresh),
            (actions.find, self._find),
            (actions.upload_here, self._upload_here),
            (actions.address, self.navigation.path.edit),
        ):
            action.triggered.connect(slot)
        actions.versions.toggled.connect(self._show_versions)
        actions.by_bytes.toggled.connect(self.model.sort_by_bytes)
