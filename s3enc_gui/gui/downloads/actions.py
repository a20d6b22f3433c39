"""What can be done to downloads: texts, icons and keys, and which of it means something now."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from s3enc_gui.gui.downloads.models.download_row import LEFT, DownloadPhase, DownloadRow
from s3enc_gui.gui.icons import keep_icon

_Key = Qt.Key


class DownloadCommand(Enum):
    """What can be done."""

    CANCEL = "cancel"
    RESUME = "resume"
    RETRY = "retry"
    OPEN = "open"
    DISCARD = "discard"
    REMOVE = "remove"


_FACTS: dict[DownloadCommand, tuple[str, str, str, tuple[Qt.Key, ...]]] = {
    DownloadCommand.CANCEL: (
        "Cancel",
        "close",
        "Stop it; what has come is kept",
        (_Key.Key_Backspace,),
    ),
    DownloadCommand.RESUME: ("Resume", "resume", "Go on where it was", (_Key.Key_Space,)),
    DownloadCommand.RETRY: ("Try again", "refresh", "Try again what failed", (_Key.Key_F5,)),
    DownloadCommand.OPEN: (
        "Open folder",
        "folder",
        "Show the folder that it goes to",
        (_Key.Key_Return, _Key.Key_Enter),
    ),
    DownloadCommand.DISCARD: (
        "Discard…",
        "trash",
        "Give it up, and remove what is not complete",
        (),
    ),
    DownloadCommand.REMOVE: (
        "Remove from list",
        "check",
        "Remove it from this list; files stay",
        (),
    ),
}
# Delete does whichever of them can be done: one download is never in both states.
_DELETE = (DownloadCommand.CANCEL, DownloadCommand.DISCARD, DownloadCommand.REMOVE)


class DownloadActions(QObject):
    """The actions on the selected downloads, by deed; their keys work in the table.

    `delete` is the key's: it cancels what is under way and takes what has ended off the list.
    """

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self.of = {command: self._made(*facts) for command, facts in _FACTS.items()}
        self.delete = QAction(self.tr("Cancel or remove"), self)
        self.delete.setShortcut(QKeySequence(_Key.Key_Delete))
        self.delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        table.addActions([*self.of.values(), self.delete])

    def context_menu(self, parent: QWidget) -> QMenu:
        """Return a new menu of all of them."""
        menu = QMenu(parent)
        menu.addActions(list(self.of.values()))
        menu.insertSeparator(self.of[DownloadCommand.OPEN])
        menu.insertSeparator(self.of[DownloadCommand.DISCARD])
        return menu

    def enable(self, selected: Sequence[DownloadRow]) -> None:
        """Enable what does something to the selected ones."""
        for command, action in self.of.items():
            action.setEnabled(any(applies(command, row) for row in selected))

    def meant_by_delete(self) -> DownloadCommand | None:
        """Return what the Delete key does now."""
        return next((command for command in _DELETE if self.of[command].isEnabled()), None)

    def _made(self, text: str, icon: str, tip: str, keys: Sequence[Qt.Key]) -> QAction:
        made = QAction(self.tr(text), self)
        made.setIconText(self.tr(text))
        made.setToolTip(self.tr(tip))
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.setEnabled(False)
        keep_icon(made, icon)
        return made


def applies(command: DownloadCommand, row: DownloadRow) -> bool:
    """Whether it would do something to a download."""
    match command:
        case DownloadCommand.CANCEL:
            return row.is_under_way and row.phase is not DownloadPhase.STOPPING
        case DownloadCommand.RESUME:
            return row.phase in LEFT
        case DownloadCommand.RETRY:
            return row.phase is DownloadPhase.ENDED and row.can_go_on
        case DownloadCommand.DISCARD:
            return row.phase in LEFT
        case DownloadCommand.REMOVE:
            return row.phase is DownloadPhase.ENDED
        case DownloadCommand.OPEN:
            return True
