"""The dropdown of connections, and who the chosen one is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.connections.identity_label import IdentityLabel
from s3enc_gui.gui.widgets.styling import flat_button
from s3enc_gui.jobs.connections import Identify, ListConnections


class ConnectionBar(QWidget):
    """Lists the connections and asks who the chosen one is, both off the GUI thread.

    `changed` carries the Connection as soon as it is chosen, `identified` its Identity, `problem`
    an AppError. Of several choices in quick succession only the last one is told of.
    """

    changed = Signal(object)
    identified = Signal(object)
    problem = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._named: Connection | None = None
        self._choices: list[Connection] = []
        self._combo = QComboBox()
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._combo.setMinimumContentsLength(18)
        self._combo.setMaximumWidth(280)
        self._combo.setIconSize(QSize(16, 16))
        self._combo.setEnabled(False)
        self._combo.activated.connect(self._choose)
        caption = QLabel(self.tr("Connection"))
        caption.setBuddy(self._combo)
        self._identity = IdentityLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._again = flat_button("refresh", self.tr("Try again"))
        self._again.clicked.connect(self._try_again)
        self._again.hide()
        row.addWidget(self._identity, 1, Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._again)
        row.addWidget(caption)
        row.addWidget(self._combo)
        self._list = LatestJob(runner, self)
        self._list.answered.connect(self._listed)
        self._list.failed.connect(self.problem)
        self._who = LatestJob(runner, self)
        self._who.answered.connect(self._known)
        self._who.failed.connect(self._unknown)

    @property
    def connection(self) -> Connection | None:
        """The connection chosen; None before `start`."""
        index = self._combo.currentIndex()
        return self._choices[index] if index >= 0 else None

    def wait(self, text: str) -> None:
        """Show that the first connection is still to come."""
        self._identity.ask(text)

    def fail(self, error: AppError) -> None:
        """Show that it will not come."""
        self._unknown(error)

    def start(self, named: Connection) -> None:
        """Begin with a connection, and look for others."""
        self._named = named
        self._fill((named,))
        self._combo.setEnabled(True)
        self._list.ask(ListConnections(named))
        self._ask_who(named)

    def _try_again(self) -> None:
        """Read the connections anew, too: the user may just have mended them."""
        connection = self.connection
        if self._named and connection:
            self._list.ask(ListConnections(self._named))
            self._combo.setFocus()  # the button is about to go
            self._ask_who(connection)

    def _listed(self, connections: tuple[Connection, ...]) -> None:
        chosen = self.connection
        self._fill(connections)
        if chosen in self._choices:
            self._combo.setCurrentIndex(self._choices.index(chosen))

    def _fill(self, connections: tuple[Connection, ...]) -> None:
        self._choices = list(connections)
        self._combo.clear()
        for connection in connections:
            self._combo.addItem(connection.name)
            self._combo.setItemData(
                self._combo.count() - 1, _tip(connection), Qt.ItemDataRole.ToolTipRole
            )

    def _choose(self, index: int) -> None:
        self._ask_who(self._choices[index])

    def _ask_who(self, connection: Connection) -> None:
        self._again.hide()
        self._combo.setToolTip(_tip(connection))
        self._identity.ask(self.tr("Asking who you are…"))
        self.changed.emit(connection)
        self._who.ask(Identify(connection))

    def _known(self, identity: Identity) -> None:
        self._identity.show_identity(identity)
        self.identified.emit(identity)

    def _unknown(self, error: AppError) -> None:
        self._identity.show_problem(error)
        self._again.setVisible(self.connection is not None)
        self.problem.emit(error)


def _tip(connection: Connection) -> str:
    parts = (connection.region, connection.endpoint_url)
    return " · ".join((connection.name, *(part for part in parts if part)))
