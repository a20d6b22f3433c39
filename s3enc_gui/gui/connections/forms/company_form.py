"""Form: sign in to the access portal of a company (IAM Identity Center)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from s3enc_gui.domain.connections.saved_connection import CompanySource, Place, SavedConnection
from s3enc_gui.domain.connections.sign_in import SsoSession
from s3enc_gui.domain.connections.start_url import StartUrl, parse_start_url
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.connections.forms.region_field import RegionField
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _, text

_EXAMPLE = "https://d-1234567890.awsapps.com/start"


class CompanyForm(Form):
    """The start URL, and the Region where the URL doesn't name it."""

    by_browser = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start_url = QLineEdit()
        self.start_url.setPlaceholderText(_EXAMPLE)
        self.region = RegionField(hint=_("Region of the access portal"))
        self.add_row(
            _("Start URL"),
            self.start_url,
            _("The address where you sign in to AWS. Any page of the portal will do."),
        )
        self._region_label = self.add_row(_("Region"), self.region)
        self._region_note = TextLine(
            _("Where your company set up IAM Identity Center. Your administrator can tell you.")
        )
        self.add_line(self._region_note)
        self.add_line(
            TextLine(
                _(
                    "The sign-in is stored in ~/.aws/sso/cache, in the format of the AWS CLI, so"
                    " that the two share it. Programs that you run can read it."
                )
            )
        )
        self.start_url.textChanged.connect(self._show_region)
        self.region.editTextChanged.connect(self._edited)

    @property
    def portal(self) -> StartUrl:
        """The portal, with its Region. Raises AppError."""
        portal = parse_start_url(self.start_url.text())
        region = portal.region or self.region.region
        if not region:
            raise AppError(
                text("The Region of the access portal is missing"),
                hint=text("Choose the Region of IAM Identity Center."),
                code="ConnectionRegion",
            )
        return replace(portal, region=region)

    def fill(self, connection: SavedConnection) -> None:
        """See Form."""
        source = connection.source
        assert isinstance(source, CompanySource)  # noqa: S101 - by its way
        self.start_url.setText(source.session.start_url)
        self.region.show_region(source.session.region)

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """See Form; the account and role of another portal are still to be chosen."""
        portal, old = self.portal, connection.source
        if isinstance(old, CompanySource) and (
            (old.session.start_url, old.session.region) == (portal.url, portal.region)
        ):
            return connection
        session = SsoSession(portal.url, portal.region or "")
        place = connection.place if isinstance(old, CompanySource) else Place(portal.region)
        return replace(connection, source=CompanySource(session, "", ""), place=place)

    def _show_region(self) -> None:
        """Ask for the Region only where the URL doesn't name it."""
        try:
            named = parse_start_url(self.start_url.text()).region is not None
        except AppError:
            named = False
        for widget in (self._region_label, self.region, self._region_note):
            widget.setVisible(not named)
