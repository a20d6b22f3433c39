"""Shows the object selected, inspected or uploaded last in the details pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.selection_summary import SelectionSummary, summary_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.earlier_verification import EarlierVerification
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.customer_keys.choose_key import choose_key
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.i18n import _, ngettext, text
from s3enc_gui.jobs.history.find_verification import FindVerification
from s3enc_gui.jobs.listing.inspect_object import InspectObject

_SELECTION_DELAY_MS = 120  # before the details of a selected object are requested
_UPDATE_INTERVAL_MS = 250  # between updates of the summary while statuses arrive
_CHUNK = 10_000  # objects summed up at a time


class DetailsController(QObject):
    """Requests the details of a single selected object; sums up several.

    `follows`: what is shown changes with the model.
    """

    def __init__(
        self,
        runner: Runner,
        pane: EncryptionDetails,
        model: ObjectsModel,
        *,
        follows: bool = True,
    ) -> None:
        super().__init__(pane)
        self._runner, self._pane, self._model = runner, pane, model
        self._connection: Connection | None = None
        self._row: ObjectRow | None = None
        self._place = Location("")  # of the row
        self._objects: list[ObjectRow] = []
        self._summary: SelectionSummary | None = None  # of the first `_summed` objects
        self._summed = 0
        self._details_job = LatestJob(runner, self)
        self._details_job.answered.connect(self._answered)
        self._details_job.failed.connect(self._failed)
        self._verification_job = LatestJob(runner, self)
        self._verification_job.answered.connect(pane.show_verification)
        self._verification_job.failed.connect(self._not_found)
        pane.key_requested.connect(self._choose_key)
        self._selection_timer = QTimer(self, singleShot=True, interval=_SELECTION_DELAY_MS)
        self._selection_timer.timeout.connect(self._request)
        self._chunk_timer = QTimer(self, interval=0)
        self._chunk_timer.timeout.connect(self._add_chunk)
        self._update_timer = QTimer(self, singleShot=True, interval=_UPDATE_INTERVAL_MS)
        self._update_timer.timeout.connect(self._sum_up)
        if follows:
            model.changed.connect(self._changed)
            model.rearranged.connect(self._follow)

    def start(self, connection: Connection) -> None:
        """Use this connection from now on."""
        self._drop()
        self._connection = connection
        self._pane.show_nothing(_select_hint())

    @Slot(list)
    def show_rows(self, rows: Sequence[ObjectRow]) -> None:
        """Show the selected rows of the browser."""
        if len(rows) == 1 and rows[0] is self._row:
            return  # already shown
        self._drop()
        objects = [row for row in rows if row.listed is not None]
        if len(objects) > 1:
            self._objects = objects
            self._sum_up()
        elif objects and len(rows) == 1 and not objects[0].is_marker:
            self._show_one(objects[0])
        elif objects and len(rows) == 1:
            self._pane.show_nothing(
                _(
                    "This is a delete marker. The object was deleted, but older versions may "
                    "still exist."
                )
            )
        elif len(rows) == 1:
            hint = _("“{name}” is a folder. To see its objects, press Enter.")
            self._pane.show_nothing(hint.format(name=rows[0].name))
        elif rows:
            count = len(rows)
            line = ngettext("{count:,} item is selected.", "{count:,} items are selected.", count)
            self._pane.show_nothing(line.format(count=count))
        else:
            self._pane.show_nothing(_select_hint())

    @Slot(object)
    def show_outcome(self, outcome: Outcome) -> None:
        """Show the result of an upload."""
        self._drop()
        self._pane.show_outcome(outcome)

    @Slot(object)
    def show_object(self, details: ObjectDetails) -> None:
        """Show an object that was inspected."""
        self._drop()
        self._show(details)

    @Slot()
    def show_nothing(self) -> None:
        """Show the empty pane."""
        self._drop()
        self._pane.show_nothing(_select_hint())

    def _drop(self) -> None:
        for timer in (self._selection_timer, self._chunk_timer, self._update_timer):
            timer.stop()
        self._details_job.drop()
        self._verification_job.drop()
        self._row, self._objects = None, []

    def _show_one(self, row: ObjectRow) -> None:
        listed = row.listed
        if listed is None or self._connection is None:
            return
        self._row = row
        self._place = place = self._model.location_of(row)
        known = row.status
        key = self._model.all.keys.get(known.key) if known and known.key else None
        self._pane.show_pending(
            place, listed.size, listed.modified, listed.storage_class, known, key
        )
        self._selection_timer.start()

    def _request(self) -> None:
        row = self._row
        if row is None or row.listed is None or self._connection is None:
            return
        self._details_job.ask(InspectObject(self._connection, self._place, row.listed.version_id))

    def _answered(self, details: ObjectDetails) -> None:
        listed = self._row.listed if self._row else None
        if details.status.customer_algorithm and details.size < 0 and listed is not None:
            # Without the key, only the listing has these.
            details = replace(
                details,
                size=listed.size,
                etag=listed.etag,
                last_modified=listed.modified,
                storage_class=listed.storage_class,
                version_id=listed.version_id,
            )
        self._show(details)

    def _show(self, details: ObjectDetails) -> None:
        self._pane.show_object(details)
        if self._connection:
            self._verification_job.ask(FindVerification(self._connection, details))

    def _choose_key(self, details: ObjectDetails) -> None:
        """Ask for the key (SSE-C) of the object shown, and show what S3 reports with it."""
        if self._connection is None:
            return
        place, version = details.location, details.version_id
        window = self._pane.window()
        choose_key(self._runner, self._connection, place, version, window, self._show)

    def _not_found(self, _error: AppError) -> None:
        self._pane.show_verification(EarlierVerification(reason=text("the history can't be read")))

    def _failed(self, error: AppError) -> None:
        if self._row is not None:
            self._pane.show_failure(self._place, error)

    def _follow(self) -> None:
        """Switch to the rows that replaced the shown ones after a refresh."""
        if self._row is not None and self._row.position < 0:
            for now in self._model.all.current([self._row]):
                if now is not self._row:
                    self._row = now
                    self._selection_timer.start()
        self._changed()

    def _changed(self) -> None:
        """Schedule a new summary, because many statuses may arrive."""
        if self._objects and not self._update_timer.isActive():
            self._update_timer.start()

    def _sum_up(self) -> None:
        self._summary, self._summed = None, 0
        self._chunk_timer.start()
        self._add_chunk()

    def _add_chunk(self) -> None:
        """Sum up the next chunk; all objects at once could block the window."""
        chunk = self._objects[self._summed : self._summed + _CHUNK]
        self._summed += len(chunk)
        chunk = self._model.all.current(chunk)
        statuses = [(row.listed, row.status) for row in chunk if row.listed]
        summary = summary_of(statuses, self._model.all.keys)
        self._summary = self._summary + summary if self._summary else summary
        if self._summed >= len(self._objects):
            self._chunk_timer.stop()
            self._pane.show_several(self._summary)


def _select_hint() -> str:
    return _("Select an object to see how it is encrypted.")
