"""Table model of the saved connections."""

from __future__ import annotations

from typing import Any, ClassVar

from s3enc_gui.domain.connections.saved_connection import SavedConnection, SavedConnections
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.models.rows_model import RowsModel
from s3enc_gui.i18n import N_, _
from s3enc_gui.wording.connections import kind_text, place_text
from s3enc_gui.wording.managed import set_by_text

_NAME, _KIND, _PLACE, _BUCKET, _DEFAULT = range(5)


class ConnectionsModel(RowsModel):
    """One row a connection, in the order of the list; the default one has an icon and a word."""

    TITLES: ClassVar[tuple[str, ...]] = (
        N_("Name"),
        N_("Sign-in"),
        N_("Region or URL"),
        N_("Bucket"),
        N_("Opens first"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.saved = SavedConnections()

    def show(self, saved: SavedConnections) -> None:
        """Show the connections."""
        self.beginResetModel()
        self.saved, self._rows = saved, list(saved.connections)
        self.endResetModel()

    def row(self, number: int) -> SavedConnection:
        """Return a connection by its number."""
        return self.saved.connections[number]

    def _text(self, row: Any, column: int) -> str:  # noqa: ANN401 - as in RowsModel
        one: SavedConnection = row
        return {
            _NAME: one.name,
            _KIND: kind_text(one.source),
            _PLACE: place_text(one.place),
            _BUCKET: f"{one.bucket}/{one.prefix}" if one.prefix else one.bucket,
            _DEFAULT: _("Default") if one.id == self.saved.default_id else "",
        }[column]

    def _tip(self, row: Any, column: int) -> str:  # noqa: ANN401 - as in RowsModel
        words = self._text(row, column)
        locked = column == _NAME and row.id in self.saved.presets
        return f"{words}\n{set_by_text()}" if locked else words

    def _sign(self, row: Any, column: int) -> StateIcon | None:  # noqa: ANN401 - as in RowsModel
        if column == _NAME and row.id in self.saved.presets:
            return StateIcon("lock", "muted")
        is_default = column == _DEFAULT and row.id == self.saved.default_id
        return StateIcon("check", "ok") if is_default else None
