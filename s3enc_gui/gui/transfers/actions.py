"""The actions of the panel: texts, icons and keys, and which of them mean something now."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.jobs.uploads.queue.events import Action

_Key = Qt.Key
_ALT = Qt.KeyboardModifier.AltModifier

# Text, icon and keys.
_SELECTED = {
    Action.PAUSE: ("Pause", "pause", ()),
    Action.RESUME: ("Resume", "resume", ()),
    Action.CANCEL: ("Cancel", "close", (_Key.Key_Delete, _Key.Key_Backspace)),
    Action.RETRY: ("Retry", "refresh", ()),
    Action.FIRST: ("Move to top", "top", (_ALT | _Key.Key_Home,)),
    Action.UP: ("Move up", "up", (_ALT | _Key.Key_Up,)),
    Action.DOWN: ("Move down", "down", (_ALT | _Key.Key_Down,)),
    Action.LAST: ("Move to bottom", "bottom", (_ALT | _Key.Key_End,)),
}
_EVERY = {
    Action.PAUSE: ("Pause all", "pause", ()),
    Action.RESUME: ("Resume all", "resume", ()),
    Action.CANCEL: ("Cancel all", "close", ()),
    Action.RETRY: ("Retry failed", "refresh", ()),
    Action.CLEAR: ("Clear finished", "check", ()),
}
_ANYWAY = {
    IfExists.OVERWRITE: ("Replace", "upload", ()),
    IfExists.RENAME: ("Keep both", "copy", ()),
}


class TransferActions(QObject):
    """`selected` concern the selected transfers, `every` all; keys work in the table.

    `proof` shows how one ended, `toggle` (Space) pauses or goes on. `anyway` send those whose names
    were taken.
    """

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self.selected = {action: self._made(*facts) for action, facts in _SELECTED.items()}
        self.every = {action: self._made(*facts) for action, facts in _EVERY.items()}
        self.proof = self._made("Encryption details", "verified", (_Key.Key_Return, _Key.Key_Enter))
        self.toggle = self._made("Pause or resume", "pause", (_Key.Key_Space,))
        self.anyway = {policy: self._made(*facts) for policy, facts in _ANYWAY.items()}
        table.addActions([*self.selected.values(), self.proof, self.toggle])

    def context_menu(self, parent: QWidget) -> QMenu:
        """Return a new menu of all of them."""
        menu = QMenu(parent)
        menu.addAction(self.proof)
        anyway = self.anyway.values()
        if any(action.isEnabled() for action in anyway):
            menu.addSeparator()
            menu.addActions(list(anyway))
        for group in (self.selected.values(), self.every.values()):
            menu.addSeparator()
            menu.addActions(list(group))
        menu.insertSeparator(self.selected[Action.FIRST])
        return menu

    def enable_selected(
        self, possible: Iterable[Action], *, proof: bool, taken: bool = False
    ) -> None:
        """Enable what does something to the selected ones; `taken`: names of some were taken."""
        there = set(possible)
        for action, made in self.selected.items():
            made.setEnabled(action in there)
        self.toggle.setEnabled(bool(there & {Action.PAUSE, Action.RESUME}))
        self.proof.setEnabled(proof)
        for made in self.anyway.values():
            made.setEnabled(taken)

    def enable_every(self, totals: TransferTotals) -> None:
        """Enable what does something to any of all."""
        states = totals.states
        for action, needed in (
            (Action.PAUSE, states[TransferState.WAITING] + states[TransferState.RUNNING]),
            (Action.RESUME, states[TransferState.PAUSED]),
            (Action.CANCEL, totals.active),
            (Action.RETRY, totals.results[Result.FAILED]),
            (Action.CLEAR, states[TransferState.ENDED]),
        ):
            self.every[action].setEnabled(needed > 0)

    def _made(self, text: str, icon: str, keys: Iterable[Qt.Key | QKeyCombination]) -> QAction:
        made = QAction(self.tr(text), self)
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.setEnabled(False)
        keep_icon(made, icon)
        return made
