"""The upload wizard: Select files, Set permissions, Set properties, Review, Upload results."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection, Identity
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.keys.key_directory import KeyDirectory
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.footer import Footer
from s3enc_gui.gui.uploads.pages import (
    files_page,
    permissions_page,
    properties_page,
    results_page,
    review_page,
)
from s3enc_gui.gui.uploads.pages.files_page import FilesPage
from s3enc_gui.gui.uploads.pages.permissions_page import PermissionsPage
from s3enc_gui.gui.uploads.pages.properties_page import PropertiesPage
from s3enc_gui.gui.uploads.pages.results_page import ResultsPage
from s3enc_gui.gui.uploads.pages.review_page import ReviewPage
from s3enc_gui.gui.uploads.steps import Steps
from s3enc_gui.gui.widgets.dropping import FileDrops
from s3enc_gui.gui.widgets.text_labels import title
from s3enc_gui.jobs.connections import Identify

STEPS = (files_page.TITLE, permissions_page.TITLE, properties_page.TITLE, review_page.TITLE)
TITLES = (*STEPS, results_page.TITLE)
_REVIEW, _RESULTS = 3, 4
_SIZE = QSize(1000, 740)
_FRAME = QSize(8, 40)  # what the desktop puts around a window, about


class UploadWizard(QDialog):
    """One upload from files to proof; not modal. `uploaded` carries the outcomes of each run.

    `started` carries the Connection, bucket and prefix of a run that begins.
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
        self.setWindowTitle(self.tr("Upload"))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setModal(False)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self.setMinimumSize(720, 520)
        self.draft = UploadDraft(connection, self)
        self.directory = KeyDirectory(runner, connection, self)
        self.files = FilesPage(runner, self.draft, self.directory.model)
        self.permissions = PermissionsPage(self.draft)
        self.properties = PropertiesPage(self.draft, self.directory)
        self.review = ReviewPage(self.draft, self.directory.model)
        self.results = ResultsPage(runner, self.draft)
        self._steps, self._title, self._footer = Steps(STEPS), title(STEPS[0]), Footer()
        self._pages = QStackedWidget()
        self._closing = False
        self._who = LatestJob(runner, self)
        self._arrange()
        self._connect()
        self._show_page(0)
        self._who.ask(Identify(connection))
        self.files.destination.start(bucket, prefix)
        self.files.add(paths)
        (self._footer.next if paths else self.files.add_files).setFocus()

    # --- where one is ---------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The number of the page shown, from 0."""
        return self._pages.currentIndex()

    @property
    def page_title(self) -> str:
        """The heading of the page shown."""
        return self._title.text()

    @Slot()
    def go_next(self) -> None:
        """Turn to the next page, unless something on this one is wrong."""
        self._settle()
        if self.page < _REVIEW and self._footer.next.isEnabled():
            self._show_page(self.page + 1)

    @Slot()
    def go_back(self) -> None:
        """Turn to the page before; from the results, with the files that are not stored yet."""
        if self.page == _RESULTS:
            stored = self.results.verified_paths()
            self.draft.files.remove_paths(stored)
            self._show_page(_REVIEW)
        elif self.page > 0:
            self._show_page(self.page - 1)

    @Slot()
    def upload(self) -> None:
        """Send the files, as soon as all that is needed is known."""
        self._settle()
        if self.page != _RESULTS and self.draft.can_be_sent:
            draft = self.draft
            self._show_page(_RESULTS)
            self.results.start()
            self.started.emit(draft.connection, draft.bucket, draft.files.prefix)

    @Slot()
    def upload_more(self) -> None:
        """Begin anew with the same options."""
        self.draft.files.clear()
        self.properties.forget_policy()
        self._show_page(0)
        self.files.add_files.setFocus()

    @Slot(list)
    def add_paths(self, paths: Sequence[str]) -> None:
        """List more files; while others are being sent, they have to wait."""
        if self.results.running:
            return
        if self.page == _RESULTS:
            self.upload_more()
        self._show_page(0)
        self.files.add(paths)

    # --- leaving --------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while files are being sent; else stop whatever is asked for."""
        if self.results.running:
            event.ignore()
            self._ask_to_stop()
            return
        self._stop()
        event.accept()  # QDialog would call `reject`, which closes

    def reject(self) -> None:
        """Close, as the Escape key does."""
        self.close()

    # --- inside ---------------------------------------------------------------------------------

    def _arrange(self) -> None:
        for page in (self.files, self.permissions, self.properties, self.review, self.results):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        column.addWidget(self._steps)
        column.addWidget(self._title)
        column.addWidget(self._pages, 1)
        column.addWidget(self._footer)

    def _connect(self) -> None:
        footer = self._footer
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
        self._who.answered.connect(self._identified)
        self._who.failed.connect(self._identified)
        self.draft.bucket_known.connect(self.properties.encryption.take_facts)
        self.draft.changed.connect(self._show_state)
        self.directory.listed.connect(self.files.destination.show_facts)
        self.results.changed.connect(self._show_state)
        self.results.run.changed.connect(self._show_title)
        self.results.uploaded.connect(self.uploaded)

    def _show_page(self, number: int) -> None:
        if number == _REVIEW:
            self.review.show_draft()
        self._pages.setCurrentIndex(number)
        self._title.setText(TITLES[number])
        self._steps.setVisible(number != _RESULTS)
        self._steps.show_step(number)
        if number != _RESULTS:
            self._footer.show_page(first=number == 0, last=number == _REVIEW)
        self._show_state()

    @Slot()
    def _show_title(self) -> None:
        """Tell in the task bar, too, where to and how far."""
        bucket, run = self.draft.bucket, self.results.run
        title = self.tr("Upload to {}").format(bucket) if bucket else self.tr("Upload")
        self.setWindowTitle(f"{run.permille // 10} % – {title}" if run.running else title)

    @Slot()
    def _show_state(self) -> None:
        footer, draft = self._footer, self.draft
        self._show_title()
        if self.page == _RESULTS:
            footer.show_results(running=self.results.running, again=self.results.unfinished())
            return
        wrong = draft.wrong()
        footer.upload.setEnabled(draft.can_be_sent)
        footer.next.setEnabled(self._wrong_here() is None)
        footer.say(wrong.title + "." if wrong else draft.missing(), wrong=wrong is not None)
        if self.page == _REVIEW and self.review.isVisible():
            self.review.show_draft()

    def _wrong_here(self) -> object:
        """Return what must be put right on the page shown before one goes on."""
        draft = self.draft
        if self.page == 0:
            return draft.bucket_error or draft.files_problem()
        return draft.options_problem() if TITLES[self.page] == properties_page.TITLE else None

    @Slot(object)
    def _identified(self, answer: object) -> None:
        self.draft.identity = answer if isinstance(answer, Identity) else None
        self.draft.identity_asked = True
        self.draft.bucket_known.emit()
        self.draft.touch()

    def _ask_to_stop(self) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Upload"))
        box.setText(self.tr("Files are still being uploaded."))
        box.setInformativeText(
            self.tr(
                "They can go on without this window: see Transfers. If you stop them, what has"
                " arrived stays; what is under way is undone."
            )
        )
        go_on = box.addButton(self.tr("Close and go on"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Keep uploading"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        go_on.clicked.connect(self._close_and_go_on)
        stop.clicked.connect(self._stop_and_close)
        box.finished.connect(box.deleteLater)
        box.open()

    @Slot()
    def _close_and_go_on(self) -> None:
        if self.results.running:  # its outcomes are still to be told
            self.results.run.ended.connect(self.close)
            self.hide()
        else:
            self.close()

    @Slot()
    def _stop_and_close(self) -> None:
        self.results.run.ended.connect(self.close)
        self.results.run.cancel()
        if not self.results.running:
            self.close()

    def _settle(self) -> None:
        """Take what is being typed at the moment."""
        self.files.destination.settle()
        self.properties.commit()

    def _stop(self) -> None:
        self.files.stop()
        self.directory.stop()
        self._who.drop()
