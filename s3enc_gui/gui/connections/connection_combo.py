"""The combo box of connections, with an entry that manages them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.scale import scaled_size
from s3enc_gui.gui.widgets.styling import fit_list
from s3enc_gui.i18n import _

_LETTERS, _MOST_LETTERS = 10, 24


class ConnectionCombo(QComboBox):
    """Lists connections; `chosen` carries the one that the user chooses.

    `manage_requested`: the last entry was chosen in the open list. The arrow keys don't choose it
    while the list is closed: a dialog would open in passing. Without `manages` there is none.
    """

    chosen = Signal(object)
    manage_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, manages: bool = True) -> None:
        super().__init__(parent)
        self._manages = manages
        self.choices: tuple[Connection, ...] = ()
        self._selected = -1
        self._was_open = False
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)  # of names: the last entry is only in the open list
        self.setMinimumContentsLength(_LETTERS)
        self.setMinimumWidth(140)  # in a narrow window, beside the Retry button
        self.setMaximumWidth(280)
        self.setIconSize(scaled_size(16))
        self.activated.connect(self._activated)

    @property
    def connection(self) -> Connection | None:
        """The selected connection; None if there is none."""
        return self.choices[self._selected] if self._selected >= 0 else None

    def fill(self, connections: Sequence[Connection], selected: Connection) -> None:
        """List connections, and select one of them."""
        self.choices = tuple(connections)
        self.clear()
        for row, connection in enumerate(connections):
            self.addItem(connection.name)
            self.setItemData(row, tip_of(connection), Qt.ItemDataRole.ToolTipRole)
        longest = max((len(one.name) for one in connections), default=0)
        self.setMinimumContentsLength(min(max(longest, _LETTERS), _MOST_LETTERS))
        if self._manages:
            self.insertSeparator(self.count())
            self.addItem(_("Manage connections…"))
        fit_list(self)
        self.select(self.choices.index(selected))

    def select(self, index: int) -> None:
        """Select a connection by its number."""
        self._selected = index
        self.setCurrentIndex(index)
        self.setToolTip(tip_of(self.choices[index]))

    def showPopup(self) -> None:
        """Remember that the list is open (Qt)."""
        self._was_open = True
        super().showPopup()

    def _activated(self, index: int) -> None:
        was_open, self._was_open = self._was_open, False
        if index < len(self.choices):
            self.select(index)
            self.chosen.emit(self.choices[index])
            return
        self.setCurrentIndex(self._selected)
        if was_open:
            self.manage_requested.emit()


def tip_of(connection: Connection) -> str:
    """Return the tool tip of a connection."""
    pays = _("you pay for requests") if connection.requester_pays else None
    parts = (connection.region, connection.endpoint_url, connection.bucket, pays)
    return plain_tip(" · ".join((connection.name, *(part for part in parts if part))))
