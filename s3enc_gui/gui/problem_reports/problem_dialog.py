"""Dialog with the report of an error or a crash, to be copied for support."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.problem_reports.report import ProblemKind, ProblemReport
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import fixed_font
from s3enc_gui.gui.widgets.styling import label, primary
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.i18n import _, ngettext, text
from s3enc_gui.jobs.problem_reports.crashes import ReadEndOfLog

_SIZE = QSize(760, 520)
_MOST = 5  # reports that are shown


class ProblemDialog(QDialog):
    """Not modal: the window goes on. Names are in the report only on request.

    `about`: the versions, of reports that have none of their own.
    """

    def __init__(self, runner: Runner, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = about
        self._reports: list[ProblemReport] = []
        self._others = 0
        self.heading, self.explanation = label("", "heading"), label("", wrap=True)
        self.more, self.banner = label("", "muted", wrap=True), ErrorBanner()
        self.names = QCheckBox(_("Include names of files, buckets and objects"))
        self.names.toggled.connect(self._render)
        self.report = QPlainTextEdit(readOnly=True)
        self.copy = primary(QPushButton(_("&Copy report")))
        self.copy.clicked.connect(self._copy)
        self.close_button = QPushButton(_("Close"))
        self.close_button.clicked.connect(self.reject)
        self._log = LatestJob(runner, self)
        self._log.answered.connect(self._add_log)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._arrange()

    def add(self, report: ProblemReport) -> None:
        """Add a report; equal ones, and more than a few, are only counted."""
        if len(self._reports) >= _MOST or any(
            one.traceback == report.traceback and one.kind is report.kind for one in self._reports
        ):
            self._others += 1
        else:
            self._reports.append(replace(report, about=report.about or self._about))
            if len(self._reports) == 1 and report.kind is ProblemKind.ERROR:
                self._log.ask(ReadEndOfLog())
        self._explain()
        self._render()

    def done(self, result: int) -> None:
        """Close (Qt)."""
        self._log.drop()
        super().done(result)

    @Slot(object)
    def _add_log(self, log: str) -> None:
        self._reports[0] = replace(self._reports[0], log=log)
        self._render()

    @Slot()
    def _render(self) -> None:
        names = self.names.isChecked()
        self.report.setPlainText("\n\n".join(one.text(names=names) for one in self._reports))

    def _explain(self) -> None:
        first = self._reports[0]
        if first.kind is ProblemKind.CRASH:
            self.setWindowTitle(_("S3enc crashed"))
            heading = _("S3enc ended unexpectedly at {time}")
            self.heading.setText(heading.format(time=time_text(first.time)))
            self.explanation.setText(
                _("This is a bug. Uploads and downloads that were interrupted can be resumed.")
            )
        else:
            self.setWindowTitle(_("Unexpected error"))
            self.heading.setText(_("Something went wrong inside S3enc"))
            self.explanation.setText(
                _("This is a bug in S3enc. You can go on working; uploads and downloads continue.")
            )
        others = len(self._reports) - 1 + self._others
        line = ngettext(
            "{count:,} other problem of this kind.",
            "{count:,} other problems of this kind.",
            others,
        )
        self.more.setText(line.format(count=others))
        self.more.setVisible(others > 0)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.banner.show_info(AppError(text("The report is on the clipboard")))

    def _arrange(self) -> None:
        self.report.setFont(fixed_font())
        self.report.setTabChangesFocus(True)
        self.report.setUndoRedoEnabled(False)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setAccessibleName(_("Report"))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel("warning", "warning", 32), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for one in (self.heading, self.explanation, self.more):
            texts.addWidget(one)
        head.addLayout(texts, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.copy, self.close_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        note = label(
            _("For support: versions, and where in the program it happened. Secrets are left out."),
            "muted",
            wrap=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(note)
        column.addWidget(self.report, 1)
        column.addWidget(self.names)
        column.addLayout(row)
        resize_to_screen(self, _SIZE)
