"""Dialog whose button starts a job: the frame that such dialogs share."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import fit_height, primary


class JobDialog(QDialog):
    """Has `go` and Cancel (or `closing`), and shows in `banner` why the job failed.

    Subclasses set the text of `go`, pass their contents to `fill`, call `show_possible` when what
    the user has entered changes, and implement `is_complete` and `start`. `working` says what the
    job does.
    """

    def __init__(
        self,
        runner: Runner,
        banner: ErrorBanner,
        working: str,
        parent: QWidget | None = None,
        *,
        closing: QDialogButtonBox.StandardButton = QDialogButtonBox.StandardButton.Cancel,
    ) -> None:
        super().__init__(parent)
        self.banner, self._busy, self._working = banner, BusyIndicator(), working
        self.go, self.buttons = primary(QPushButton()), QDialogButtonBox(closing)
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.rejected.connect(self.reject)
        self.go.clicked.connect(self._go)
        self.job = LatestJob(runner, self)
        self.job.failed.connect(self.show_problem)
        self.job.busy_changed.connect(self.show_possible)

    def fill(self, *contents: QWidget | QLayout, width: int, spacing: int) -> None:
        """Arrange the contents above the buttons; `width` and `spacing` in unscaled pixels."""
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(spacing)
        for one in contents:
            if isinstance(one, QLayout):
                column.addLayout(one)
            else:
                column.addWidget(one)
        column.addWidget(self._busy)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(scaled(width))

    def done(self, result: int) -> None:
        """Cancel the job (Qt)."""
        self.job.drop()
        super().done(result)

    @property
    def is_complete(self) -> bool:
        """Whether the job could be started with what the user has entered."""
        raise NotImplementedError

    def start(self) -> None:
        """Start the job."""
        raise NotImplementedError

    @Slot()
    def show_possible(self) -> None:
        """Enable `go`, and show whether the job runs."""
        self.go.setEnabled(self.is_complete and not self.job.busy)
        if self.job.busy:
            self._busy.start_if_long(self._working)
        else:
            self._busy.stop()

    @Slot(object)
    def show_problem(self, error: AppError) -> None:
        """Show why it failed."""
        self.banner.show_error(error)
        fit_height(self)

    @Slot()
    def _go(self) -> None:
        self.banner.clear()
        self.start()
