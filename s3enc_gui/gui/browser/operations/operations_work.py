"""What copies, moves and deletions do, for the desktop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from s3enc_gui.domain.desktop.notification import Notification, NotificationKind, Subject
from s3enc_gui.domain.desktop.work import Work
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.browser.operations.operations import Operation
from s3enc_gui.i18n import _


class OperationsWork(QObject):
    """`changed` is emitted when `work` may have changed. `all_of` returns the operations."""

    changed = Signal()

    def __init__(self, all_of: Callable[[], Iterable[Operation]], parent: QObject) -> None:
        super().__init__(parent)
        self._all_of = all_of

    def count_active(self) -> int:
        """Return the number of those that run."""
        return self.work().active

    def work(self) -> Work:
        """Return how many run. The progress has hardly any weight beside that of bytes sent."""
        active = [one for one in self._all_of() if one.is_active]
        known = [one.bar.permille for one in active if one.bar.permille is not None]
        progress = Progress(sum(known), 1000 * len(known))
        return Work(len(active), is_running=bool(active), progress=progress)

    def result(self) -> Notification | None:
        """Return the result of the last one; None where the user stopped it."""
        ended = [one.last for one in self._all_of() if one.last]
        if not ended or ended[-1].tone == "info":
            return None
        result = ended[-1]
        needs_user = result.tone == "error" or result.conflicts
        kind = NotificationKind.ATTENTION if needs_user else NotificationKind.ENDED
        is_fine = result.tone == "ok"
        title = (
            _("The operation is complete") if is_fine else _("The operation ended with problems")
        )
        return Notification(
            kind, Subject.OPERATIONS, title, result.text, _("Show"), has_problems=not is_fine
        )

    def show_result(self) -> None:
        """Do nothing: the bars show the results."""
