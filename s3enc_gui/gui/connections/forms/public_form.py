"""Form: public data, which is read without signing in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from s3enc_gui.domain.connections.saved_connection import AnonymousSource, SavedConnection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.connections.forms.region_field import RegionField
from s3enc_gui.i18n import _, text
from s3enc_gui.wording.glossary.terms import Term


class PublicForm(Form):
    """The bucket: without credentials, no buckets can be listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bucket = QLineEdit()
        self.bucket.setPlaceholderText("s3://…")
        self.region = RegionField(hint=_("Optional"))
        self.add_row(
            _("Bucket"),
            self.bucket,
            _("Its name, s3://… address, ARN or URL, also with a folder."),
            (Term.BUCKET, Term.ARN),
        )
        self.add_row(_("Region"), self.region)

    @property
    def suggested_name(self) -> str:
        """See Form."""
        try:
            return parse_location(self.bucket.text()).bucket
        except AppError:
            return ""

    def fill(self, connection: SavedConnection) -> None:
        """See Form."""
        bucket, prefix = connection.bucket, connection.prefix
        self.bucket.setText(f"{bucket}/{prefix}" if prefix else bucket)
        self.region.show_region(connection.place.region)

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """See Form."""
        if not self.bucket.text().strip():
            raise AppError(
                text("The bucket is missing"),
                text("Without signing in, buckets can't be listed."),
                text("Enter the name of a bucket that everyone can read."),
                code="ConnectionBucket",
            )
        where = parse_location(self.bucket.text())
        place = replace(connection.place, region=self.region.region or None)
        return replace(
            connection,
            source=AnonymousSource(),
            place=place,
            bucket=where.bucket,
            prefix=where.key,
        )
