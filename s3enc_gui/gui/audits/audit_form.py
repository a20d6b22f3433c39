"""Form with the scope and the requirement of an audit."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.gui.audits.require_field import RequireField
from s3enc_gui.gui.widgets.labels.term_tip import explained
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.gui.widgets.styling import primary
from s3enc_gui.i18n import _
from s3enc_gui.wording.glossary.terms import Term
from s3enc_gui.wording.key_notes import key_note


class AuditForm(QWidget):
    """`submitted` carries an AuditScope, `rejected` an AppError about the text entered.

    `stop_requested` follows the Stop button. The bucket can be entered as `s3://bucket/prefix`.
    """

    submitted = Signal(object)
    rejected = Signal(object)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bucket, self.prefix = QLineEdit(), QLineEdit()
        self.versions = QCheckBox(_("All &versions"))
        self.require = RequireField()
        self.key_note = TextLine()
        self.audit = primary(QPushButton(_("&Audit")))
        self.stop = QPushButton(_("&Stop"))
        self._had_focus = False
        self._captions: list[QLabel] = []
        self._arrange()
        self.audit.clicked.connect(self.submit)
        self.stop.clicked.connect(self.stop_requested)
        for field in (self.bucket, self.prefix):
            field.returnPressed.connect(self.submit)
        self.bucket.editingFinished.connect(self._split_uri)
        self.require.changed.connect(self._show_key_note)
        self.require.rejected.connect(self._show_key_note)
        self.show_running(running=False)

    def show_scope(self, scope: AuditScope) -> None:
        """Show the scope of another audit."""
        self.bucket.setText(scope.bucket)
        self.prefix.setText(scope.prefix)
        self.versions.setChecked(scope.versions)

    def show_running(self, *, running: bool, stopping: bool = False) -> None:
        """Enable the fields and buttons; the focus moves from Audit to Stop and back.

        `stopping`: the audit was canceled and is about to end.
        """
        before, after = (self.audit, self.stop) if running else (self.stop, self.audit)
        had_focus = self._had_focus or any(
            one.hasFocus() for one in (before, self.stop, self.bucket, self.prefix)
        )
        self._had_focus = had_focus and stopping  # a disabled button loses the focus
        after.setEnabled(True)
        if had_focus:
            after.setFocus()
        for widget in (*self._captions, self.bucket, self.prefix, self.versions, self.audit):
            widget.setEnabled(not running)
        self.stop.setEnabled(running and not stopping)

    def scope(self) -> AuditScope:
        """Return the scope entered. Raises AppError."""
        self._split_uri()
        bucket = parse_location(self.bucket.text()).bucket
        return AuditScope(bucket, self.prefix.text(), self.versions.isChecked())

    @Slot()
    def submit(self) -> None:
        """Check the fields and start the audit."""
        if not self.audit.isEnabled():
            return
        try:
            scope = self.scope()
            self.require.requirement()
        except AppError as error:
            self.rejected.emit(error)
        else:
            self.submitted.emit(scope)

    @Slot()
    def _show_key_note(self) -> None:
        """Say if the required KMS key's name is in none of the forms of AWS KMS."""
        try:
            requirement = self.require.requirement()
        except AppError:
            requirement = None
        key = requirement.key if requirement else None
        note = str(key_note(key)) if key else ""
        self.key_note.say(note)
        self.require.setAccessibleDescription(note)

    @Slot()
    def _split_uri(self) -> None:
        """Move the prefix of `s3://bucket/prefix` to its own field."""
        text = self.bucket.text()
        if "/" not in text and not text.lstrip().startswith("arn:"):
            return
        try:
            location = parse_location(text)
        except AppError:
            return  # reported when it is submitted
        self.bucket.setText(location.bucket)
        if location.key:
            self.prefix.setText(location.key)

    def _arrange(self) -> None:
        self.bucket.setPlaceholderText(_("Name, s3://bucket/prefix or ARN"))
        self.prefix.setPlaceholderText(_("Whole bucket"))
        for line in (self.bucket, self.prefix):
            line.setAcceptDrops(False)  # a dropped file isn't a bucket
        self.stop.setToolTip(_("Stop the audit; it can be resumed"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        fields: tuple[tuple[str, QWidget, tuple[Term, ...], int, int, int], ...] = (
            (_("&Bucket"), self.bucket, (Term.BUCKET, Term.ARN), 0, 0, 1),
            (_("&Prefix"), self.prefix, (Term.PREFIX,), 0, 3, 1),
            (_("&Require"), self.require, (Term.KMS, Term.DSSE), 1, 0, 1),
        )
        for text, field, terms, row, column, columns in fields:
            caption = QLabel(text)
            caption.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            grid.addWidget(explained(caption, *terms), row, column)
            if field is not self.require:  # it can be changed while the audit runs
                self._captions.append(caption)
            grid.addWidget(field, row, column + 1, 1, columns)
        grid.addWidget(self.versions, 0, 6, 1, 2)
        for button in (self.audit, self.stop):
            button.setAutoDefault(False)
        grid.addWidget(self.key_note, 2, 1, 1, 7)
        self.key_note.hide()
        grid.addWidget(self.audit, 1, 6)
        grid.addWidget(self.stop, 1, 7)
        for column in (1, 4):
            grid.setColumnStretch(column, 1)
        for column in (2, 5):
            grid.setColumnMinimumWidth(column, 8)
