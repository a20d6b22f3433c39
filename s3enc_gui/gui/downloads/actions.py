"""Actions of the downloads panel, and which of them are enabled."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from s3enc_gui.gui.downloads.models.download_row import RESUMABLE, DownloadPhase, DownloadRow
from s3enc_gui.gui.make_action import make_table_action
from s3enc_gui.i18n import N_, _, translate

_Key = Qt.Key


class DownloadCommand(Enum):
    """What can be done with a download."""

    CANCEL = "cancel"
    RESUME = "resume"
    RETRY = "retry"
    OPEN = "open"
    DISCARD = "discard"
    REMOVE = "remove"


# Text, icon, tool tip and keys.
_SPECS: dict[DownloadCommand, tuple[str, str, str, tuple[Qt.Key, ...]]] = {
    DownloadCommand.CANCEL: (
        N_("Cancel"),
        "close",
        N_("Stop the download; it can be resumed"),
        (_Key.Key_Backspace,),
    ),
    DownloadCommand.RESUME: (
        N_("Resume"),
        "resume",
        N_("Continue the download"),
        (_Key.Key_Space,),
    ),
    DownloadCommand.RETRY: (
        N_("Retry"),
        "refresh",
        N_("Download the failed files again"),
        (_Key.Key_F5,),
    ),
    DownloadCommand.OPEN: (
        N_("Show in folder"),
        "folder",
        N_("Show the saved files in their folder"),
        (_Key.Key_Return, _Key.Key_Enter),
    ),
    DownloadCommand.DISCARD: (
        N_("Discard…"),
        "trash",
        N_("Discard the download and remove its incomplete files"),
        (),
    ),
    DownloadCommand.REMOVE: (
        N_("Remove from list"),
        "check",
        N_("Remove the download from this list; files are kept"),
        (),
    ),
}
# The Delete key runs the first that is enabled; a download is never in two of these states.
_DELETE = (DownloadCommand.CANCEL, DownloadCommand.DISCARD, DownloadCommand.REMOVE)


class DownloadActions(QObject):
    """`by_command` are the actions on the selected downloads; their keys work in the table.

    `delete` is triggered by the Delete key.
    """

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self.by_command = {
            command: make_table_action(self, translate(text), icon, keys, translate(tip))
            for command, (text, icon, tip, keys) in _SPECS.items()
        }
        self.delete = make_table_action(self, _("Cancel or remove"), keys=(_Key.Key_Delete,))
        self.delete.setEnabled(True)
        table.addActions([*self.by_command.values(), self.delete])

    def context_menu(self, parent: QWidget) -> QMenu:
        """Return a new menu of all of them."""
        menu = QMenu(parent)
        menu.addActions(list(self.by_command.values()))
        menu.insertSeparator(self.by_command[DownloadCommand.OPEN])
        menu.insertSeparator(self.by_command[DownloadCommand.DISCARD])
        return menu

    def enable(self, selected: Sequence[DownloadRow]) -> None:
        """Enable the actions that have an effect on the selected downloads."""
        for command, action in self.by_command.items():
            action.setEnabled(any(applies(command, row) for row in selected))

    def delete_command(self) -> DownloadCommand | None:
        """Return what the Delete key does now."""
        enabled = (command for command in _DELETE if self.by_command[command].isEnabled())
        return next(enabled, None)


def applies(command: DownloadCommand, row: DownloadRow) -> bool:
    """Return whether a command has an effect on a download."""
    match command:
        case DownloadCommand.CANCEL:
            return row.is_active and row.phase is not DownloadPhase.STOPPING
        case DownloadCommand.RESUME | DownloadCommand.DISCARD:
            return row.phase in RESUMABLE
        case DownloadCommand.RETRY:
            return row.phase is DownloadPhase.ENDED and row.can_resume
        case DownloadCommand.REMOVE:
            return row.phase is DownloadPhase.ENDED
        case DownloadCommand.OPEN:
            return True
