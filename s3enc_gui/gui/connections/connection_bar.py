"""The combo box of connections, with the identity of the selected one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.connections.signed_out import is_default, needs_sign_in
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.connections.anonymous_offer import AnonymousOffer
from s3enc_gui.gui.connections.connection_combo import ConnectionCombo
from s3enc_gui.gui.connections.identity_label import IdentityLabel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import flat_button
from s3enc_gui.i18n import _
from s3enc_gui.jobs.connections.list_connections import Identify, ListConnections

_WIDE = 480  # pixels, for the caption
_SPACING = 10


class ConnectionBar(QWidget):
    """Lists the connections and identifies the selected one, both off the GUI thread.

    `changed` carries the Connection when it is selected, `identified` its Identity, `listed` all
    connections, `problem` an AppError; `signed_out` an AppError instead, if the user must sign in:
    the window says so. After several quick changes only the last connection is identified. The
    window shows the `anonymous_offer` where there is room for it.
    """

    changed = Signal(object)
    identified = Signal(object)
    listed = Signal(object)
    signed_out = Signal(object)
    problem = Signal(object)
    manage_requested = Signal()

    def __init__(
        self, runner: Runner, parent: QWidget | None = None, *, manages: bool = True
    ) -> None:
        super().__init__(parent)
        self._initial: Connection | None = None
        self._combo = ConnectionCombo(manages=manages)
        self._combo.setEnabled(False)
        self._combo.chosen.connect(self._identify)
        self._combo.manage_requested.connect(self.manage_requested)
        self._caption = QLabel(_("Connection"))
        self._caption.setBuddy(self._combo)
        self._caption.setContentsMargins(scaled(_SPACING), 0, 0, 0)  # apart from the identity
        self._identity = IdentityLabel()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self._retry_button = flat_button("refresh", _("Retry"))
        self._retry_button.clicked.connect(self.retry)
        self._retry_button.hide()
        self.anonymous_offer = AnonymousOffer(self)
        self.anonymous_offer.accepted.connect(self._connect_anonymously)
        row.addWidget(self._identity, 1, Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._retry_button)
        row.addWidget(self._caption)
        row.addWidget(self._combo)
        self._list = LatestJob(runner, self)
        self._list.answered.connect(self._listed)
        self._list.failed.connect(self.problem)
        self._identify_job = LatestJob(runner, self)
        self._identify_job.answered.connect(self._known)
        self._identify_job.failed.connect(self._unknown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window leave the caption out: the identity says more (Qt)."""
        super().resizeEvent(event)
        self._caption.setVisible(self.width() >= scaled(_WIDE))

    def minimumSizeHint(self) -> QSize:
        """Return the size without the caption: a tool bar hides what has no space at all (Qt)."""
        least = super().minimumSizeHint()
        if self._caption.isVisibleTo(self):
            caption = self._caption.minimumSizeHint().width() + _SPACING
            least.setWidth(least.width() - caption)
        return least

    @property
    def connection(self) -> Connection | None:
        """The selected connection; None before `start`."""
        return self._combo.connection

    def wait(self, text: str) -> None:
        """Show a busy indicator until the first connection is known."""
        self._identity.show_busy(text)

    def fail(self, error: AppError) -> None:
        """Show why there is no connection."""
        self._unknown(error)

    def start(self, connection: Connection) -> None:
        """Select a connection, and list the others."""
        self._initial = connection
        self._combo.fill((connection,), connection)
        self._combo.setEnabled(True)
        self._list.ask(ListConnections(connection))
        self._identify(connection)

    def select_profile(self, name: str) -> None:
        """Select the connection of a profile that is listed."""
        for connection in self._combo.choices:
            if connection.profile == name and not connection.credentials:
                self._choose(connection)
                break

    def retry(self) -> None:
        """Identify the caller again; list the connections again, too: files may have changed."""
        connection = self.connection
        if self._initial and connection:
            self.list_again()
            self._combo.setFocus()  # the button gets hidden
            self._identify(connection)

    def list_again(self, changed: Connection | None = None) -> None:
        """List the connections again: they were changed."""
        if changed and self._initial and self._initial.credentials == changed.credentials:
            self._initial = changed
        if self._initial:
            self._list.ask(ListConnections(self._initial))

    def _connect_anonymously(self) -> None:
        """Select the anonymous connection, which isn't listed yet if the files can't be read."""
        connection = self.connection
        if connection:
            anonymous = connection.as_anonymous()
            if anonymous not in self._combo.choices:
                self._combo.fill((*self._combo.choices, anonymous), connection)
            self._combo.setFocus()  # the offer gets hidden
            self._choose(anonymous)

    def use_requester_pays(self, pays: bool) -> None:
        """Let the requests of all connections offer to pay, or not; `changed` is emitted."""
        connection = self.connection
        if self._initial and connection:
            self._initial = replace(self._initial, requester_pays=pays)
            choices = tuple(replace(one, requester_pays=pays) for one in self._combo.choices)
            chosen = choices[self._combo.choices.index(connection)]
            self._combo.fill(choices, chosen)
            self.list_again()
            self._choose(chosen)

    def _listed(self, connections: tuple[Connection, ...]) -> None:
        """Keep the selection: the connection in use is listed anyway."""
        chosen = self.connection
        if chosen is None:
            return
        same = chosen if chosen in connections else None
        same = same or next((one for one in connections if one.is_same_as(chosen)), None)
        self._combo.fill(connections if same else (*connections, chosen), same or chosen)
        if same and same != chosen:  # it always pays, or no longer
            self._choose(same)
        self.listed.emit(connections)

    def _choose(self, connection: Connection) -> None:
        self._combo.select(self._combo.choices.index(connection))
        self._identify(connection)

    def _identify(self, connection: Connection) -> None:
        self._retry_button.hide()
        self.anonymous_offer.hide()
        self._identity.show_busy(_("Checking your identity…"))
        self.changed.emit(connection)
        self._identify_job.ask(Identify(connection))

    def _known(self, identity: Identity) -> None:
        self._identity.show_identity(identity)
        self.identified.emit(identity)

    def _unknown(self, error: AppError) -> None:
        self._retry_button.setVisible(self.connection is not None)
        if self.connection and needs_sign_in(self.connection, error):
            self._identity.show_nothing()
            if not is_default(self.connection):
                self.anonymous_offer.consider(error)
            self.signed_out.emit(error)
            return
        self._identity.show_problem(error)
        if self.connection:
            self.anonymous_offer.consider(error)
        self.problem.emit(error)
