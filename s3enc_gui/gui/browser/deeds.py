"""What the user does with the selected rows: each action leads to a question, and to a job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copying import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.download import DownloadWish
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.upload_plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.delete_dialog import DeleteDialog
from s3enc_gui.gui.browser.drag_out import DragOut
from s3enc_gui.gui.browser.errands import CopyErrand, DeleteErrand, FolderErrand
from s3enc_gui.gui.browser.link_dialog import LinkDialog
from s3enc_gui.gui.browser.name_dialog import NameDialog
from s3enc_gui.gui.browser.place_dialog import PlaceDialog
from s3enc_gui.gui.messages.copying import objects_text
from s3enc_gui.gui.models.object_row import ObjectRow
from s3enc_gui.jobs.deleting import DeleteObjects
from s3enc_gui.jobs.new_folder import NewFolder

if TYPE_CHECKING:
    from s3enc_gui.gui.browser.browser_panel import BrowserPanel

_Place = QStandardPaths.StandardLocation


class Deeds(QObject):
    """Opens dialogs and starts errands; `download_wanted` carries a DownloadWish."""

    download_wanted = Signal(object)

    def __init__(self, runner: Runner, panel: BrowserPanel, commands: BrowserActions) -> None:
        super().__init__(panel)
        self._runner, self._panel, self._commands = runner, panel, commands
        self._folder = QStandardPaths.writableLocation(_Place.DownloadLocation)
        self._asked: list[ObjectRow] = []  # what the dialog that is open is about
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
        self._asked = self._rows()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # --- going and fetching ---------------------------------------------------------------------

    def _open(self) -> None:
        rows = self._rows()
        if len(rows) == 1 and rows[0].is_folder:
            self._panel.go(self._panel.folder.model.location(rows[0]))

    def _download(self) -> None:
        """Ask for a folder."""
        if not self._rows() or self._panel.connection is None or self._panel.place is None:
            return
        dialog = QFileDialog(self._panel.window(), self.tr("Download to"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Download here"))
        dialog.fileSelected.connect(self._download_to)
        self._open_dialog(dialog)

    def _download_to(self, folder: str) -> None:
        connection, place = self._panel.connection, self._panel.place
        rows = self._asked
        if connection is None or place is None or not rows:
            return
        self._folder = folder
        self.download_wanted.emit(wish_for(rows, connection, place, folder))

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
        connection, place = self._panel.connection, self._panel.place
        if connection and place:
            job = NewFolder(connection, place.bucket, place.key + name)
            self._panel.errands.add(FolderErrand(self._runner, job, name, self))

    def _rename(self) -> None:
        rows = self._rows()
        if len(rows) != 1:
            return
        words = self.tr(
            "S3 cannot rename: the object is copied, the copy is verified, and only then the old"
            " one is deleted. Encryption, metadata, tags and storage class stay."
        )
        name = rows[0].name.rstrip("/")
        dialog = NameDialog(self.tr("Rename"), words, name, self.tr("Rename"), self._panel.window())
        dialog.named.connect(self._rename_to)
        self._open_dialog(dialog)

    def _rename_to(self, name: str) -> None:
        rows, place = self._asked, self._panel.place
        if len(rows) == 1 and place is not None:
            key = place.key + name + ("/" if rows[0].is_folder else "")
            words = self.tr("Renaming “{}”…").format(rows[0].name)
            self._copy(rows, Destination(place.bucket, key=key), words, move=True)

    def _copy_to(self) -> None:
        self._ask_place(self.tr("Copy to"), self.tr("Copy {}"), self._copied_to)

    def _move_to(self) -> None:
        self._ask_place(self.tr("Move to"), self.tr("Move {}"), self._moved_to)

    def _ask_place(self, title: str, what: str, slot: object) -> None:
        rows, place = self._rows(), self._panel.place
        if not rows or place is None:
            return
        name = f"“{rows[0].name}”" if len(rows) == 1 else objects_text(len(rows))
        yes = title.partition(" ")[0]
        dialog = PlaceDialog(title, what.format(name), place, yes, self._panel.window())
        dialog.placed.connect(slot)
        self._open_dialog(dialog)

    def _copied_to(self, target: Location, policy: IfExists) -> None:
        words = self.tr("Copying to {}…").format(target.uri)
        self._copy(self._asked, Destination(target.bucket, target.key), words, policy=policy)

    def _moved_to(self, target: Location, policy: IfExists) -> None:
        words = self.tr("Moving to {}…").format(target.uri)
        where = Destination(target.bucket, target.key)
        self._copy(self._asked, where, words, move=True, policy=policy)

    def _copy(
        self,
        rows: Sequence[ObjectRow],
        where: Destination,
        words: str,
        *,
        move: bool = False,
        policy: IfExists = IfExists.FAIL,
    ) -> None:
        connection, place = self._panel.connection, self._panel.place
        if connection and place:
            objects, prefixes = refs_of(rows, exact=not move)
            plan = CopyPlan(place.bucket, where, objects, prefixes, move, policy)
            self._panel.errands.add(CopyErrand(self._runner, connection, plan, words, self))

    def _delete(self) -> None:
        connection, place, rows = self._panel.connection, self._panel.place, self._rows()
        if connection and place and rows:
            objects, prefixes = refs_of(rows, exact=True)
            window = self._panel.window()
            dialog = DeleteDialog(self._runner, connection, place.bucket, objects, prefixes, window)
            dialog.confirmed.connect(self._delete_now)
            self._open_dialog(dialog)

    def _delete_now(self, job: DeleteObjects, total: int) -> None:
        self._panel.errands.add(DeleteErrand(self._runner, job, total, self))

    # --- passing on -----------------------------------------------------------------------------

    def _link(self) -> None:
        rows, connection = self._rows(), self._panel.connection
        if len(rows) == 1 and rows[0].listed is not None and connection:
            where = self._panel.folder.model.location(rows[0])
            version = rows[0].listed.version_id
            window = self._panel.window()
            self._open_dialog(LinkDialog(self._runner, connection, where, version, window))

    def _copy_uri(self) -> None:
        places = map(self._panel.folder.model.location, self._rows())
        QGuiApplication.clipboard().setText("\n".join(place.uri for place in places))

    def _copy_arn(self) -> None:
        places = map(self._panel.folder.model.location, self._rows())
        QGuiApplication.clipboard().setText("\n".join(place.arn for place in places))


def refs_of(
    rows: Sequence[ObjectRow], *, exact: bool
) -> tuple[tuple[ObjectRef, ...], tuple[str, ...]]:
    """Return the objects and the prefixes of rows; `exact`: of versions these very ones."""
    objects = []
    for row in rows:
        if row.listed is not None:
            ref = ObjectRef.of(row.listed)
            objects.append(ref if exact else ObjectRef(ref.key, None, ref.etag, ref.size))
    return tuple(objects), tuple(row.key for row in rows if row.is_folder)


def wish_for(
    rows: Sequence[ObjectRow], connection: Connection, place: Location, folder: str
) -> DownloadWish:
    """Return the download of rows into a folder of this computer."""
    return DownloadWish(
        connection,
        place.bucket,
        folder,
        tuple(row.listed for row in rows if row.listed is not None),
        tuple(row.key for row in rows if row.is_folder),
        strip=place.key,
    )
