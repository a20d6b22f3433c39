"""The page of a bucket: its settings, and what can be changed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.guard.bucket_page import BucketPage
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.messages.details import PENDING
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.fact_grid import FactGrid, Section, scrolled
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _, translate
from s3enc_gui.jobs.guard.read_page import ReadBucketPage
from s3enc_gui.wording.formats import NOTHING
from s3enc_gui.wording.glossary.terms import Term
from s3enc_gui.wording.guard.page import LABELS, page_values

_TERMS = {
    "region": Term.REGION,
    "key": Term.KMS,
    "bucket_key": Term.BUCKET_KEY,
    "policy": Term.POLICY,
    "versions": Term.VERSION,
}
_SIZE = QSize(680, 780)


class BucketDialog(QDialog):
    """Reads the settings when it is shown, and on `Refresh`.

    `encryption_requested` and `guard_requested`: the user wants to change them.
    """

    encryption_requested = Signal()
    guard_requested = Signal()

    def __init__(
        self, runner: Runner, connection: Connection, bucket: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Bucket {name}").format(name=bucket))
        self.setModal(False)
        self._connection, self._bucket = connection, bucket
        self.encryption = QPushButton(_("Change default encryption…"))
        self.guard, self.refresh = QPushButton(_("Require encryption…")), QPushButton(_("Refresh"))
        self.close_button = QPushButton(_("Close"))
        self.banner, self._busy = ErrorBanner(), BusyIndicator()
        self._inside = QWidget()
        texts = {name: translate(message) for name, message in LABELS.items()}
        self.facts = FactGrid(
            (
                Section("", ("region", "owner", "created"), texts),
                Section(
                    _("Encryption"),
                    ("encryption", "key", "bucket_key", "blocked", "guard"),
                    texts,
                ),
                Section(
                    _("Protection and access"),
                    ("policy", "versions", "object_lock", "ownership", "public_access"),
                    texts,
                ),
                Section(
                    _("Copies and reports"), ("replication", "lifecycle", "inventories"), texts
                ),
            ),
            copied=("key",),
            beside=44,
            parent=self._inside,
            terms=_TERMS,
        )
        self._job, self._page = LatestJob(runner, self), BucketPage(bucket)
        self._arrange()
        self._connect()
        self._show(self._page)
        resize_to_screen(self, _SIZE)
        self.setMinimumSize(480, 400)
        self.encryption.setFocus()  # not the first word's tip

    def showEvent(self, event: QShowEvent) -> None:
        """Read the settings (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self.read()

    def done(self, result: int) -> None:
        """Stop reading (Qt)."""
        self._job.drop()
        super().done(result)

    @Slot()
    def read(self) -> None:
        """Read the settings again."""
        self.banner.clear()
        self._job.ask(ReadBucketPage(self._connection, self._bucket))

    @Slot(object)
    def _report(self, pages: tuple[BucketPage, ...]) -> None:
        self._show(pages[-1])

    @Slot(object)
    def _show(self, page: BucketPage) -> None:
        self._page = page
        missing = PENDING if self._job.busy else NOTHING
        values = {name: value or missing for name, value in page_values(page).items()}
        self.facts.show_values(values, empty=(missing, _("None")))

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._busy.start(_("Reading the bucket's settings…"))
        else:
            self._busy.stop()
        self._show(self._page)

    def _arrange(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.facts)
        column.addStretch(1)
        area = scrolled(self._inside)
        area.setFrameShape(area.Shape.NoFrame)
        self.facts.setAccessibleName(_("Settings"))
        keep_icon(self.refresh, "refresh")
        actions, bottom = QHBoxLayout(), QHBoxLayout()
        for button in (self.encryption, self.guard):
            button.setAutoDefault(False)
            actions.addWidget(button)
        actions.addStretch(1)
        bottom.setSpacing(10)
        bottom.addWidget(self._busy)
        bottom.addStretch(1)
        for button in (self.refresh, self.close_button):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(area, 1)
        column.addLayout(actions)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self._job.reported.connect(self._report)
        self._job.answered.connect(self._show)
        self._job.failed.connect(self.banner.show_error)
        self._job.busy_changed.connect(self._show_busy)
        self.encryption.clicked.connect(self.encryption_requested)
        self.guard.clicked.connect(self.guard_requested)
        self.refresh.clicked.connect(self.read)
        self.close_button.clicked.connect(self.reject)
        shortcut = QShortcut(QKeySequence("F5"), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(self.read)
