"""Which object the details pane shows: the one selected, inspected or uploaded last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.selection_summary import SelectionSummary, summary_of
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.gui.bridge.latest import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.models.object_row import ObjectRow
from s3enc_gui.gui.browser.models.objects_model import ObjectsModel
from s3enc_gui.gui.encryption.encryption_details import EncryptionDetails
from s3enc_gui.jobs.listing.inspect_object import InspectObject

_INVITATION = "Select an object to see how it is encrypted."
_CALM_MS = 120  # for so long nobody selects another one
_AGAIN_MS = 250  # between two times of adding up, while statuses come
_PIECE = 10_000  # objects that are added up at a time


class DetailsController(QObject):
    """Asks S3 about the one object that is selected, and sums up several."""

    def __init__(self, runner: Runner, pane: EncryptionDetails, model: ObjectsModel) -> None:
        super().__init__(pane)
        self._pane, self._model = pane, model
        self._connection: Connection | None = None
        self._row: ObjectRow | None = None
        self._several: list[ObjectRow] = []
        self._sum: SelectionSummary | None = None  # of the first ones of them
        self._summed = 0
        self._question = LatestJob(runner, self)
        self._question.answered.connect(self._answered)
        self._question.failed.connect(self._failed)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._ask)
        self._adding = QTimer(self, interval=0)
        self._adding.timeout.connect(self._add_piece)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._add_up)
        model.changed.connect(self._changed)
        model.rearranged.connect(self._follow)

    def start(self, connection: Connection) -> None:
        """Ask with another connection from now on."""
        self._drop()
        self._connection = connection
        self._pane.show_nothing(self.tr(_INVITATION))

    @Slot(list)
    def show_rows(self, rows: Sequence[ObjectRow]) -> None:
        """Show the selected rows of the browser."""
        if len(rows) == 1 and rows[0] is self._row:
            return  # it is shown already
        self._drop()
        objects = [row for row in rows if row.listed is not None]
        if len(objects) > 1:
            self._several = objects
            self._add_up()
        elif objects and len(rows) == 1 and not objects[0].is_marker:
            self._show_one(objects[0])
        elif objects and len(rows) == 1:
            self._pane.show_nothing(
                self.tr("A delete marker: the object was deleted, its versions are still there.")
            )
        elif len(rows) == 1:
            words = self.tr("“{}” is a folder: open it (Enter) to see the objects in it.")
            self._pane.show_nothing(words.format(rows[0].name))
        elif rows:
            self._pane.show_nothing(self.tr("{} items are selected.").format(len(rows)))
        else:
            self._pane.show_nothing(self.tr(_INVITATION))

    @Slot(object)
    def show_outcome(self, outcome: Outcome) -> None:
        """Show what became of an uploaded file."""
        self._drop()
        self._pane.show_outcome(outcome)

    @Slot(object)
    def show_object(self, details: ObjectDetails) -> None:
        """Show an object that somebody else asked for."""
        self._drop()
        self._pane.show_object(details)

    @Slot()
    def show_nothing(self) -> None:
        """Show the empty pane."""
        self._drop()
        self._pane.show_nothing(self.tr(_INVITATION))

    @Slot()
    def focus(self) -> None:
        """Go to the pane by keyboard."""
        self._pane.focus_first()

    def _drop(self) -> None:
        for timer in (self._calm, self._adding, self._again):
            timer.stop()
        self._question.drop()
        self._row, self._several = None, []

    def _show_one(self, row: ObjectRow) -> None:
        listed = row.listed
        if listed is None or self._connection is None:
            return
        self._row = row
        place = self._model.location(row)
        known = row.looked
        key = self._model.all.keys.get(known.key) if known and known.key else None
        self._pane.show_pending(
            place, listed.size, listed.modified, listed.storage_class, known, key
        )
        self._calm.start()

    def _ask(self) -> None:
        row = self._row
        if row is None or row.listed is None or self._connection is None:
            return
        where = self._model.location(row)
        self._question.ask(InspectObject(self._connection, where, row.listed.version_id))

    def _answered(self, details: ObjectDetails) -> None:
        listed = self._row.listed if self._row else None
        if details.size < 0 and listed is not None:  # a customer's key: only the listing tells more
            details = replace(
                details,
                size=listed.size,
                etag=listed.etag,
                last_modified=listed.modified,
                storage_class=listed.storage_class,
                version_id=listed.version_id,
            )
        self._pane.show_object(details)

    def _failed(self, error: AppError) -> None:
        if self._row is not None:
            self._pane.show_failure(self._model.location(self._row), error)

    def _follow(self) -> None:
        """Go on with the rows that have taken the places of those shown, if they are others."""
        if self._row is not None and self._row.at < 0:
            for now in self._model.all.now([self._row]):
                if now is not self._row:
                    self._row = now
                    self._calm.start()
        self._changed()

    def _changed(self) -> None:
        """Add up again, soon: much may be changing."""
        if self._several and not self._again.isActive():
            self._again.start()

    def _add_up(self) -> None:
        self._sum, self._summed = None, 0
        self._adding.start()
        self._add_piece()

    def _add_piece(self) -> None:
        """Add up some more: a hundred thousand at once would hold the window."""
        piece = self._several[self._summed : self._summed + _PIECE]
        self._summed += len(piece)
        piece = self._model.all.now(piece)
        chosen = [(row.listed, row.looked) for row in piece if row.listed]
        summary = summary_of(chosen, self._model.all.keys)
        self._sum = self._sum + summary if self._sum else summary
        if self._summed >= len(self._several):
            self._adding.stop()
            self._pane.show_several(self._sum)
