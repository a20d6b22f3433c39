"""The upload wizard: Select files, Set permissions, Set properties, Review, Upload results."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.preflight.check import Correction
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.uploads.closing import Closing
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.footer import Footer
from s3enc_gui.gui.uploads.key_remedy import KeyRemedy
from s3enc_gui.gui.uploads.pages.files_page import FilesPage
from s3enc_gui.gui.uploads.pages.permissions_page import PermissionsPage
from s3enc_gui.gui.uploads.pages.properties_page import PropertiesPage
from s3enc_gui.gui.uploads.pages.results_page import ResultsPage
from s3enc_gui.gui.uploads.pages.review_page import ReviewPage
from s3enc_gui.gui.uploads.preflight.preflight_runner import PreflightRunner
from s3enc_gui.gui.uploads.step_order import OPTIONAL, STEPS, TITLES, Page, StepOrder
from s3enc_gui.gui.uploads.steps import Steps
from s3enc_gui.gui.widgets.drops.file_drops import FileDrops
from s3enc_gui.gui.widgets.labels.text_labels import title
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.window_size import limit_size, resize_to_screen
from s3enc_gui.i18n import _, translate
from s3enc_gui.jobs.connections.list_connections import Identify

_SIZE = QSize(1000, 740)


class UploadWizard(QDialog):
    """One upload from selecting files to verified results; not modal.

    `started` carries Connection, bucket and prefix of a run, `uploaded` its outcomes.
    """

    uploaded = Signal(object)
    started = Signal(object, str, str)

    def __init__(
        self,
        runner: Runner,
        connection: Connection,
        bucket: str = "",
        prefix: str = "",
        paths: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Upload"))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        resize_to_screen(self, _SIZE)
        limit_size(self, QSize(720, 520))
        self.draft = UploadDraft(connection, self)
        self.directory = KeyDirectory(runner, connection, self)
        self.files = FilesPage(runner, self.draft, self.directory.model)
        self.permissions = PermissionsPage(self.draft)
        self.properties = PropertiesPage(self.draft, self.directory, runner)
        self.preflight = PreflightRunner(runner, self.draft, self.directory, self)
        self.review = ReviewPage(self.draft, self.directory.model, self.preflight)
        self.results = ResultsPage(runner, self.draft)
        self._steps, self._title, self._footer = Steps(STEPS, OPTIONAL), title(""), Footer()
        self._order = StepOrder(lambda: self.draft.acl is not None)
        self._pages = QStackedWidget()
        self._closing = Closing(
            self, self.draft, self.results.run, lambda: self.page == Page.RESULTS
        )
        self._identify = LatestJob(runner, self)
        KeyRemedy(self.properties.encryption, self.results, self._show_encryption, self)
        self._arrange()
        self._connect()
        self._show_page(0)
        self._identify.ask(Identify(connection))
        self.files.destination.start(bucket, prefix)
        self.files.add(paths)
        (self._footer.next if paths else self.files.add_files).setFocus()

    # --- pages ----------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """Index of the current page."""
        return self._pages.currentIndex()

    @property
    def page_title(self) -> str:
        """Title of the current page."""
        return self._title.text()

    @Slot()
    def go_next(self) -> None:
        """Go to the next page, unless something on this one is wrong."""
        self._commit()
        if self.page < Page.REVIEW and self._footer.next.isEnabled():
            self._show_page(self._order.after(self.page))

    @Slot()
    def go_back(self) -> None:
        """Go to the previous page; from the results, with the files that aren't stored yet."""
        if self.page == Page.RESULTS:
            self.draft.files.remove_paths(self.results.verified_paths())
            self._show_page(Page.REVIEW)
        elif self.page > 0:
            self._show_page(self._order.before(self.page))

    @Slot()
    def show_permissions(self) -> None:
        """Show the page that `Next` passes over."""
        self._order.ask()
        self._show_page(Page.PERMISSIONS)
        self.permissions.acl.setFocus()

    @Slot()
    def upload(self) -> None:
        """Start the upload if nothing is missing."""
        self._commit()
        if self.page != Page.RESULTS and self.draft.can_be_sent:
            self._show_page(Page.RESULTS)
            self.results.start()
            self.started.emit(self.draft.connection, self.draft.bucket, self.draft.files.prefix)

    @Slot()
    def upload_more(self) -> None:
        """Start over with the same options."""
        self.draft.files.clear()
        self.properties.reset_for_other_files()
        self._order.reset()
        self._show_page(0)
        self.files.add_files.setFocus()

    @Slot(list)
    def add_paths(self, paths: Sequence[str]) -> None:
        """Add files; ignored during an upload."""
        if self.results.running:
            return
        if self.page == Page.RESULTS:
            self.upload_more()
        self._show_page(0)
        self.files.add(paths)

    # --- closing --------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask if something would be lost or stopped; else cancel all jobs and close (Qt)."""
        if not self._closing.may_close():
            event.ignore()
            return
        self._stop()
        event.accept()  # QDialog calls `reject`, which calls `close`

    def dismiss(self) -> None:
        """Close without asking about the chosen files."""
        self._closing.close()

    def reject(self) -> None:
        """Close (Escape key)."""
        self.close()

    # --- private --------------------------------------------------------------------------------

    def _arrange(self) -> None:
        for page in (self.files, self.permissions, self.properties, self.review, self.results):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self._steps)
        column.addWidget(self._title)
        column.addWidget(self._pages, 1)
        column.addWidget(self._footer)

    def _connect(self) -> None:
        footer = self._footer
        self._steps.advanced.clicked.connect(self.show_permissions)
        footer.next.clicked.connect(self.go_next)
        footer.back.clicked.connect(self.go_back)
        footer.upload.clicked.connect(self.upload)
        footer.cancel.clicked.connect(self.close)
        footer.close_window.clicked.connect(self.close)
        footer.upload_more.clicked.connect(self.upload_more)
        footer.save_receipt.clicked.connect(self.results.save_receipt)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.upload)
        self._drops = FileDrops(self)
        self._drops.dropped.connect(self.add_paths)
        self._identify.answered.connect(self._identified)
        self._identify.failed.connect(self._identified)
        self.draft.bucket_known.connect(self.properties.encryption.apply_facts)
        self.draft.changed.connect(self._show_state)
        self.preflight.changed.connect(self._show_state)
        self.review.mended.connect(self._mend)
        self.review.check_again.clicked.connect(self._check_again)
        self.directory.listed.connect(self.files.destination.show_facts)
        self.directory.listed.connect(self.files.summary.refresh)
        self.files.summary.change.clicked.connect(self._show_encryption)
        self.results.changed.connect(self._show_state)
        self.results.run.changed.connect(self._show_title)
        self.results.uploaded.connect(self.uploaded)
        self.see_queue = self.results.run.see_queue

    def _show_page(self, number: int) -> None:
        if number == Page.REVIEW:
            self.review.show_draft()
        self._footer.take_focus_from(self._pages.currentWidget())
        self._pages.setCurrentIndex(number)
        self._title.setText(translate(TITLES[number]))
        self._steps.setVisible(number != Page.RESULTS)
        self._steps.show_step(number)
        if number != Page.RESULTS:
            self._footer.show_page(first=number == 0, last=number == Page.REVIEW)
        self._show_state()

    @Slot()
    def _show_title(self) -> None:
        """Show bucket and progress in the window title, for the task bar."""
        bucket, run = self.draft.bucket, self.results.run
        name = _("Upload to {bucket}").format(bucket=bucket) if bucket else _("Upload")
        self.setWindowTitle(f"{run.permille // 10}% – {name}" if run.running else name)

    @Slot()
    def _show_state(self) -> None:
        footer, draft = self._footer, self.draft
        self._show_title()
        if self.page == Page.RESULTS:
            self._title.setText(
                _("Uploading…") if self.results.running else translate(TITLES[Page.RESULTS])
            )
            footer.show_results(running=self.results.running, again=self.results.unfinished())
            return
        problem = draft.problem()
        footer.upload.setEnabled(draft.can_be_sent)
        footer.name_upload(anyway=bool(self.preflight.failing) and problem is None)
        footer.next.setEnabled(self._page_problem() is None)
        hint = f"{problem.title}." if problem else draft.missing()
        if not hint and self.preflight.failing and self.page != Page.REVIEW:
            hint = _("The upload will fail as it is. See Review.")
        footer.show_hint(hint, error=problem is not None)
        if self.page == Page.REVIEW and self.review.isVisible():
            self.review.show_draft()

    def _page_problem(self) -> object:
        """Return what must be corrected on the current page before the next."""
        draft = self.draft
        if self.page == 0:
            return draft.bucket_error or draft.files_problem()
        return draft.options_problem() if self.page == Page.PROPERTIES else None

    @Slot()
    def _check_again(self) -> None:
        """Read everything again that the checks need."""
        self.preflight.check_again()
        self.files.destination.read_again()
        self.directory.describe_again()
        if self.draft.identity is None:
            self._identify.ask(Identify(self.draft.connection))

    @Slot(object)
    def _mend(self, correction: Correction) -> None:
        """Choose the option that a check of the Review page suggests."""
        if correction.encryption:
            self.properties.encryption.choose(correction.encryption)
        if correction.without_acl:
            self.permissions.acl.setCurrentIndex(0)
        if correction.if_exists:
            self.properties.choose_if_exists(correction.if_exists)
        if not self.preflight.failing:
            self._footer.upload.setFocus()  # its button is gone

    def _show_encryption(self) -> None:
        if self.page == Page.RESULTS:
            self.go_back()
        self._show_page(Page.PROPERTIES)

    @Slot(object)
    def _identified(self, answer: Identity | AppError) -> None:
        self.draft.identity = answer if isinstance(answer, Identity) else None
        self.draft.identity_error = answer if isinstance(answer, AppError) else None
        self.draft.identity_asked = True
        self.draft.bucket_known.emit()
        self.draft.touch()

    def _commit(self) -> None:
        """Apply the fields being edited."""
        self.files.destination.commit()
        self.properties.commit()

    def _stop(self) -> None:
        self.files.stop()
        self.directory.stop()
        self.preflight.stop()
        self._identify.drop()
