"""Form: sign in with the AWS console."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connections.saved_connection import ConsoleSource, Place, SavedConnection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.connections.forms.region_field import RegionField
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _, text

_REGION = "us-east-1"


class ConsoleForm(Form):
    """Only the Region: everything else is on the page of AWS."""

    by_browser = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.region = RegionField(_REGION)
        self.add_row(
            _("Region"),
            self.region,
            _("Where you sign in, and where new requests go. Buckets in other Regions work, too."),
        )
        self.add_line(
            TextLine(
                _(
                    "The sign-in is stored in ~/.aws/login/cache, in the format of the AWS CLI, so"
                    " that the two share it. Programs that you run can read it."
                )
            )
        )
        self.region.editTextChanged.connect(self._edited)

    def fill(self, connection: SavedConnection) -> None:
        """See Form."""
        assert isinstance(connection.source, ConsoleSource)  # noqa: S101 - by its way
        self.region.show_region(connection.source.region)

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """See Form; before the sign-in, the session has no name."""
        region, old = self.region.region, connection.source
        if not region:
            raise AppError(
                text("The Region is missing"),
                hint=text("Choose the Region where you sign in, such as us-east-1."),
                code="ConnectionRegion",
            )
        if isinstance(old, ConsoleSource):
            return replace(connection, source=replace(old, region=region))
        return replace(connection, source=ConsoleSource("", region), place=Place(region))
