"""The page `Review`: a summary of the upload, as text or as boto3 code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
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

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.keys.keys_model import KeysModel
from s3enc_gui.gui.uploads.draft import UploadDraft
from s3enc_gui.gui.uploads.review_rows import review_rows
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import N_, _
from s3enc_gui.wording.boto3_code import boto3_code

TITLE = N_("Review")


class ReviewPage(QWidget):
    """Read-only; `show_draft` updates it."""

    def __init__(self, draft: UploadDraft, keys: KeysModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._keys = draft, keys
        self._problem = ErrorBanner(closable=False)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(18)
        self._rows.setVerticalSpacing(10)
        self._rows.setColumnStretch(1, 1)
        self.as_code = QPushButton(_("&Show as boto3 code"))
        self.as_text = QPushButton(_("&Show as text"))
        self.as_text.hide()
        self.copy = QPushButton(_("Co&py"))
        self.copy.hide()
        self.code = QPlainTextEdit(readOnly=True)
        self.code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.code.setAccessibleName(_("boto3 code"))
        self.code.setTabChangesFocus(True)
        keep_icon(self.as_code, "code")
        for button in (self.as_code, self.as_text, self.copy):
            button.setAutoDefault(False)
        keep_icon(self.copy, "copy")
        self._pages = QStackedWidget()
        self._arrange()
        self.as_code.clicked.connect(self._to_code)
        self.as_text.clicked.connect(self._to_text)
        self.copy.clicked.connect(self._copy)

    @Slot()
    def show_draft(self) -> None:
        """Show the draft."""
        self._clear()
        for number, (caption, text) in enumerate(review_rows(self._draft, self._keys)):
            name, value = label(caption, "muted"), QLabel(text)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            name.setBuddy(value)
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addWidget(name, number, 0)
            self._rows.addWidget(value, number, 1)
        problem = self._draft.problem()
        if problem:
            self._problem.show_error(problem)
        else:
            self._problem.clear()
        self._show_code()

    def _arrange(self) -> None:
        inside = QFrame()
        inside.setProperty("card", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(18, 16, 18, 16)
        column.addLayout(self._rows)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Upload summary"))
        area.viewport().setAutoFillBackground(False)
        self._summary = area
        self._pages.addWidget(area)
        self._pages.addWidget(self.code)
        buttons = QHBoxLayout()
        buttons.addWidget(self.as_code)
        buttons.addWidget(self.as_text)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._problem)
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
