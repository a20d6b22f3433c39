"""The Connections dialog: the saved connections, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connections.saved_connection import (
    AnonymousSource,
    KeySource,
    SavedConnection,
    SavedConnections,
)
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.connections.check_dialog import CheckDialog
from s3enc_gui.gui.connections.connection_dialog import ConnectionDialog
from s3enc_gui.gui.connections.connections_model import ConnectionsModel
from s3enc_gui.gui.connections.signing_in.sign_in_starter import SignInStarter
from s3enc_gui.gui.connections.ways import WAY_TEXTS, Way, way_of
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.question import Asked, Question
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.tables.quick_table import make_quick
from s3enc_gui.gui.widgets.tables.whole_columns import WholeColumns
from s3enc_gui.gui.widgets.tables.wrapping_delegate import wrap_rows
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _, text, translate
from s3enc_gui.jobs.connections.saved_connections import (
    DuplicateConnection,
    LoadConnections,
    RemoveConnection,
    ReorderConnections,
    SetDefaultConnection,
)
from s3enc_gui.jobs.connections.sign_in import SignOut
from s3enc_gui.jobs.context import Job
from s3enc_gui.wording.managed import connections_lock_text, set_by_text

_SIZE = QSize(1000, 460)
_OF_OWN = frozenset({"edit", "remove", "up", "down"})  # not for the administrator's
_ADDING = frozenset({"add", "duplicate"})
_WIDTHS = {0: 110, 2: 110, 3: 80, 4: 100}  # pixels, at least; the sign-in has the rest


class ConnectionsDialog(QDialog):
    """Adds, edits, duplicates, removes, orders, tests connections, and signs in and out.

    `added` carries a SavedConnection that is new, `edited` one that was changed, `removed` one that
    is gone; `reordered`: the order or the default. `signed_in` carries a Connection.
    """

    added = Signal(object)
    edited = Signal(object)
    removed = Signal(object)
    reordered = Signal()
    signed_in = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._wanted_id = ""  # selected once the list is read again
        self._removing: SavedConnection | None = None
        self._asked_about: SavedConnection | None = None
        self.setWindowTitle(_("Connections"))
        self.model = ConnectionsModel()
        self.banner = ErrorBanner(is_remedy=True)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.lock = TextLine()
        self._buttons: dict[str, QPushButton] = {}
        self._question, self._starter = Question(self), SignInStarter(runner, self)
        self._question.confirmed.connect(self._remove)
        self._load, self._change = LatestJob(runner, self), LatestJob(runner, self)
        self._sign_out = LatestJob(runner, self)
        self._starter.signed_in.connect(self.signed_in)
        self._starter.nothing_found.connect(self._nothing_found)
        self._load.answered.connect(self._loaded)
        self._change.answered.connect(self._changed)
        self._sign_out.answered.connect(self._signed_out)
        self._starter.problem.connect(self.banner.show_error)
        for job in (self._load, self._change, self._sign_out):
            job.failed.connect(self.banner.show_error)
        self._arrange()
        self.table.selectionModel().selectionChanged.connect(self._show_possible)
        self.table.doubleClicked.connect(self._edit)
        self._show_possible()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the connections (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self.banner.clear()
            self._load.ask(LoadConnections())

    @property
    def selected(self) -> SavedConnection | None:
        """The selected connection."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.row(rows[0].row()) if rows else None

    def button(self, name: str) -> QPushButton:
        """Return a button by its method's name: `edit`, `remove` …"""
        return self._buttons[name]

    def _loaded(self, saved: SavedConnections) -> None:
        selected = self._wanted_id or (self.selected.id if self.selected else "")
        self._wanted_id = ""
        self.model.show(saved)
        ids = [one.id for one in saved.connections]
        if ids:
            self.table.selectRow(ids.index(selected) if selected in ids else 0)
        self._show_possible()

    def _do(self, job: Job[object]) -> None:
        self.banner.clear()
        self._change.ask(job)

    def _changed(self, problem: AppError | None) -> None:
        if isinstance(problem, AppError):
            self.banner.show_info(problem)
        if self._removing:
            gone, self._removing = self._removing, None
            self.removed.emit(gone)
        else:
            self.reordered.emit()
        self._load.ask(LoadConnections())

    def _show_possible(self) -> None:
        one, saved = self.selected, self.model.saved
        row = saved.connections.index(one) if one in saved.connections else -1
        is_preset, first = one is not None and one.id in saved.presets, len(saved.presets)
        for name, button in self._buttons.items():
            locked = (is_preset and name in _OF_OWN) or (saved.only_presets and name in _ADDING)
            button.setEnabled((one is not None or name == "add") and not locked)
            button.setToolTip(set_by_text() if locked else "")
        if not is_preset:  # the administrator's stay first
            self._buttons["up"].setEnabled(row > first)
            self._buttons["down"].setEnabled(first <= row < len(saved.connections) - 1)
        self.lock.say(connections_lock_text(saved))
        by_browser = one is not None and not isinstance(one.source, (KeySource, AnonymousSource))
        for name in ("sign_in", "sign_out"):
            self._buttons[name].setEnabled(by_browser)
        is_default = one is not None and one.id == saved.default_id
        self._buttons["default"].setText(_("Clear default") if is_default else _("Make default"))

    # --- actions ----------------------------------------------------------------------------------

    def _add(self, way: Way) -> None:
        self._open_form(ConnectionDialog(self._runner, way, self.model.saved.connections, self))

    def _edit(self) -> None:
        if one := self.selected:
            others = self.model.saved.connections
            self._open_form(ConnectionDialog(self._runner, way_of(one), others, self, edited=one))

    def _open_form(self, dialog: ConnectionDialog) -> None:
        dialog.saved.connect(self._form_saved)
        self._open(dialog)

    def _form_saved(self, connection: SavedConnection, problem: AppError | None) -> None:
        is_new = connection.id not in {one.id for one in self.model.saved.connections}
        self._wanted_id = connection.id
        if problem:
            self.banner.show_info(problem)
        (self.added if is_new else self.edited).emit(connection)
        self._load.ask(LoadConnections())

    def _duplicate(self) -> None:
        if one := self.selected:
            copied = one.duplicate(self.model.saved.connections)
            self._wanted_id = copied.id
            self._do(DuplicateConnection(one.id, copied))

    def _ask_to_remove(self) -> None:
        self._asked_about = self.selected
        self._question.ask(self._asked)

    def _asked(self) -> Asked | None:
        one = self._asked_about
        if one is None or one not in self.model.saved.connections:
            return None
        return Asked(
            _("Remove connection"),
            _("Remove “{name}”?").format(name=one.name),
            _("Its secret is removed from the keyring. Nothing in S3 changes."),
            _("Remove"),
            _("Keep"),
        )

    def _remove(self) -> None:
        self._removing = self._asked_about
        if self._removing:
            self._do(RemoveConnection(self._removing.id))

    def _move(self, step: int) -> None:
        if one := self.selected:
            ids = [other.id for other in self.model.saved.connections]
            at = ids.index(one.id)
            ids.insert(at + step, ids.pop(at))
            self._do(ReorderConnections(tuple(ids)))

    def _make_default(self) -> None:
        if one := self.selected:
            is_default = one.id == self.model.saved.default_id
            self._do(SetDefaultConnection(None if is_default else one.id))

    def _test(self) -> None:
        if self.selected:
            self._open(CheckDialog(self._runner, self.selected, self))

    def _sign_in(self) -> None:
        if self.selected:
            self.banner.clear()
            self._starter.start(self.selected.connection)

    def _nothing_found(self) -> None:
        self.banner.show_info(AppError(text("There is nothing to sign in to")))

    def _ask_sign_out(self) -> None:
        if self.selected:
            self.banner.clear()
            self._sign_out.ask(SignOut(self.selected.connection))

    def _signed_out(self, was_signed_in: bool) -> None:
        done = text("Signed out") if was_signed_in else text("You weren't signed in")
        self.banner.show_info(AppError(done))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _arrange(self) -> None:
        make_quick(self.table)
        wrap_rows(self.table)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setAccessibleName(_("Connections"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, scaled(width))
        WholeColumns(self.table, (4,), most={0: 170, 2: 150, 3: 140})
        side = QVBoxLayout()
        side.setSpacing(6)
        menu = QMenu(self)
        for way in Way:
            action = QAction(translate(WAY_TEXTS[way].title), self)
            action.triggered.connect(lambda _checked=False, way=way: self._add(way))
            menu.addAction(action)
        for name, words, act in (
            ("add", _("Add…"), None),
            ("edit", _("Edit…"), self._edit),
            ("duplicate", _("Duplicate"), self._duplicate),
            ("remove", _("Remove…"), self._ask_to_remove),
            ("up", _("Move up"), lambda: self._move(-1)),
            ("down", _("Move down"), lambda: self._move(1)),
            ("default", _("Make default"), self._make_default),
            ("test", _("Test…"), self._test),
            ("sign_in", _("Sign in…"), self._sign_in),
            ("sign_out", _("Sign out"), self._ask_sign_out),
        ):
            button = self._buttons[name] = QPushButton(words)
            button.setAutoDefault(False)
            if act:
                button.clicked.connect(act)
            else:
                button.setMenu(menu)
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.table, 1)
        row.addLayout(side)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(WINDOW_MARGINS)
        outer.setSpacing(12)
        outer.addWidget(self.banner)
        outer.addLayout(row, 1)
        outer.addWidget(self.lock)
        outer.addWidget(close)
        resize_to_screen(self, _SIZE)
