"""Form: an access key."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connections.pasted_keys import AccessKey, key_problems
from s3enc_gui.domain.connections.saved_connection import KeySource, SavedConnection
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.connections.forms.key_fields import KeyFields
from s3enc_gui.gui.connections.forms.region_field import RegionField
from s3enc_gui.i18n import _


class KeyForm(Form):
    """The parts of the key, and optionally a Region."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = KeyFields(self, has_token=True)
        self.region = RegionField(hint=_("Optional"))
        self.add_row(_("Region"), self.region)
        self.fields.paste.pasted.connect(self._show_problems)

    @property
    def suggested_name(self) -> str:
        """See Form."""
        return self.fields.value.access_key

    @property
    def key(self) -> AccessKey | None:
        """See Form."""
        return None if self.fields.is_unchanged else self.fields.value

    def fill(self, connection: SavedConnection) -> None:
        """See Form."""
        assert isinstance(connection.source, KeySource)  # noqa: S101 - by its way
        self.fields.fill(connection.source.access_key)
        self.region.show_region(connection.place.region)

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """See Form."""
        self.fields.paste.take_typed()  # Enter, and assistive technology, don't move the focus
        if self.key:
            for problem in key_problems(self.key):
                raise problem
        place = replace(connection.place, region=self.region.region or None)
        source = KeySource(self.fields.value.access_key)
        return replace(connection, source=source, place=place)

    def _show_problems(self) -> None:
        self.show_problem(next(key_problems(self.fields.value), None))
