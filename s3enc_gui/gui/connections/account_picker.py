"""Choice of an account and a role in the access portal."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connections.sign_in import Account, SsoSession
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.labels.text_labels import TextLine, label_for
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _
from s3enc_gui.jobs.connections.saved_connections import ListRoles


class AccountPicker(QWidget):
    """Lists the accounts, with a search, and the roles of the selected one.

    `only_choice` is emitted where there is one account with one role; `failed` carries an AppError.
    """

    only_choice = Signal()
    ready_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: SsoSession | None = None
        self._accounts: tuple[Account, ...] = ()
        self.search = QLineEdit(placeholderText=_("Name, ID or email"), clearButtonEnabled=True)
        self.accounts, self.roles = QListWidget(), QListWidget()
        self.name = QLineEdit()
        self._note = TextLine()
        self._busy = BusyIndicator()
        self.search.textChanged.connect(self._apply_search)
        self.accounts.currentRowChanged.connect(self._list_roles)
        self.roles.currentRowChanged.connect(self._suggest)
        self._arrange()
        self._jobs = LatestJob(runner, self)
        self._jobs.answered.connect(self._show_roles)
        self._jobs.failed.connect(self.failed)
        self._jobs.busy_changed.connect(self._show_busy)

    @property
    def account(self) -> Account | None:
        """The selected account."""
        row = self.accounts.currentRow()
        return self._accounts[row] if row >= 0 else None

    @property
    def role(self) -> str:
        """The selected role; empty if there is none."""
        row = self.roles.currentRow()
        return self.roles.item(row).text() if row >= 0 else ""

    def start(self, session: SsoSession, accounts: Sequence[Account]) -> None:
        """Show the accounts of a user."""
        self._session, self._accounts = session, tuple(accounts)
        self.search.clear()
        self.accounts.clear()
        self.roles.clear()
        for account in accounts:
            item = QListWidgetItem(f"{account.name}  {account.id}".strip())
            item.setToolTip(plain_tip(f"{account.name} · {account.id} · {account.email}"))
            self.accounts.addItem(item)
        none = _("You have no access to any account. Ask your administrator for it.")
        self._note.say("" if accounts else none, "" if accounts else "warning")
        if len(accounts) == 1:
            self.accounts.setCurrentRow(0)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ready_changed.emit(False)

    def hide_name(self) -> None:
        """Don't ask for a name: the connection has one."""
        self._name_label.hide()
        self.name.hide()

    def stop(self) -> None:
        """Cancel what is being read."""
        self._jobs.drop()

    def _list_roles(self, row: int) -> None:
        self.roles.clear()
        self.ready_changed.emit(False)
        if self._session and row >= 0:
            self._jobs.ask(ListRoles(self._session, self._accounts[row].id))

    def _show_roles(self, names: list[str]) -> None:
        self.roles.clear()
        self.roles.addItems(names)
        if len(names) == 1:
            self.roles.setCurrentRow(0)
            if len(self._accounts) == 1:
                self.only_choice.emit()

    def _suggest(self) -> None:
        account = self.account
        if account and self.role and not self.name.isModified():
            self.name.setText(f"{account.name or account.id} ({self.role})")
        self.ready_changed.emit(bool(account and self.role))

    def _apply_search(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row, account in enumerate(self._accounts):
            searched = f"{account.name} {account.id} {account.email}".casefold()
            self.accounts.item(row).setHidden(wanted not in searched)

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start_if_long(_("Listing your roles…"))
        else:
            self._busy.stop()

    def _arrange(self) -> None:
        for field in (self.accounts, self.roles):
            field.setUniformItemSizes(True)
            field.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            field.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.addWidget(label_for(_("Accounts"), self.accounts), 0, 0)
        grid.addWidget(label_for(_("Roles"), self.roles), 0, 1)
        grid.addWidget(self.accounts, 1, 0)
        grid.addWidget(self.roles, 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(_("Which account do you want to use?"), "heading"))
        column.addWidget(label_for(_("Find an account"), self.search))
        column.addWidget(self.search)
        column.addLayout(grid, 1)
        column.addWidget(self._note)
        column.addWidget(self._busy)
        self._name_label = label_for(_("Name of the connection"), self.name)
        column.addWidget(self._name_label)
        column.addWidget(self.name)
