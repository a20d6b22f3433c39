"""What the user does with the selected rows: each action leads to a question, and to a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.deletion import DeletionCount
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.location import Location, key_for, plain_name
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.folder.drag_out import DragOut
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.operations.delete_dialog import DeleteDialog
from s3enc_gui.gui.browser.operations.destination_dialog import DestinationDialog
from s3enc_gui.gui.browser.operations.link_dialog import LinkDialog
from s3enc_gui.gui.browser.operations.name_dialog import NameDialog
from s3enc_gui.gui.browser.operations.operations import (
    CopyOperation,
    DeleteOperation,
    NewFolderOperation,
)
from s3enc_gui.gui.browser.operations.selection_collector import SelectionCollector
from s3enc_gui.gui.messages.counts import folder_text, things_text
from s3enc_gui.jobs.deletion import DeleteObjects
from s3enc_gui.jobs.listing.new_folder import NewFolder

if TYPE_CHECKING:
    from s3enc_gui.gui.browser.browser_panel import BrowserPanel

_Place = QStandardPaths.StandardLocation


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question is about: it stays so whatever is shown when it is answered."""

    connection: Connection | None = None
    place: Location | None = None
    rows: Sequence[ObjectRow] = ()


_NOTHING = _Asked()


class ObjectActions(QObject):
    """Opens dialogs and starts errands; `download_wanted` carries a DownloadWish."""

    download_wanted = Signal(object)

    def __init__(self, runner: Runner, panel: BrowserPanel, commands: BrowserActions) -> None:
        super().__init__(panel)
        self._runner, self._panel, self._commands = runner, panel, commands
        self._folder = ""  # the last one that was downloaded to
        self._asked = _NOTHING  # what the dialog that is open is about
        table = panel.folder.table
        self._drag_out = DragOut(runner, table)
        self._drag_out.problem.connect(panel.folder.banner.show_error)
        table.dragged.connect(self._drag)
        table.chosen.connect(self._show_possible)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        for action, slot in (
            (commands.open, self._open),
            (commands.download, self._download),
            (commands.new_folder, self._new_folder),
            (commands.rename, self._rename),
            (commands.copy_to, self._copy_to),
            (commands.move_to, self._move_to),
            (commands.delete, self._delete),
            (commands.link, self._link),
            (commands.copy_uri, self._copy_uri),
            (commands.copy_arn, self._copy_arn),
        ):
            action.triggered.connect(slot)

    # --- what is selected -----------------------------------------------------------------------

    def _rows(self) -> list[ObjectRow]:
        return self._panel.folder.table.selected()

    def _show_possible(self) -> None:
        self._commands.show_rows(self._rows())

    def _open_menu(self, at: QPoint) -> None:
        table = self._panel.folder.table
        menu = self._commands.context_menu(table, self._rows())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(table.viewport().mapToGlobal(at))

    def _open_dialog(self, dialog: QDialog) -> None:
        self._asked = _Asked(self._panel.connection, self._panel.place, self._rows())
        dialog.finished.connect(self._forget)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _forget(self) -> None:
        self._asked = _NOTHING  # it may have been very many

    # --- going and fetching ---------------------------------------------------------------------

    def _open(self) -> None:
        rows = self._rows()
        if len(rows) == 1:
            self._panel.open_row(rows[0])

    def _download(self) -> None:
        """Ask for a folder."""
        if not self._rows() or self._panel.connection is None or self._panel.place is None:
            return
        folder = self._folder or QStandardPaths.locate(
            _Place.DownloadLocation, "", QStandardPaths.LocateOption.LocateDirectory
        )
        folder = folder or QStandardPaths.writableLocation(_Place.HomeLocation)
        dialog = QFileDialog(self._panel.window(), self.tr("Download to"), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Download here"))
        dialog.fileSelected.connect(self._download_to)
        self._open_dialog(dialog)

    def _download_to(self, folder: str) -> None:
        asked = self._asked
        if asked.connection and asked.place and asked.rows:
            self._folder = folder
            request = request_for(asked.rows, asked.connection, asked.place, folder)
            self.download_wanted.emit(request)

    def _drag(self) -> None:
        connection, place = self._panel.connection, self._panel.place
        if connection and place:
            self._drag_out.start(connection, place, self._rows())

    # --- changing what is there -----------------------------------------------------------------

    def _new_folder(self) -> None:
        words = self.tr("An empty object stands for the folder, encrypted as your uploads are.")
        dialog = NameDialog(
            self.tr("New folder"), words, "", self.tr("Make folder"), self._panel.window(),
            may_nest=True,
        )  # fmt: skip
        dialog.named.connect(self._make_folder)
        self._open_dialog(dialog)

    def _make_folder(self, name: str) -> None:
        connection, place = self._asked.connection, self._asked.place
        if connection and place:
            job = NewFolder(connection, place.bucket, key_for(place.key, name))
            self._panel.operations.add(NewFolderOperation(self._runner, job, name, self))

    def _rename(self) -> None:
        rows = self._rows()
        if len(rows) != 1:
            return
        words = self.tr(
            "S3 cannot rename: all that is in the folder and below it is copied, each copy is"
            " verified, and only then the old one is deleted. Encryption, metadata, tags and"
            " storage class stay."
            if rows[0].is_folder
            else "S3 cannot rename: the object is copied, the copy is verified, and only then the"
            " old one is deleted. Encryption, metadata, tags and storage class stay."
        )
        name = rows[0].name.removesuffix("/")
        dialog = NameDialog(self.tr("Rename"), words, name, self.tr("Rename"), self._panel.window())
        dialog.named.connect(self._rename_to)
        self._open_dialog(dialog)

    def _rename_to(self, name: str) -> None:
        rows, place = self._asked.rows, self._asked.place
        if len(rows) == 1 and place is not None:
            key = key_for(place.key, key_for(name, "") if rows[0].is_folder else name)
            words = self.tr("Renaming “{}”…").format(rows[0].name)
            self._copy(Destination(place.bucket, key=key), words, move=True)

    def _copy_to(self) -> None:
        self._ask_place(self.tr("Copy to"), self.tr("Copy {}"), self._copied_to, move=False)

    def _move_to(self) -> None:
        self._ask_place(self.tr("Move to"), self.tr("Move {}"), self._moved_to, move=True)

    def _ask_place(self, title: str, what: str, slot: object, *, move: bool) -> None:
        rows, place = self._rows(), self._panel.place
        if not rows or place is None:
            return
        yes = title.partition(" ")[0]
        restores = not move and any(row.listed and not row.listed.is_latest for row in rows)
        dialog = DestinationDialog(
            title, what.format(_rows_text(rows)), place, yes, self._panel.window(),
            moves=move, may_stay=restores, several=len(rows) > 1,
        )  # fmt: skip
        dialog.placed.connect(slot)
        self._open_dialog(dialog)

    def _copied_to(self, target: Location, policy: IfExists) -> None:
        words = self.tr("Copying to {}…").format(target.uri)
        self._copy(Destination(target.bucket, target.key), words, policy=policy)

    def _moved_to(self, target: Location, policy: IfExists) -> None:
        words = self.tr("Moving to {}…").format(target.uri)
        where = Destination(target.bucket, target.key)
        self._copy(where, words, move=True, policy=policy)

    def _copy(
        self,
        where: Destination,
        words: str,
        *,
        move: bool = False,
        policy: IfExists = IfExists.FAIL,
    ) -> None:
        connection, place, rows = self._asked.connection, self._asked.place, self._asked.rows
        if connection is None or place is None:
            return
        bucket = place.bucket

        def start(objects: tuple[ObjectRef, ...], prefixes: tuple[str, ...]) -> None:
            plan = CopyPlan(bucket, where, objects, prefixes, move, policy)
            self._panel.operations.add(CopyOperation(self._runner, connection, plan, words, self))

        SelectionCollector(rows, start, self, exact=not move)

    def _delete(self) -> None:
        connection, place, rows = self._panel.connection, self._panel.place, self._rows()
        if connection is None or place is None or not rows:
            return
        bucket = place.bucket

        def ask(objects: tuple[ObjectRef, ...], prefixes: tuple[str, ...]) -> None:
            window = self._panel.window()
            dialog = DeleteDialog(self._runner, connection, bucket, objects, prefixes, window)
            dialog.confirmed.connect(self._delete_now)
            self._open_dialog(dialog)

        SelectionCollector(rows, ask, self, exact=True)

    def _delete_now(self, job: DeleteObjects, count: DeletionCount) -> None:
        self._panel.operations.add(DeleteOperation(self._runner, job, count, self))

    # --- passing on -----------------------------------------------------------------------------

    def _link(self) -> None:
        rows, connection = self._rows(), self._panel.connection
        if len(rows) == 1 and rows[0].listed is not None and connection:
            where = self._panel.folder.model.location(rows[0])
            version = rows[0].listed.version_id
            window = self._panel.window()
            self._open_dialog(LinkDialog(self._runner, connection, where, version, window))

    def _copy_uri(self) -> None:
        bucket = self._panel.folder.model.place.bucket
        self._copy_text([Location(bucket, row.key).uri for row in self._rows()])

    def _copy_arn(self) -> None:
        bucket = self._panel.folder.model.place.bucket
        self._copy_text([Location(bucket, row.key).arn for row in self._rows()])

    def _copy_text(self, lines: list[str]) -> None:
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))


def request_for(
    rows: Sequence[ObjectRow], connection: Connection, place: Location, folder: str
) -> DownloadRequest:
    """Return the download of rows into a folder of this computer."""
    return DownloadRequest(
        connection,
        place.bucket,
        folder,
        tuple(row.listed for row in rows if row.listed is not None),
        tuple(row.key for row in rows if row.is_folder),
        strip=place.key,
    )


def _rows_text(rows: Sequence[ObjectRow]) -> str:
    """Name one row, or count them: `the folder “x”`, `2 folders and 3 objects`."""
    folders = sum(row.is_folder for row in rows)
    if len(rows) == 1:
        name = plain_name(rows[0].key)
        return folder_text(name) if folders else f"“{name}”"
    return things_text(len(rows) - folders, folders)
