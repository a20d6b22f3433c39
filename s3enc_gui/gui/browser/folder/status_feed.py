"""Looking at the objects of a folder: those in sight first, the others where that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status_kind import ObjectStatus
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.jobs.listing.browse import KeysResolved, ReadStatuses, StatusesRead

BY_ITSELF = 1000  # objects of a folder that are all looked at unasked; each is a request
_PIECE = 2000  # objects of one job: what is in sight comes between two
_MARGIN = 40  # rows above and below those in sight that are looked at with them
_CALM_MS = 80  # for so long nobody scrolls


class StatusFeed(QObject):
    """Feeds a model with statuses; `failed` carries an AppError, `changed` tells of begin and end.

    `in_sight` returns the rows that are seen.
    """

    failed = Signal(object)
    changed = Signal()

    def __init__(
        self,
        runner: Runner,
        model: ObjectsModel,
        in_sight: Callable[[], Sequence[ObjectRow]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._model, self._in_sight = runner, model, in_sight
        self._connection: Connection | None = None
        self._fresh = self._fresh_keys = self._wanted = self._stopped = False
        self._rest = LatestJob(runner, self)
        self._rest.reported.connect(self._reported)
        self._rest.answered.connect(self._rest_done)
        self._rest.failed.connect(self._fail)
        self._asked_of_rest: _Asked = {}
        self._seen: dict[JobHandle, _Asked] = {}
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._look_at_sight)

    @property
    def is_looking(self) -> bool:
        """Whether the whole folder is being looked at, and not only what is in sight."""
        return self._rest.busy or (bool(self._seen) and self._is_little and not self._stopped)

    @property
    def _is_little(self) -> bool:
        """Whether the folder is looked at as a whole unasked."""
        return len(self._model.all) - self._model.all.folders <= BY_ITSELF

    def start(self, connection: Connection, *, fresh: bool = False) -> None:
        """Look at the folder of the model; `fresh`: what is known does not count."""
        self.stop()
        self._connection = connection
        self._fresh = self._fresh_keys = fresh
        self._wanted = self._stopped = False

    def stop(self) -> None:
        """Look at nothing more; what is still answered is not heard."""
        self._calm.stop()
        self._drop_rest()
        for handle in tuple(self._seen):
            handle.progressed.disconnect(self._reported)
            handle.failed.disconnect(self._sight_failed)
            handle.cancelled.disconnect(self._sight_cancelled)
            handle.finished.disconnect(self._sight_done)
            _forget_unanswered(self._seen.pop(handle))
            handle.cancel()
        self._connection = None
        self.changed.emit()

    def pause(self) -> None:
        """Look at no more than what is in sight."""
        self._wanted, self._stopped = False, True
        self._drop_rest()
        self.changed.emit()

    def look_at_all(self) -> None:
        """Look at the whole folder, as long as that takes."""
        self._wanted, self._stopped = True, False
        self._go_on()

    def look(self) -> None:
        """Look at what is in sight, soon; and go on with the rest."""
        if self._connection and not self._calm.isActive():
            self._calm.start()

    def _look_at_sight(self) -> None:
        shown = self._in_sight()
        if self._connection and shown:
            rows = self._model.rows()
            first, last = max(shown[0].at - _MARGIN, 0), shown[-1].at + _MARGIN + 1
            nearby = [row for row in (*shown, *rows[first:last]) if _is_due(row)]
            if nearby:
                asked = _asked(nearby)
                handle = self._runner.start(self._job(asked))
                self._seen[handle] = asked
                handle.progressed.connect(self._reported)
                handle.failed.connect(self._sight_failed)
                handle.cancelled.connect(self._sight_cancelled)
                handle.finished.connect(self._sight_done)
        self._go_on()

    def _sight_failed(self, error: object) -> None:
        self._sight_cancelled()
        self._fail(error)

    def _sight_cancelled(self) -> None:
        handle = self.sender()
        if isinstance(handle, JobHandle):
            _forget_unanswered(self._seen.get(handle, {}))

    def _sight_done(self) -> None:
        handle = self.sender()
        if isinstance(handle, JobHandle):
            self._seen.pop(handle, None)
        self.changed.emit()

    def _go_on(self) -> None:
        """Look at the next piece of the rest, where it is wanted or little."""
        if self._connection is None or self._rest.busy or self._stopped:
            return
        if not (self._wanted or self._is_little):
            self.changed.emit()
            return
        due = list(islice(filter(_is_due, self._model.rows()), _PIECE))
        # What a filter hides comes last, but it counts as well.
        due = due or list(islice(filter(_is_due, self._model.all), _PIECE))
        if due:
            self._asked_of_rest = _asked(due)
            self._rest.ask(self._job(self._asked_of_rest))
        self.changed.emit()

    def _job(self, rows: Iterable[ObjectRow]) -> ReadStatuses:
        listed = tuple([row.listed for row in rows if row.listed is not None])
        assert self._connection is not None  # noqa: S101 - asked for only with one
        fresh_keys, self._fresh_keys = self._fresh_keys, False
        bucket = self._model.place.bucket
        return ReadStatuses(
            self._connection, bucket, listed, fresh=self._fresh, fresh_keys=fresh_keys
        )

    def _reported(self, reports: Iterable[object]) -> None:
        for report in reports:
            if isinstance(report, StatusesRead):
                self._model.see(report.statuses, cached=report.cached)
            elif isinstance(report, KeysResolved):
                self._model.learn(report.keys)

    def _rest_done(self) -> None:
        self._asked_of_rest = {}
        self._go_on()

    def _drop_rest(self) -> None:
        self._rest.drop()
        _forget_unanswered(self._asked_of_rest)
        self._asked_of_rest = {}

    def _fail(self, error: object) -> None:
        self._stopped = True
        self._drop_rest()
        self.failed.emit(error)
        self.changed.emit()


_Asked = dict[ObjectRow, ObjectStatus | None]
"""Rows of a job, each with what was known of it before."""


def _asked(rows: Iterable[ObjectRow]) -> _Asked:
    asked: _Asked = {}
    for row in rows:
        row.asked = True
        asked[row] = row.looked
    return asked


def _forget_unanswered(asked: _Asked) -> None:
    """Let be asked for again what a job that ended early brought no answer to."""
    for row, before in asked.items():
        row.asked = row.looked is not before


def _is_due(row: ObjectRow) -> bool:
    return not row.asked and row.listed is not None and not row.listed.is_delete_marker
