"""The page `Review`: a summary of the upload, as text or as boto3 code, and its checks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.preflight.check import Subject
from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.preflight.failures_bar import FailuresBar
from s3enc_gui.gui.uploads.preflight.preflight_runner import PreflightRunner
from s3enc_gui.gui.uploads.review_rows import review_rows
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.checks_list import ChecksList
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.scale import fixed_font
from s3enc_gui.gui.widgets.styling import label, link_button
from s3enc_gui.i18n import N_, _
from s3enc_gui.wording.boto3_code import boto3_code
from s3enc_gui.wording.glossary.terms import Term
from s3enc_gui.wording.preflight import counts_text

TITLE = N_("Review")


class ReviewPage(QWidget):
    """Read-only; `show_draft` updates it.

    `mended` carries the Remedy that the user has chosen for a failing check.
    """

    mended = Signal(object)

    def __init__(
        self,
        draft: UploadDraft,
        keys: KeysModel,
        preflight: PreflightRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft, self._keys, self._preflight = draft, keys, preflight
        self._problem = ErrorBanner(closable=False)
        self.failures, self.checks = FailuresBar(), ChecksList(_("Checks before the upload"))
        self._counts = label("", "muted")
        self.check_again = QPushButton(_("Check a&gain"))
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(18)
        self._rows.setVerticalSpacing(8)
        self._rows.setColumnStretch(1, 1)
        self.as_code = link_button(_("&Show as boto3 code"))
        self.as_text = link_button(_("&Show as text"))
        self.as_text.hide()
        self.copy = QPushButton(_("Co&py"))
        self.copy.hide()
        self.code = QPlainTextEdit(readOnly=True)
        self.code.setFont(fixed_font())
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.code.setAccessibleName(_("boto3 code"))
        self.code.setTabChangesFocus(True)
        for button in (self.copy, self.check_again):
            button.setAutoDefault(False)
        keep_icon(self.copy, "copy")
        keep_icon(self.check_again, "refresh")
        self._pages = QStackedWidget()
        self._arrange()
        self.as_code.clicked.connect(self._to_code)
        self.as_text.clicked.connect(self._to_text)
        self.copy.clicked.connect(self._copy)
        self.failures.mended.connect(self.mended)
        preflight.changed.connect(self._show_checks)

    @Slot()
    def show_draft(self) -> None:
        """Show the draft."""
        self._clear()
        for number, (caption, text) in enumerate(review_rows(self._draft, self._keys)):
            name, value = label(caption, "muted"), QLabel(text)
            name.setBuddy(value)
            is_region = caption == _("Region")
            word = explained(name, Term.REGION) if is_region else name
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addWidget(word, number, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(value, number, 1)
        problem = self._draft.problem()
        if problem:
            self._problem.show_error(problem)
        else:
            self._problem.clear()
        self._show_checks()
        self._show_code()

    @Slot()
    def _show_checks(self) -> None:
        """Show the checks; those that fail in banners.

        A key that the draft can't be sent with is in its problem already.
        """
        preflight, key_problem = self._preflight, self._draft.key_problem
        is_said = self._draft.problem() is key_problem is not None
        failing = preflight.failing
        self.failures.show_checks(
            [one for one in failing if not (is_said and one.subject is Subject.KEY)]
        )
        self.checks.show_checks([one for one in preflight.checks if one not in failing])
        counts = counts_text(preflight.checks)
        self._counts.setText(_("Checking…") if preflight.busy else counts)
        self.check_again.setEnabled(not preflight.busy)

    def _arrange(self) -> None:
        card, inside = QFrame(), QWidget()
        card.setProperty("card", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._rows)
        column.addSpacing(14)
        column.addWidget(label(_("Checks before the upload"), "strong"))
        column.addSpacing(4)
        column.addWidget(self.checks)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Upload summary"))
        for one in (area.viewport(), inside):
            one.setAutoFillBackground(False)
        around = QVBoxLayout(card)  # only the rows scroll, not the space around them
        around.setContentsMargins(18, 12, 18, 12)
        around.addWidget(area)
        self._summary = card
        self._pages.addWidget(card)
        self._pages.addWidget(self.code)
        buttons = QHBoxLayout()
        buttons.addWidget(self.as_code)
        buttons.addWidget(self.as_text)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self._counts)
        buttons.addWidget(self.check_again)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._problem)
        whole.addWidget(self.failures)
        whole.addWidget(self._pages, 1)
        whole.addLayout(buttons)

    def _clear(self) -> None:
        while item := self._rows.takeAt(0):
            widget = item.widget()
            if widget:
                widget.deleteLater()

    def _show_code(self) -> None:
        if self._pages.currentWidget() is self.code:
            draft = self._draft
            self.code.setPlainText(
                boto3_code(draft.connection, draft.region, draft.plan(), draft.resolved_key())
            )

    @Slot()
    def _to_code(self) -> None:
        self._switch(self.code, self.as_text)

    @Slot()
    def _to_text(self) -> None:
        self._switch(self._summary, self.as_code)

    def _switch(self, page: QWidget, way_back: QPushButton) -> None:
        self._pages.setCurrentWidget(page)
        self._show_code()
        way_back.show()
        way_back.setFocus()
        for button in (self.as_code, self.as_text):
            button.setVisible(button is way_back)
        self.copy.setVisible(page is self.code)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.toPlainText())
