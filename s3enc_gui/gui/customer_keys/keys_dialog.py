"""The Keys window: the customer-provided keys (SSE-C) of this computer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.customer_keys.known_key import KnownKey, bucket_text
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.customer_keys.check_copy_dialog import CheckCopyDialog
from s3enc_gui.gui.customer_keys.customer_keys_model import Column, CustomerKeysModel
from s3enc_gui.gui.customer_keys.key_saved import exported_message
from s3enc_gui.gui.customer_keys.new_key_dialog import NewKeyDialog
from s3enc_gui.gui.customer_keys.sheet_saver import ask_for_sheet
from s3enc_gui.gui.messages.locale import day_text
from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.files.file_opener import FileOpener
from s3enc_gui.gui.widgets.labels.breaking_label import BreakingLabel
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.tables.quick_table import QuickTable, make_quick
from s3enc_gui.gui.widgets.tables.sample_widths import fit_columns
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns
from s3enc_gui.gui.widgets.window_size import limit_size, resize_to_screen
from s3enc_gui.i18n import _, ngettext, text
from s3enc_gui.jobs.context import Job
from s3enc_gui.jobs.customer_keys.copies_of_keys import ListedKey, ReadKeyList, RenameKey
from s3enc_gui.jobs.customer_keys.manage_keys import ExportKey, RemoveKey

_SAMPLE = "WYUzG87JcbJiEiqhylrUEQ=="  # an MD5
_SIZE = QSize(980, 520)
_NO_KEYS = EmptyReason(
    "key",
    text("No customer-provided keys"),
    text("With SSE-C, S3 encrypts objects with a key that only you have."),
    text("New key…"),
)
_READING = EmptyReason("key", text("Reading the list of keys…"))


class CustomerKeysDialog(QDialog):
    """Lists the keys by name and MD5; they are never shown. `changed`: the list has changed."""

    changed = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._wanted = ""  # MD5 that is selected once the list is read
        self._sheet = ""
        self._is_empty = False  # known to be
        self._removing: ListedKey | None = None
        self.setWindowTitle(_("Keys"))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.model, self.table = CustomerKeysModel(self), QuickTable()
        self.banner, self.empty = ErrorBanner(), EmptyState(_READING)
        self.details, self._views = BreakingLabel("muted"), QStackedWidget()
        self._buttons: dict[str, QPushButton] = {}
        self._question = Question(self)
        self._list, self._change = LatestJob(runner, self), LatestJob(runner, self)
        self._export, self._opener = LatestJob(runner, self), FileOpener(runner, self)
        self._arrange()
        self._connect()
        self._show_possible()
        resize_to_screen(self, _SIZE)
        limit_size(self, QSize(760, 420))

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self.banner.clear()
            self.table.setFocus()
            self.read()

    def read(self, md5: str = "") -> None:
        """Read the list again, and select a key."""
        self._wanted = md5
        self._list.ask(ReadKeyList())

    @property
    def selected(self) -> ListedKey | None:
        """The selected key."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.listed[rows[0].row()] if rows else None

    def button(self, name: str) -> QPushButton:
        """Return a button by its name: `new`, `export`, `check`, `rename`, `delete`."""
        return self._buttons[name]

    # --- list -------------------------------------------------------------------------------------

    @Slot(object)
    def _listed(self, listed: tuple[ListedKey, ...]) -> None:
        wanted = self._wanted or (self.selected.known.md5 if self.selected else "")
        self.model.show(listed)
        md5s = [one.known.md5 for one in listed]
        if listed:
            self.table.selectRow(md5s.index(wanted) if wanted in md5s else 0)
        self.empty.show_reason(_NO_KEYS)
        self._views.setCurrentIndex(0 if listed else 1)
        self._is_empty = not listed
        self._show_possible()

    @Slot()
    def _show_possible(self) -> None:
        one = self.selected
        for name, button in self._buttons.items():
            button.setEnabled(one is not None or name == "new")
            button.setHidden(self._is_empty)  # then New key… is in the middle
        self._buttons["export"].setEnabled(one is not None and one.here)
        is_lost = one is not None and not one.here
        self._buttons["check"].setText(_("Add again…") if is_lost else _("Check copy…"))
        self.details.show_text(_details(one) if one else "")
        self.details.setVisible(one is not None)

    def _do(self, job: Job[object]) -> None:
        self.banner.clear()
        self._change.ask(job)

    @Slot(object)
    def _changed(self, _result: object) -> None:
        self.read()
        self.changed.emit()

    @Slot(str)
    def _added(self, md5: str) -> None:
        self.read(md5)
        self.changed.emit()

    # --- actions ----------------------------------------------------------------------------------

    @Slot()
    def add(self) -> None:
        """Open the dialog for a new key."""
        dialog = NewKeyDialog(self._runner, self)
        dialog.added.connect(self._added)
        _open(dialog)

    def _ask_to_export(self) -> None:
        one = self.selected
        if one and one.here:
            name, md5 = one.known.name, one.known.md5
            ask_for_sheet(self, name, lambda path: self.export(md5, path))

    def export(self, md5: str, path: str) -> None:
        """Write a key sheet to a new file; it is read back."""
        self.banner.clear()
        self._sheet = path
        self._export.ask(ExportKey(md5, path))

    @Slot(object)
    def _exported(self, known: KnownKey) -> None:
        sheet = self._sheet
        actions = [(_("Open key sheet"), lambda: self._opener.open(sheet))]
        self.banner.show_error(exported_message(known.name, sheet), "ok", actions)
        self.read()

    def _check(self) -> None:
        if one := self.selected:
            dialog = CheckCopyDialog(self._runner, one, self)
            dialog.checked.connect(self._added)
            _open(dialog)

    def _rename(self) -> None:
        if rows := self.table.selectionModel().selectedRows(Column.NAME):
            self.table.edit(rows[0])

    @Slot(QModelIndex)
    def _activated(self, index: QModelIndex) -> None:
        if index.column() != Column.NAME:
            self._check()

    def _ask_to_delete(self) -> None:
        self._removing = self.selected
        self._question.ask(self._asked)

    def _asked(self) -> Asked | None:
        one = self._removing
        if one is None or one not in self.model.listed:
            return None
        needed = ngettext(
            "{count:,} object in the history needs this key.",
            "{count:,} objects in the history need this key.",
            one.objects,
        )
        more = _(
            "Objects that need it can't be read without a copy of the key, not even by AWS."
            " Objects that other programs or computers have stored aren't counted. Key sheets stay."
        )
        return Asked(
            _("Delete key"),
            _("Delete the key “{name}” from this computer?").format(name=one.known.name),
            f"{needed.format(count=one.objects)} {more}",
            yes=_("Delete"),
            no=_("Keep"),
        )

    @Slot()
    def _delete(self) -> None:
        if self._removing:
            self._do(RemoveKey(self._removing.known.md5))

    # --- private ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self._show_possible)
        self.table.activated.connect(self._activated)
        self.model.rename_requested.connect(lambda md5, name: self._do(RenameKey(md5, name)))
        self.empty.clicked.connect(self.add)
        self._list.answered.connect(self._listed)
        self._change.answered.connect(self._changed)
        self._export.answered.connect(self._exported)
        for job in (self._list, self._change, self._export):
            job.failed.connect(self.banner.show_error)
        self._opener.problem.connect(self.banner.show_error)
        self._question.confirmed.connect(self._delete)

    def _arrange(self) -> None:
        about = label(
            _(
                "Customer-provided keys (SSE-C) of this computer. S3enc keeps them in the system's"
                " keyring. It shows only their names and their MD5, a fingerprint of each key."
            ),
            "muted",
            wrap=True,
        )
        self.table.setModel(self.model)
        make_quick(self.table)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.setAccessibleName(_("Keys"))
        fit_columns(self.table, {Column.MD5: _SAMPLE, Column.OBJECTS: "100,000"})
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)
        WholeColumns(self.table, [one for one in Column if one is not Column.NAME])
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        self._views.setCurrentIndex(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, words, act in self._actions():
            button = self._buttons[name] = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(about)
        column.addWidget(self.banner)
        column.addWidget(self._views, 1)
        column.addWidget(self.details)
        column.addLayout(row)
        column.addWidget(close)

    def _actions(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        return (
            ("new", _("New key…"), self.add),
            ("export", _("Export…"), self._ask_to_export),
            ("check", _("Check copy…"), self._check),
            ("rename", _("Rename"), self._rename),
            ("delete", _("Delete…"), self._ask_to_delete),
        )


def _details(one: ListedKey) -> str:
    known = one.known
    buckets = ", ".join(map(bucket_text, known.buckets))
    used = _("Not used for any bucket yet.")
    if buckets:
        used = _("Used for: {buckets}").format(buckets=buckets)
    if known.created is None:
        return used
    return f"{_('Added: {date}').format(date=day_text(known.created))}. {used}"


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
