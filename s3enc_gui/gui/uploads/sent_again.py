"""Finds files of an ended upload that are uploaded again from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.uploads.models.results_model import ResultsModel
from s3enc_gui.jobs.uploads.queue.events import Added, Removed


class SentAgain:
    """A decision in the Transfers list removes the old transfer and adds one for the same file.

    `is_seen`: there was one.
    """

    def __init__(self) -> None:
        self.is_seen = False
        self._removed: set[int] = set()  # rows whose transfer isn't in the list any more

    def of(
        self, events: Sequence[object], transfers: Mapping[int, int], model: ResultsModel
    ) -> tuple[list[int], list[int]]:
        """Return the rows that are uploaded again, and their new transfers.

        `transfers` are the transfers known so far, by row.
        """
        rows: list[int] = []
        ids: list[int] = []
        known = {id: row for row, id in transfers.items()}
        for event in events:
            if isinstance(event, Removed):
                self._removed |= {known[id] for id in event.ids if id in known}
            elif isinstance(event, Added) and self._removed:
                asked = {
                    outcome.item: row
                    for row in self._removed & set(model.rows_with(Result.EXISTS))
                    if (outcome := model.outcome(row))
                }
                for one in event.rows:
                    if one.item in asked:
                        rows.append(asked[one.item])
                        ids.append(one.id)
        self._removed -= set(rows)
        self.is_seen = self.is_seen or bool(rows)
        return rows, ids
