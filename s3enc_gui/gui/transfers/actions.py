"""Actions of the transfers panel, and which of them are enabled."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.make_action import make_table_action
from s3enc_gui.gui.transfers.models.transfer_totals import TransferTotals
from s3enc_gui.i18n import N_, translate
from s3enc_gui.jobs.uploads.queue.events import Action

_Key = Qt.Key
_ALT = Qt.KeyboardModifier.AltModifier

# Text, icon and keys.
_SELECTED = {
    Action.PAUSE: (N_("Pause"), "pause", ()),
    Action.RESUME: (N_("Resume"), "resume", ()),
    Action.CANCEL: (N_("Cancel"), "close", (_Key.Key_Delete, _Key.Key_Backspace)),
    Action.RETRY: (N_("Retry"), "refresh", ()),
    Action.FIRST: (N_("Move to top"), "top", (_ALT | _Key.Key_Home,)),
    Action.UP: (N_("Move up"), "up", (_ALT | _Key.Key_Up,)),
    Action.DOWN: (N_("Move down"), "down", (_ALT | _Key.Key_Down,)),
    Action.LAST: (N_("Move to bottom"), "bottom", (_ALT | _Key.Key_End,)),
}
_ALL = {
    Action.PAUSE: (N_("Pause all"), "pause", ()),
    Action.RESUME: (N_("Resume all"), "resume", ()),
    Action.CANCEL: (N_("Cancel all"), "close", ()),
    Action.RETRY: (N_("Retry failed"), "refresh", ()),
    Action.CLEAR: (N_("Clear finished"), "check", ()),
}
_CONFLICTS = {
    IfExists.OVERWRITE: (N_("Overwrite"), "upload", ()),
    IfExists.RENAME: (N_("Keep both"), "copy", ()),
}
_DETAILS = (N_("Encryption details"), "verified", (_Key.Key_Return, _Key.Key_Enter))
_TOGGLE = (N_("Pause or resume"), "pause", (_Key.Key_Space,))


HEAD = (Action.PAUSE, Action.RESUME, Action.CANCEL)


class TransferActions(QObject):
    """`selected` apply to the selected transfers, `all` to every transfer, `head` to those that
    are selected and haven't ended, or else to all.

    `details` shows the result of one, `toggle` pauses or resumes, `conflicts` resend files whose
    names already existed. Keys work in the table.
    """

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self.selected = {action: self._make(*spec) for action, spec in _SELECTED.items()}
        self.head = {
            action: self._make(_SELECTED[action][0], _SELECTED[action][1], ()) for action in HEAD
        }
        self.all = {action: self._make(*spec) for action, spec in _ALL.items()}
        self.conflicts = {policy: self._make(*spec) for policy, spec in _CONFLICTS.items()}
        self.details, self.toggle = self._make(*_DETAILS), self._make(*_TOGGLE)
        table.addActions([*self.selected.values(), self.details, self.toggle])

    def context_menu(self, parent: QWidget) -> QMenu:
        """Return a new menu of all of them."""
        menu = QMenu(parent)
        menu.addAction(self.details)
        conflicts = self.conflicts.values()
        if any(action.isEnabled() for action in conflicts):
            menu.addSeparator()
            menu.addActions(list(conflicts))
        for group in (self.selected.values(), self.all.values()):
            menu.addSeparator()
            menu.addActions(list(group))
        menu.insertSeparator(self.selected[Action.FIRST])
        return menu

    def enable_selected(
        self, available: Iterable[Action], *, details: bool, conflicts: bool = False
    ) -> None:
        """Enable the actions that have an effect on the selected transfers."""
        enabled = set(available)
        for action, made in self.selected.items():
            made.setEnabled(action in enabled)
        self.toggle.setEnabled(bool(enabled & {Action.PAUSE, Action.RESUME}))
        self.details.setEnabled(details)
        for made in self.conflicts.values():
            made.setEnabled(conflicts)

    def enable_head(self, available: Iterable[Action] | None) -> None:
        """Enable the actions for the selected transfers; None: call after `enable_all`."""
        enabled = None if available is None else set(available)
        for action, made in self.head.items():
            applies_to_all = enabled is None
            made.setEnabled(self.all[action].isEnabled() if enabled is None else action in enabled)
            made.setToolTip((self.all if applies_to_all else self.selected)[action].text())

    def enable_all(self, totals: TransferTotals) -> None:
        """Enable the actions that have an effect on at least one transfer."""
        states = totals.states
        for action, count in (
            (Action.PAUSE, states[TransferState.WAITING] + states[TransferState.RUNNING]),
            (Action.RESUME, states[TransferState.PAUSED]),
            (Action.CANCEL, totals.active),
            (Action.RETRY, totals.results[Result.FAILED]),
            (Action.CLEAR, states[TransferState.ENDED]),
        ):
            self.all[action].setEnabled(count > 0)

    def _make(self, text: str, icon: str, keys: Iterable[Qt.Key | QKeyCombination]) -> QAction:
        return make_table_action(self, translate(text), icon, keys)
