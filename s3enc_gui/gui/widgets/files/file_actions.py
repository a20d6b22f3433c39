"""Actions on the file of the selected row of a table: open it, show it in its folder."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.make_action import make_table_action
from s3enc_gui.gui.widgets.files.file_opener import FileOpener, open_text, show_text


class FileActions(QObject):
    """`path` returns the file of the selection, "" for none. `problem` carries an AppError."""

    problem = Signal(object)

    def __init__(self, runner: Runner, table: QAbstractItemView, path: Callable[[], str]) -> None:
        super().__init__(table)
        self._path, self.opener = path, FileOpener(runner, self)
        self.opener.problem.connect(self.problem)
        self.open = make_table_action(self, open_text(), "file")
        self.show = make_table_action(self, show_text(), "folder")
        self.open.triggered.connect(self._open)
        self.show.triggered.connect(self._show)
        table.addActions(self.actions)
        table.selectionModel().selectionChanged.connect(self.refresh)

    @property
    def actions(self) -> list[QAction]:
        """Both actions, for a menu."""
        return [self.open, self.show]

    @Slot()
    def refresh(self) -> None:
        """Enable the actions if a file is selected."""
        for action in self.actions:
            action.setEnabled(bool(self._path()))

    @Slot()
    def _open(self) -> None:
        self.opener.open(self._path())

    @Slot()
    def _show(self) -> None:
        self.opener.show_in_folder(self._path())
