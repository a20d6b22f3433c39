"""Form: an S3-compatible service."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from s3enc_gui.domain.connections.pasted_keys import AccessKey, key_problems
from s3enc_gui.domain.connections.s3_services import SERVICES, S3Service
from s3enc_gui.domain.connections.saved_connection import KeySource, SavedConnection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import parse_location
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.connections.forms.key_fields import KeyFields
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import AnyText, _, text, translate
from s3enc_gui.wording.glossary.terms import Term

_EXAMPLE = "https://s3.example.com:9000"


class ServiceForm(Form):
    """The service, what its address consists of, and the access key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.service = QComboBox()
        for one in SERVICES:
            self.service.addItem(translate(one.name))
        self.host, self.account, self.region = QLineEdit(), QLineEdit(), QLineEdit()
        self.bucket = QLineEdit()
        self._about = TextLine()
        self.add_row(_("Service"), self.service)
        self.add_line(self._about)
        self._host_label = self.add_row(_("Address"), self.host)
        self.host.setPlaceholderText(_EXAMPLE)
        self._account_label = self.add_row(_("Account ID"), self.account)
        self._region_label = self.add_row(_("Region"), self.region, terms=(Term.REGION,))
        self.fields = KeyFields(self, has_token=False)
        self.bucket.setPlaceholderText(_("Optional: if the key is for one bucket"))
        self.add_row(_("Bucket"), self.bucket, terms=(Term.BUCKET,))
        self.service.currentIndexChanged.connect(self._show_service)
        self._show_service()

    @property
    def chosen(self) -> S3Service:
        """The service."""
        return SERVICES[self.service.currentIndex()]

    @property
    def suggested_name(self) -> str:
        """See Form."""
        return translate(self.chosen.name)

    @property
    def key(self) -> AccessKey | None:
        """See Form."""
        return None if self.fields.is_unchanged else self.fields.value

    def fill(self, connection: SavedConnection) -> None:
        """Show a saved connection, by its address."""
        assert isinstance(connection.source, KeySource)  # noqa: S101 - by its way
        self.service.setCurrentIndex(len(SERVICES) - 1)
        self.host.setText(connection.place.endpoint_url or "")
        self.region.setText(connection.place.region or "")
        self.bucket.setText(_address(connection))
        self.fields.fill(connection.source.access_key)

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """See Form."""
        self.fields.paste.take_typed()  # Enter, and assistive technology, don't move the focus
        service = self.chosen
        if service.asks_for_host and not self.host.text().strip():
            raise _missing(text("The address of the server is missing"))
        if service.asks_for_account and not self.account.text().strip():
            raise _missing(text("The account ID is missing"))
        if service.asks_for_region and not (self.region.text().strip() or service.region):
            raise _missing(text("The Region is missing"))
        if self.key:
            for problem in key_problems(self.key):
                raise problem
        place = service.place(
            host=self.host.text(), account=self.account.text(), region=self.region.text()
        )
        if isinstance(connection.source, KeySource):  # what the form doesn't show stays
            place = replace(connection.place, endpoint_url=place.endpoint_url, region=place.region)
        where = parse_location(self.bucket.text()) if self.bucket.text().strip() else None
        return replace(
            connection,
            source=KeySource(self.fields.value.access_key),
            place=place,
            bucket=where.bucket if where else "",
            prefix=where.key if where else "",
        )

    def _show_service(self) -> None:
        """Show the fields that the service's address consists of."""
        service = self.chosen
        self._about.say(service.encryption)
        rows: tuple[tuple[QWidget, QLineEdit, bool], ...] = (
            (self._host_label, self.host, service.asks_for_host),
            (self._account_label, self.account, service.asks_for_account),
            (self._region_label, self.region, service.asks_for_region or service.asks_for_host),
        )
        for label, field, shown in rows:
            label.setVisible(shown)
            field.setVisible(shown)
        self.region.setPlaceholderText(service.region)
        self._edited()


def _address(connection: SavedConnection) -> str:
    if not connection.bucket:
        return ""
    return f"{connection.bucket}/{connection.prefix}" if connection.prefix else connection.bucket


def _missing(title: AnyText) -> AppError:
    return AppError(title, code="ConnectionUrl")
