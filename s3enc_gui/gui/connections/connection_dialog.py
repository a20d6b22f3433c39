"""Dialog that adds or changes a connection: its form, the sign-in, the choice of an account."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.connections.saved_connection import (
    CompanySource,
    ConsoleSource,
    ProfileSource,
    SavedConnection,
    free_name,
)
from s3enc_gui.domain.connections.sign_in import Account, SsoSession
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.connections.account_picker import AccountPicker
from s3enc_gui.gui.connections.form_page import FormPage
from s3enc_gui.gui.connections.forms.profile_form import ProfileForm
from s3enc_gui.gui.connections.signing_in.sign_in_view import SignInView
from s3enc_gui.gui.connections.ways import WAY_TEXTS, Way
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.styling import primary
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _, translate
from s3enc_gui.jobs.connections.list_profiles import ListProfiles
from s3enc_gui.jobs.connections.saved_connections import (
    FindSession,
    ListAccounts,
    SaveConnection,
)
from s3enc_gui.jobs.connections.sign_in import Pasted, SignInToCompany, SignInWithConsole

_SIZE = QSize(620, 570)


class ConnectionDialog(QDialog):
    """Adds a connection, or changes `edited`; `others` are the connections that are saved.

    `saved` carries the SavedConnection, and why its secret is kept for this session only: an
    AppError, or None.
    """

    saved = Signal(object, object)

    def __init__(
        self,
        runner: Runner,
        way: Way,
        others: tuple[SavedConnection, ...],
        parent: QWidget | None = None,
        *,
        edited: SavedConnection | None = None,
    ) -> None:
        super().__init__(parent)
        self._way, self._others, self._is_new = way, others, edited is None
        self._base = edited or SavedConnection("", ProfileSource())
        self._draft = self._base
        self._signed_in = False
        title = translate(WAY_TEXTS[way].title)
        self.setWindowTitle(title if self._is_new else _("Edit connection"))
        self.page = FormPage(way, edited)
        self.form = self.page.form
        self.view, self.picker = SignInView(runner), AccountPicker(runner)
        if edited:
            self.picker.hide_name()
        self.banner = ErrorBanner(is_remedy=True)
        self._busy = BusyIndicator()
        self.go = primary(QPushButton())
        self.back = QPushButton(_("Back"))
        self.choose_account = QPushButton(_("Choose account and role…"))
        self._arrange()
        self.go.clicked.connect(lambda: self._go())
        self.choose_account.clicked.connect(lambda: self._go(chooses_account=True))
        self.back.clicked.connect(self._show_form)
        self.form.changed.connect(self.banner.clear)
        self.view.signed_in.connect(self._browser_done)
        self.view.failed.connect(self._failed)
        self.picker.ready_changed.connect(self.go.setEnabled)
        self.picker.only_choice.connect(lambda: self._go())
        self.picker.failed.connect(self.banner.show_error)
        self._session_job, self._accounts_job = LatestJob(runner, self), LatestJob(runner, self)
        self._session_job.answered.connect(self._session_found)
        self._accounts_job.answered.connect(self._accounts_listed)
        self._accounts_job.failed.connect(self._accounts_refused)
        self._save_job = LatestJob(runner, self)
        self._save_job.answered.connect(self._was_saved)
        for job in (self._session_job, self._save_job):
            job.failed.connect(self._failed)
        self._jobs = (self._session_job, self._accounts_job, self._save_job)
        for job in self._jobs:
            job.busy_changed.connect(self._show_busy)
        self._profiles_job = LatestJob(runner, self)
        if isinstance(self.form, ProfileForm):
            self._profiles_job.answered.connect(self.form.show_profiles)
            self._profiles_job.failed.connect(self.form.show_unread)
            self._profiles_job.ask(ListProfiles())
        self._show_form()

    def done(self, result: int) -> None:
        """Cancel what is under way (Qt)."""
        self.view.stop()
        self.picker.stop()
        for job in (*self._jobs, self._profiles_job):
            job.drop()
        super().done(result)

    def _go(self, *, chooses_account: bool = False) -> None:
        self.banner.clear()
        if self._stack.currentWidget() is self.picker:
            self._save_choice()
            return
        try:
            self._draft = self.page.draft(self._base)
        except AppError as error:
            self.form.show_problem(error)
            self.form.focus()
            return
        source = self._draft.source
        if isinstance(source, CompanySource) and (not source.account or chooses_account):
            self._session_job.ask(FindSession(source.session.start_url, source.session.region))
        elif isinstance(source, ConsoleSource) and not source.session_arn:
            self._sign_in()
        else:
            self._save()

    # --- company ----------------------------------------------------------------------------------

    def _session_found(self, session: SsoSession) -> None:
        """List the accounts: the AWS CLI, or another connection, may have signed in already."""
        self._draft = replace(self._draft, source=CompanySource(session, "", ""))
        self._signed_in = False
        self._accounts_job.ask(ListAccounts(session))

    def _accounts_refused(self, error: AppError) -> None:
        if self._signed_in:
            self._failed(error)
        else:
            self._sign_in()

    def _accounts_listed(self, accounts: list[Account]) -> None:
        source = self._draft.source
        assert isinstance(source, CompanySource)  # noqa: S101 - as it was drafted
        self._show_page(self.picker, self._save_text())
        self.picker.start(source.session, accounts)

    def _save_choice(self) -> None:
        source, account = self._draft.source, self.picker.account
        if isinstance(source, CompanySource) and account and self.picker.role:
            chosen = CompanySource(source.session, account.id, self.picker.role)
            name = self.picker.name.text().strip()
            self._draft = replace(self._draft, source=chosen)
            if self._is_new:
                self._draft = replace(self._draft, name=free_name(name, self._others))
            self._save()

    # --- browser ----------------------------------------------------------------------------------

    def _sign_in(self) -> None:
        self._show_page(self.view, "")
        self.view.start(self._sign_in_job)

    def _sign_in_job(
        self, other_computer: bool, pasted: Pasted | None
    ) -> SignInToCompany | SignInWithConsole:
        source = self._draft.source
        if isinstance(source, CompanySource):
            return SignInToCompany(source.session, other_computer)
        assert isinstance(source, ConsoleSource)  # noqa: S101 - no other way has a browser
        return SignInWithConsole(source.region, pasted if other_computer else None)

    def _browser_done(self, result: object) -> None:
        source = self._draft.source
        self._signed_in = True
        if isinstance(source, CompanySource):
            self._accounts_job.ask(ListAccounts(source.session))
        elif isinstance(result, ConsoleSource):
            user = result.session_arn.rpartition(":")[2].rpartition("/")[2]
            name = self._draft.name or free_name(user, self._others)
            self._draft = replace(self._draft, source=result, name=name)
            self._save()

    # --- end --------------------------------------------------------------------------------------

    def _save(self) -> None:
        if not self._draft.name:
            name = free_name(self.form.suggested_name, self._others)
            self._draft = replace(self._draft, name=name)
        self._save_job.ask(SaveConnection(self._draft, self.form.key, as_default=not self._others))

    def _was_saved(self, problem: AppError | None) -> None:
        self.accept()
        self.saved.emit(self._draft, problem)

    def _failed(self, error: AppError) -> None:
        if self._stack.currentWidget() is self.view:
            self._show_form()
        self.banner.show_error(error)

    def _show_form(self) -> None:
        self.view.stop()
        self.picker.stop()
        by_browser = self._is_new and self.form.by_browser
        self._show_page(self._scroll, _("Sign in") if by_browser else self._save_text())
        self.form.focus()

    def _save_text(self) -> str:
        return _("Connect") if self._is_new else _("Save")

    def _show_page(self, page: QWidget, button: str) -> None:
        self.banner.clear()
        self._stack.setCurrentWidget(page)
        self.go.setText(button)
        self.go.setVisible(bool(button))
        self.go.setEnabled(True)
        self.go.setDefault(True)
        on_form = page is self._scroll
        self.back.setVisible(not on_form)
        is_company = self._way is Way.COMPANY and not self._is_new
        self.choose_account.setVisible(on_form and is_company)

    def _show_busy(self, busy: bool) -> None:
        self._scroll.setEnabled(not busy)
        self.go.setEnabled(not busy)
        if busy:
            self._busy.start_if_long(_("One moment…"))
        else:
            self._busy.stop()

    def _arrange(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take it
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self.page)
        self._stack = QStackedWidget()
        for page in (self._scroll, self.view, self.picker):
            self._stack.addWidget(page)
        role = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.go, role.AcceptRole)
        for button in (self.back, self.choose_account):
            buttons.addButton(button, role.ActionRole)
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self._busy)
        column.addWidget(buttons)
        resize_to_screen(self, _SIZE)
