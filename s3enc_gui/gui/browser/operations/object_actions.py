"""Actions on the selected rows: asks in dialogs, then starts operations."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.deletion import DeletionCount
from s3enc_gui.domain.location import Location, key_for
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.folder.drag_out import DragOut
from s3enc_gui.gui.browser.folder.objects_table import ObjectsTable
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.browser.operations.delete_dialog import DeleteDialog
from s3enc_gui.gui.browser.operations.destination_dialog import (
    DestinationDialog,
    destination_heading,
)
from s3enc_gui.gui.browser.operations.encryption_request import EncryptionRequest
from s3enc_gui.gui.browser.operations.name_dialog import NameDialog
from s3enc_gui.gui.browser.operations.operation_list import OperationList
from s3enc_gui.gui.browser.operations.operations import (
    CopyOperation,
    DeleteOperation,
    NewFolderOperation,
)
from s3enc_gui.gui.browser.operations.presigned_url_dialog import LinkDialog
from s3enc_gui.gui.browser.operations.restoring import Restorer
from s3enc_gui.gui.browser.operations.selection_collector import SelectionCollector, request_for
from s3enc_gui.i18n import _
from s3enc_gui.jobs.deletion.delete_objects import DeleteObjects
from s3enc_gui.jobs.listing.new_folder import NewFolder

_Folder = QStandardPaths.StandardLocation


@dataclass(frozen=True, slots=True)
class _Context:
    """What a dialog is about, whatever is shown when it is answered."""

    connection: Connection | None = None
    location: Location | None = None
    rows: Sequence[ObjectRow] = ()


_EMPTY = _Context()


class ObjectActions(QObject):
    """Performs the actions for the selected rows of the table.

    `opened` carries the ObjectRow to open, `download_requested` a DownloadRequest, `problem` an
    AppError. Operations are added to the `operations` list. `connection` is set by the owner.
    """

    opened = Signal(object)
    download_requested = Signal(object)
    problem = Signal(object)

    def __init__(
        self,
        runner: Runner,
        actions: BrowserActions,
        table: ObjectsTable,
        model: ObjectsModel,
        operations: OperationList,
    ) -> None:
        super().__init__(table)
        self.connection: Connection | None = None
        self._runner, self._actions = runner, actions
        self._table, self._model, self._operations = table, model, operations
        self._folder = ""  # the target of the last download
        self._context = _EMPTY  # of the open dialog
        shown = lambda: (self.connection, self._location(), self._rows())  # noqa: E731
        self._restorer = Restorer(runner, operations, actions.restore, shown, self)
        self._drag_out = DragOut(runner, table)
        self._drag_out.problem.connect(self.problem)
        EncryptionRequest(actions, self._rows, lambda: (self.connection, self._location()), self)
        table.dragged.connect(self._drag)
        table.selection_changed.connect(self._enable_actions)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        for action, slot in (
            (actions.open, self._open),
            (actions.download, self._download),
            (actions.new_folder, self._new_folder),
            (actions.rename, self._rename),
            (actions.copy_to, self._copy_to),
            (actions.move_to, self._move_to),
            (actions.delete, self._delete),
            (actions.link, self._link),
            (actions.copy_uri, self._copy_uri),
            (actions.copy_arn, self._copy_arn),
        ):
            action.triggered.connect(slot)

    # --- selection ------------------------------------------------------------------------------

    def _rows(self) -> list[ObjectRow]:
        return self._table.selected()

    def _location(self) -> Location | None:
        location = self._model.folder
        return location if location.bucket else None

    def _window(self) -> QWidget:
        return self._table.window()

    def _enable_actions(self) -> None:
        self._actions.show_rows(self._rows())

    def _open_menu(self, at: QPoint) -> None:
        menu = self._actions.context_menu(self._table, self._rows())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _open_dialog(self, dialog: QDialog) -> None:
        self._context = _Context(self.connection, self._location(), self._rows())
        dialog.finished.connect(self._clear_context)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _clear_context(self) -> None:
        self._context = _EMPTY  # may hold very many rows

    # --- open and download ----------------------------------------------------------------------

    def _open(self) -> None:
        rows = self._rows()
        if len(rows) == 1:
            self.opened.emit(rows[0])

    def _download(self) -> None:
        """Ask for a folder."""
        if not self._rows() or self.connection is None or self._location() is None:
            return
        folder = self._folder or QStandardPaths.locate(
            _Folder.DownloadLocation, "", QStandardPaths.LocateOption.LocateDirectory
        )
        folder = folder or QStandardPaths.writableLocation(_Folder.HomeLocation)
        dialog = QFileDialog(self._window(), _("Download to"), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Download here"))
        dialog.fileSelected.connect(self._download_to)
        self._open_dialog(dialog)

    def _download_to(self, folder: str) -> None:
        context = self._context
        if context.connection and context.location and context.rows:
            self._folder = folder
            request = request_for(context.rows, context.connection, context.location, folder)
            self.download_requested.emit(request)

    def _drag(self) -> None:
        location = self._location()
        if self.connection and location:
            self._drag_out.start(self.connection, location, self._rows())

    # --- change objects -------------------------------------------------------------------------

    def _new_folder(self) -> None:
        explanation = _(
            "S3enc creates an empty object for the folder. It gets the encryption last "
            "used for this bucket, or the bucket default."
        )
        dialog = NameDialog(
            _("New folder"), explanation, "", _("Create folder"), self._window(), allow_slash=True
        )
        dialog.named.connect(self._create_folder)
        self._open_dialog(dialog)

    def _create_folder(self, name: str) -> None:
        connection, location = self._context.connection, self._context.location
        if connection and location:
            job = NewFolder(connection, location.bucket, key_for(location.key, name))
            self._operations.add(NewFolderOperation(self._runner, job, name, self))

    def _rename(self) -> None:
        rows = self._rows()
        if len(rows) != 1:
            return
        explanation = (
            _(
                "To rename the folder, S3enc copies every object in it, verifies each copy "
                "and then deletes the original. Encryption, metadata, tags and storage "
                "class don't change."
            )
            if rows[0].is_folder
            else _(
                "To rename the object, S3enc copies it, verifies the copy and then deletes "
                "the original. Encryption, metadata, tags and storage class don't change."
            )
        )
        name = rows[0].name.removesuffix("/")
        dialog = NameDialog(_("Rename"), explanation, name, _("Rename"), self._window())
        dialog.named.connect(self._rename_to)
        self._open_dialog(dialog)

    def _rename_to(self, name: str) -> None:
        rows, location = self._context.rows, self._context.location
        if len(rows) == 1 and location is not None:
            key = key_for(location.key, key_for(name, "") if rows[0].is_folder else name)
            title = _("Renaming “{name}”…").format(name=rows[0].name)
            self._copy(Destination(location.bucket, key=key), title, move=True)

    def _copy_to(self) -> None:
        self._ask_destination(move=False)

    def _move_to(self) -> None:
        self._ask_destination(move=True)

    def _ask_destination(self, *, move: bool) -> None:
        rows, location, connection = self._rows(), self._location(), self.connection
        if not rows or location is None or connection is None:
            return
        restores = not move and any(row.listed and not row.listed.is_latest for row in rows)
        heading, window = destination_heading(rows, move=move), self._window()
        dialog = DestinationDialog(
            heading, location, self._runner, connection, window,
            moves=move, allow_same=restores, several=len(rows) > 1,
        )  # fmt: skip
        dialog.chosen.connect(self._move_now if move else self._copy_now)
        self._open_dialog(dialog)

    def _copy_now(self, target: Location, policy: IfExists) -> None:
        title = _("Copying to {location}…").format(location=target.uri)
        self._copy(Destination(target.bucket, target.key), title, policy=policy)

    def _move_now(self, target: Location, policy: IfExists) -> None:
        title = _("Moving to {location}…").format(location=target.uri)
        self._copy(Destination(target.bucket, target.key), title, move=True, policy=policy)

    def _copy(
        self,
        destination: Destination,
        title: str,
        *,
        move: bool = False,
        policy: IfExists = IfExists.FAIL,
    ) -> None:
        connection, location = self._context.connection, self._context.location
        if connection is None or location is None:
            return
        bucket = location.bucket

        def start(objects: tuple[ObjectRef, ...], prefixes: tuple[str, ...]) -> None:
            plan = CopyPlan(bucket, destination, objects, prefixes, move, policy)
            self._operations.add(CopyOperation(self._runner, connection, plan, title, self))

        SelectionCollector(self._context.rows, start, self, exact=not move)

    def _delete(self) -> None:
        connection, location, rows = self.connection, self._location(), self._rows()
        if connection is None or location is None or not rows:
            return
        bucket = location.bucket

        def ask(objects: tuple[ObjectRef, ...], prefixes: tuple[str, ...]) -> None:
            window = self._window()
            dialog = DeleteDialog(self._runner, connection, bucket, objects, prefixes, window)
            dialog.confirmed.connect(self._delete_now)
            self._open_dialog(dialog)

        SelectionCollector(rows, ask, self, exact=True)

    def _delete_now(self, job: DeleteObjects, count: DeletionCount) -> None:
        operation = DeleteOperation(self._runner, job, count, self)
        operation.undo_requested.connect(self._restorer.undo)
        self._operations.add(operation)

    # --- copy links and addresses ---------------------------------------------------------------

    def _link(self) -> None:
        rows, connection = self._rows(), self.connection
        if len(rows) == 1 and rows[0].listed is not None and connection:
            location, version = self._model.location_of(rows[0]), rows[0].listed.version_id
            dialog = LinkDialog(self._runner, connection, location, version, self._window())
            self._open_dialog(dialog)

    def _copy_uri(self) -> None:
        self._copy_text([self._model.location_of(row).uri for row in self._rows()])

    def _copy_arn(self) -> None:
        region = self._model.region
        self._copy_text([self._model.location_of(row).arn(region) for row in self._rows()])

    def _copy_text(self, lines: list[str]) -> None:
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))
