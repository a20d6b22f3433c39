"""Reads the encryption status of a folder's objects: visible ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.status_kind import ObjectStatus
from s3enc_gui.domain.outage import Outage
from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.listing.browse import KeysResolved, ReadStatuses, StatusesRead

AUTOMATIC = 1000  # read folders with up to this many objects; each object is a request
_BATCH = 2000  # objects per job; visible rows are read in between
_MARGIN = 40  # rows above and below the visible ones that are read with them
_SCROLL_MS = 80  # after scrolling stops


class StatusFeed(QObject):
    """Reads statuses into a model; `failed` carries an AppError.

    `changed` is emitted when reading starts or stops. `visible_rows` returns the visible rows.
    `outages_changed` carries a tuple of Outage, `sign_in_requested` the Connection of one.
    """

    failed = Signal(object)
    changed = Signal()
    outages_changed = Signal(object)
    sign_in_requested = Signal(object)

    def __init__(
        self,
        runner: Runner,
        model: ObjectsModel,
        visible_rows: Callable[[], Sequence[ObjectRow]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._model, self._visible_rows = runner, model, visible_rows
        self._connection: Connection | None = None
        self._fresh = self._fresh_keys = self._all_requested = self._stopped = False
        self._rest = LatestJob(runner, self)
        self._rest.reported.connect(self._reported)
        self._rest.answered.connect(self._rest_done)
        self._rest.failed.connect(self._fail)
        self._rest_rows: _Requested = {}
        self._visible_jobs: dict[JobHandle, _Requested] = {}
        self._outages: dict[QObject, Outage] = {}  # by what reports them
        self._scroll_timer = QTimer(self, singleShot=True, interval=_SCROLL_MS)
        self._scroll_timer.timeout.connect(self._read_visible)

    @property
    def is_reading(self) -> bool:
        """Whether the whole folder is being read, not only visible rows."""
        return self._rest.busy or (
            bool(self._visible_jobs) and self._is_small and not self._stopped
        )

    @property
    def _is_small(self) -> bool:
        """Whether the whole folder is read automatically."""
        return len(self._model.all) - self._model.all.folders <= AUTOMATIC

    def start(self, connection: Connection, *, fresh: bool = False) -> None:
        """Read the model's folder; `fresh`: ignore the status cache."""
        self.stop()
        self._connection = connection
        self._fresh = self._fresh_keys = fresh
        self._all_requested = self._stopped = False

    def stop(self) -> None:
        """Cancel and disconnect all jobs."""
        self._scroll_timer.stop()
        self._drop_rest()
        for handle in tuple(self._visible_jobs):
            handle.progressed.disconnect(self._reported)
            handle.failed.disconnect(self._visible_failed)
            handle.cancelled.disconnect(self._visible_cancelled)
            handle.finished.disconnect(self._visible_done)
            _unmark_unread(self._visible_jobs.pop(handle))
            handle.cancel()
            self._set_outage(handle, None)
        self._connection = None
        self.changed.emit()

    def pause(self) -> None:
        """Read only visible rows from now on."""
        self._all_requested, self._stopped = False, True
        self._drop_rest()
        self.changed.emit()

    def read_all(self) -> None:
        """Read the whole folder, whatever its size."""
        self._all_requested, self._stopped = True, False
        self._read_rest()

    def read(self) -> None:
        """Read visible rows soon, then the rest."""
        if self._connection and not self._scroll_timer.isActive():
            self._scroll_timer.start()

    def _read_visible(self) -> None:
        shown = self._visible_rows()
        if self._connection and shown:
            rows = self._model.rows()
            first, last = max(shown[0].position - _MARGIN, 0), shown[-1].position + _MARGIN + 1
            nearby = [row for row in (*shown, *rows[first:last]) if _is_due(row)]
            if nearby:
                requested = _mark_requested(nearby)
                handle = self._runner.start(self._job(requested))
                self._visible_jobs[handle] = requested
                handle.progressed.connect(self._reported)
                handle.failed.connect(self._visible_failed)
                handle.cancelled.connect(self._visible_cancelled)
                handle.finished.connect(self._visible_done)
        self._read_rest()

    def _visible_failed(self, error: object) -> None:
        self._visible_cancelled()
        self._fail(error)

    def _visible_cancelled(self) -> None:
        handle = self.sender()
        if isinstance(handle, JobHandle):
            _unmark_unread(self._visible_jobs.get(handle, {}))

    def _visible_done(self) -> None:
        handle = self.sender()
        if isinstance(handle, JobHandle):
            self._visible_jobs.pop(handle, None)
            self._set_outage(handle, None)
        self.changed.emit()

    def _read_rest(self) -> None:
        """Read the next batch of the rest, if requested or small."""
        if self._connection is None or self._rest.busy or self._stopped:
            return
        if not (self._all_requested or self._is_small):
            self.changed.emit()
            return
        due = list(islice(filter(_is_due, self._model.rows()), _BATCH))
        # Rows that a filter hides come last.
        due = due or list(islice(filter(_is_due, self._model.all), _BATCH))
        if due:
            self._rest_rows = _mark_requested(due)
            self._rest.ask(self._job(self._rest_rows))
        self.changed.emit()

    def _job(self, rows: Iterable[ObjectRow]) -> ReadStatuses:
        listed = tuple([row.listed for row in rows if row.listed is not None])
        assert self._connection is not None  # noqa: S101 - set while reading
        fresh_keys, self._fresh_keys = self._fresh_keys, False
        bucket = self._model.folder.bucket
        return ReadStatuses(
            self._connection, bucket, listed, fresh=self._fresh, fresh_keys=fresh_keys
        )

    def _reported(self, reports: Iterable[object]) -> None:
        for report in reports:
            if isinstance(report, StatusesRead):
                self._model.set_statuses(report.statuses, cached=report.cached)
            elif isinstance(report, KeysResolved):
                self._model.set_keys(report.keys)
            elif isinstance(report, OutageChanged):
                self._set_outage(self.sender(), report.outage)

    def request_sign_in(self) -> None:
        """Let the user sign in to what the reading waits for."""
        for outage in list(self._outages.values())[:1]:
            self.sign_in_requested.emit(outage.connection)

    def _set_outage(self, source: QObject, outage: Outage | None) -> None:
        if outage == self._outages.get(source):
            return
        if outage is None:
            del self._outages[source]
        else:
            self._outages[source] = outage
        self.outages_changed.emit(tuple(self._outages.values()))
        self.changed.emit()

    def _rest_done(self) -> None:
        self._rest_rows = {}
        self._read_rest()

    def _drop_rest(self) -> None:
        self._rest.drop()
        self._set_outage(self._rest, None)
        _unmark_unread(self._rest_rows)
        self._rest_rows = {}

    def _fail(self, error: object) -> None:
        self._stopped = True
        self._drop_rest()
        self.failed.emit(error)
        self.changed.emit()


_Requested = dict[ObjectRow, ObjectStatus | None]
"""Rows of a job, with their statuses before it."""


def _mark_requested(rows: Iterable[ObjectRow]) -> _Requested:
    requested: _Requested = {}
    for row in rows:
        row.requested = True
        requested[row] = row.status
    return requested


def _unmark_unread(requested: _Requested) -> None:
    """Allow rows to be read again for which a job that ended early returned no status."""
    for row, before in requested.items():
        row.requested = row.status is not before


def _is_due(row: ObjectRow) -> bool:
    return not row.requested and row.listed is not None and not row.listed.is_delete_marker
