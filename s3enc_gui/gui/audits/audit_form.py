"""What is to be audited."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.gui.audits.require_field import RequireField
from s3enc_gui.gui.widgets.styling import primary


class AuditForm(QWidget):
    """`Bucket`, `Prefix`, `All versions`, `Require`; `Audit` and `Stop`.

    `asked` carries an AuditScope, `refused` an AppError about what is typed, `stopped` the wish
    to stop. A bucket may be typed as `s3://bucket/prefix`.
    """

    asked = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bucket, self.prefix = QLineEdit(), QLineEdit()
        self.versions = QCheckBox(self.tr("All &versions"))
        self.require = RequireField()
        self.audit = primary(QPushButton(self.tr("&Audit")))
        self.stop = QPushButton(self.tr("&Stop"))
        self._held = False
        self._captions: list[QLabel] = []
        self._arrange()
        self.audit.clicked.connect(self.ask)
        self.stop.clicked.connect(self.stopped)
        for field in (self.bucket, self.prefix):
            field.returnPressed.connect(self.ask)
        self.bucket.editingFinished.connect(self._spread)
        self.show_running(running=False)

    def show_scope(self, scope: AuditScope) -> None:
        """Show what another audit looked at."""
        self.bucket.setText(scope.bucket)
        self.prefix.setText(scope.prefix)
        self.versions.setChecked(scope.versions)

    def show_running(self, *, running: bool, stopping: bool = False) -> None:
        """Offer what can be done now; the focus goes from a button to its counterpart.

        `stopping`: it was asked to stop, and there is nothing to do but to wait.
        """
        before, after = (self.audit, self.stop) if running else (self.stop, self.audit)
        held = self._held or any(
            one.hasFocus() for one in (before, self.stop, self.bucket, self.prefix)
        )
        self._held = held and stopping  # a button that is greyed loses the focus meanwhile
        after.setEnabled(True)
        if held:
            after.setFocus()
        for widget in (*self._captions, self.bucket, self.prefix, self.versions, self.audit):
            widget.setEnabled(not running)
        self.stop.setEnabled(running and not stopping)

    def scope(self) -> AuditScope:
        """Return what is to be looked at. Raises AppError."""
        self._spread()
        bucket = parse_location(self.bucket.text()).bucket
        return AuditScope(bucket, self.prefix.text(), self.versions.isChecked())

    @Slot()
    def ask(self) -> None:
        """Take what is typed."""
        if not self.audit.isEnabled():
            return
        try:
            scope = self.scope()
            self.require.requirement()
        except AppError as error:
            self.refused.emit(error)
        else:
            self.asked.emit(scope)

    @Slot()
    def _spread(self) -> None:
        """Let the prefix of `s3://bucket/prefix` go to its own field."""
        text = self.bucket.text()
        if "/" not in text and not text.lstrip().startswith("arn:"):
            return
        try:
            location = parse_location(text)
        except AppError:
            return  # it is told when it is asked for
        self.bucket.setText(location.bucket)
        if location.key:
            self.prefix.setText(location.key)

    def _arrange(self) -> None:
        self.bucket.setPlaceholderText(self.tr("Name, s3://bucket/prefix or ARN"))
        self.prefix.setPlaceholderText(self.tr("The whole bucket"))
        for typed in (self.bucket, self.prefix):
            typed.setAcceptDrops(False)  # a file is no bucket
        self.stop.setToolTip(self.tr("What was seen is kept; Audit goes on where it was"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        fields: tuple[tuple[str, QWidget, int, int, int], ...] = (
            (self.tr("&Bucket"), self.bucket, 0, 0, 1),
            (self.tr("&Prefix"), self.prefix, 0, 3, 1),
            (self.tr("&Require"), self.require, 1, 0, 1),
        )
        for text, field, row, column, columns in fields:
            caption = QLabel(text)
            caption.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            grid.addWidget(caption, row, column)
            if field is not self.require:  # what is required may change while it runs
                self._captions.append(caption)
            grid.addWidget(field, row, column + 1, 1, columns)
        grid.addWidget(self.versions, 0, 6, 1, 2)
        for button in (self.audit, self.stop):
            button.setAutoDefault(False)
        grid.addWidget(self.audit, 1, 6)
        grid.addWidget(self.stop, 1, 7)
        for column in (1, 4):
            grid.setColumnStretch(column, 1)
        for column in (2, 5):
            grid.setColumnMinimumWidth(column, 8)
