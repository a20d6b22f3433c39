"""Bar that says that files failed because of their KMS key, and offers another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.gui.messages.remedies import Remedy, remedy_of, remedy_text
from s3enc_gui.gui.transfers.models.transfer_row import TransferRow
from s3enc_gui.gui.widgets.bars.action_bar import ActionBar
from s3enc_gui.i18n import ngettext


def failed_for_key(outcome: Outcome | None) -> bool:
    """Return whether another key may help."""
    return (
        outcome is not None
        and outcome.result is Result.FAILED
        and outcome.error is not None
        and remedy_of(outcome.error) is Remedy.CHOOSE_KEY
    )


class KeyFailuresBar(ActionBar):
    """`chosen` carries the ids of the transfers; hidden while there are none."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("error", parent)
        self._ids: tuple[int, ...] = ()
        self._icon.show_icon("key", "error")
        self.choose = self.add_button(remedy_text(Remedy.CHOOSE_KEY))
        self.choose.clicked.connect(self._choose)

    def show_failures(self, rows: Sequence[TransferRow]) -> None:
        """Show those of these transfers that failed because of their key."""
        failed = [row for row in rows if failed_for_key(row.outcome)]
        self._ids = tuple(row.id for row in failed)
        if failed:
            count = len(failed)
            text = ngettext(
                "{count:,} file wasn't uploaded because of its KMS key.",
                "{count:,} files weren't uploaded because of their KMS key.",
                count,
            )
            first = failed[0].outcome
            title = str(first.error.title) if first and first.error else ""
            self.show_text(text.format(count=count), f"{title}.")
        self.setVisible(bool(failed))

    def _choose(self) -> None:
        self.chosen.emit(self._ids)
