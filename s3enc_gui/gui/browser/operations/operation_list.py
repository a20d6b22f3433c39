"""List of the bars of running and finished operations."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from s3enc_gui.gui.browser.operations.operations import CopyOperation, DeleteOperation, Operation
from s3enc_gui.gui.browser.operations.operations_work import OperationsWork

_SHARE = 3  # the bars take at most a third of the panel
_SPACING = 6


class OperationList(QScrollArea):
    """Bars of running operations, and of finished ones that the user hasn't read yet.

    The newest is on top; many are scrolled. `changed` forwards the signal of each operation. `work`
    is for the desktop. `outages_changed` carries a tuple of Outage, `sign_in_requested` the
    Connection of one.
    """

    changed = Signal(str)
    outages_changed = Signal(object)
    sign_in_requested = Signal(object)

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        panel.installEventFilter(self)
        self._bucket = ""
        self._bars = QWidget()
        self._column = QVBoxLayout(self._bars)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_SPACING)
        self.setWidget(self._bars)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._bars.setAutoFillBackground(False)
        self._bars.installEventFilter(self)
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(self._fit)
        self.operations: list[Operation] = []
        self.work = OperationsWork(lambda: self.operations, self)
        self.setVisible(False)

    def add(self, operation: Operation) -> None:
        """Show an operation; remove finished ones."""
        self.remove_finished()
        self.operations.append(operation)
        self._column.insertWidget(0, operation.bar)
        operation.bar.closed.connect(self._remove_closed)
        operation.changed.connect(partial(self._withdraw_questions, operation))
        operation.changed.connect(self.changed)
        operation.work_changed.connect(self.work.changed)
        self.work.changed.emit()
        operation.outage_changed.connect(self._emit_outages)
        operation.sign_in_requested.connect(self.sign_in_requested)
        self._emit_outages()  # it may have begun to wait before
        self.setVisible(True)
        self.verticalScrollBar().setValue(0)
        self._fit()

    def show_bucket(self, bucket: str) -> None:
        """Remove finished operations of another bucket; running ones and questions stay."""
        if bucket != self._bucket:
            self._bucket = bucket
            self.remove_finished()

    def remove_finished(self) -> None:
        """Remove operations that have finished, were visible and ask nothing."""
        for operation in tuple(self.operations):
            if operation.bar.is_read:
                self._remove(operation)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Adjust the height when the bars or the panel change theirs (Qt)."""
        of_bars = watched is self._bars and event.type() is QEvent.Type.LayoutRequest
        of_panel = watched is self._panel and event.type() is QEvent.Type.Resize
        if of_bars or of_panel:
            self._fit_timer.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adjust the height: another width may need more lines (Qt)."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_timer.start()

    def _fit(self) -> None:
        if not self.operations:
            return
        width = self.viewport().width()
        height = max(self._column.totalHeightForWidth(width), self._column.sizeHint().height())
        newest = self.operations[-1].bar
        minimum = max(newest.heightForWidth(width), newest.sizeHint().height())
        self.setFixedHeight(min(height, max(minimum, self._panel.height() // _SHARE)))

    def _withdraw_questions(self, ended: Operation, _key: str) -> None:
        """Withdraw what is asked about names that were deleted."""
        if not isinstance(ended, DeleteOperation) or ended.last is None or ended.last.lines:
            return
        job = ended.job
        keys = {one.key for one in job.objects if one.version_id is None}
        for one in tuple(self.operations):
            if isinstance(one, CopyOperation) and not one.is_active:
                one.forget_removed(
                    job.bucket, lambda key: key in keys or key.startswith(job.prefixes)
                )

    def _emit_outages(self) -> None:
        self.outages_changed.emit(tuple(one.outage for one in self.operations if one.outage))

    def _remove_closed(self) -> None:
        for operation in tuple(self.operations):
            if operation.bar.is_closed:
                self._remove(operation)

    def _remove(self, operation: Operation) -> None:
        self.operations.remove(operation)
        self._column.removeWidget(operation.bar)
        operation.bar.hide()
        operation.bar.deleteLater()
        operation.deleteLater()
        self.setVisible(bool(self.operations))
        self._fit_timer.start()
