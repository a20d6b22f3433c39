"""Restores deleted objects and older versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.deletion import DeletionResult
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow, can_restore
from s3enc_gui.gui.browser.operations.operation_bar import OperationResult
from s3enc_gui.gui.browser.operations.operation_list import OperationList
from s3enc_gui.gui.browser.operations.operations import CopyOperation, Operation
from s3enc_gui.gui.messages.copies import with_reason
from s3enc_gui.gui.messages.counts import objects_text
from s3enc_gui.i18n import _, text
from s3enc_gui.jobs.deletion.delete_objects import DeleteObjects

Shown = tuple[Connection | None, Location | None, Sequence[ObjectRow]]


class RestoreOperation(Operation):
    """Removes delete markers, so that the objects that they hide are there again."""

    def __init__(self, runner: Runner, job: DeleteObjects, parent: QObject) -> None:
        super().__init__(runner, _("Restoring…"), parent)
        self.start(job)

    def result(self, value: object) -> OperationResult:
        """Return how many objects are there again."""
        assert isinstance(value, DeletionResult)  # noqa: S101 - what DeleteObjects returns
        restored = _("Restored: {objects}.").format(objects=objects_text(value.count))
        if value.all_done:
            return OperationResult(restored)
        problems = [one.error for one in value.failures[:1]] or [value.error or AppError("")]
        left = _("Not everything was restored. {problem}")
        more = left.format(problem=" ".join(filter(None, map(str, problems[0].texts[:2]))))
        return OperationResult(f"{restored} {more}".strip(), "warning")

    def refusal(self, error: AppError) -> AppError:
        """Return the message that nothing was restored."""
        return with_reason(text("Nothing was restored"), error)


class Restorer(QObject):
    """Performs `action` for the rows that are selected, and undoes deletions.

    `shown` returns connection, folder and selected rows.
    """

    def __init__(
        self,
        runner: Runner,
        operations: OperationList,
        action: QAction,
        shown: Callable[[], Shown],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner, self._operations, self._shown = runner, operations, shown
        action.triggered.connect(self._restore)

    @Slot(object)
    def undo(self, job: DeleteObjects) -> None:
        """Remove the delete markers that a deletion added."""
        self._operations.add(RestoreOperation(self._runner, job, self))

    @Slot()
    def _restore(self) -> None:
        connection, folder, rows = self._shown()
        if connection is None or folder is None or not can_restore(rows):
            return
        refs = [ObjectRef.of(row.listed) for row in rows if row.listed]
        if markers := tuple(ref for ref in refs if ref.is_marker):
            self.undo(DeleteObjects(connection, folder.bucket, markers))
        if versions := tuple(ref for ref in refs if not ref.is_marker):
            # A copy of the version on top of its object; the versions in between are kept.
            here = Destination(folder.bucket, folder.key)
            plan = CopyPlan(folder.bucket, here, versions, if_exists=IfExists.OVERWRITE)
            title = _("Restoring…")
            self._operations.add(CopyOperation(self._runner, connection, plan, title, self))
