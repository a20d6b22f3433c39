"""Form: a profile of `~/.aws`, or the default credentials."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from s3enc_gui.domain.connections.saved_connection import ProfileSource, SavedConnection
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.connections.forms.region_field import RegionField
from s3enc_gui.i18n import _


class ProfileForm(Form):
    """The name of the profile, and optionally another Region."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profile = QLineEdit()
        self.profile.setPlaceholderText(_("Default credentials"))
        self.region = RegionField(hint=_("As in the profile"))
        self.add_row(
            _("Profile"),
            self.profile,
            _("Its name in ~/.aws. S3enc reads these files and never changes them."),
        )
        self.add_row(_("Region"), self.region)

    @property
    def suggested_name(self) -> str:
        """See Form."""
        return self.profile.text().strip() or _("Default credentials")

    def fill(self, connection: SavedConnection) -> None:
        """See Form."""
        assert isinstance(connection.source, ProfileSource)  # noqa: S101 - by its way
        self.profile.setText(connection.source.profile or "")
        self.region.show_region(connection.place.region)

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """See Form."""
        source = ProfileSource(self.profile.text().strip() or None)
        place = replace(connection.place, region=self.region.region or None)
        return replace(connection, source=source, place=place)
