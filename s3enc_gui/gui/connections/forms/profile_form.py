"""Form: a profile of `~/.aws`, or the default credentials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from s3enc_gui.domain.connections.profile import Profile
from s3enc_gui.domain.connections.saved_connection import ProfileSource, SavedConnection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.connections.forms.form import Form
from s3enc_gui.gui.connections.forms.profiles_model import ProfilesModel
from s3enc_gui.gui.connections.forms.region_field import RegionField
from s3enc_gui.gui.widgets.labels.text_labels import TextLine
from s3enc_gui.i18n import _
from s3enc_gui.wording.connections import profile_text


class ProfileForm(Form):
    """The profile, chosen from a list or entered, and optionally another Region."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profile, self.edit = QComboBox(), QLineEdit()
        self._model = ProfilesModel(self)
        self.profile.setEditable(True)
        self.profile.setLineEdit(self.edit)
        self.profile.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.profile.setModel(self._model)
        self.edit.setPlaceholderText(_("Default credentials"))
        self._kind = TextLine()
        self.region = RegionField(hint=_("As in the profile"))
        self.add_row(
            _("Profile"),
            self.profile,
            _("Its name in the files of the AWS CLI (~/.aws). S3enc never changes them."),
        )
        self.edit.setAccessibleName(_("Profile"))
        self.add_line(self._kind)
        self._kind.say("")
        self.add_row(_("Region"), self.region)
        self.edit.textChanged.connect(self._show_kind)
        self.edit.textChanged.connect(self._edited)

    @property
    def suggested_name(self) -> str:
        """See Form."""
        return self._name or _("Default credentials")

    def show_profiles(self, profiles: Sequence[Profile]) -> None:
        """Offer these; what was entered stays."""
        name, focused = self.edit.text(), self.edit.hasFocus()
        self._model.set_profiles(profiles)
        self.profile.setCurrentIndex(-1)
        self.edit.setText(name)
        if focused:
            self.edit.setFocus()
        self._show_kind()

    def show_unread(self, error: AppError) -> None:
        """Say why there is no list; a name can be entered anyway."""
        parts = (f"{error.title}.", error.detail)
        self._kind.say(" ".join(part for part in parts if part), "warning")

    def fill(self, connection: SavedConnection) -> None:
        """See Form."""
        assert isinstance(connection.source, ProfileSource)  # noqa: S101 - by its way
        self.edit.setText(connection.source.profile or "")
        self.region.show_region(connection.place.region)

    def draft(self, connection: SavedConnection) -> SavedConnection:
        """See Form."""
        source = ProfileSource(self._name or None)
        place = replace(connection.place, region=self.region.region or None)
        return replace(connection, source=source, place=place)

    @property
    def _name(self) -> str:
        return self.edit.text().strip()

    def _show_kind(self) -> None:
        """Say what gives the profile its credentials."""
        if not self._model.rowCount():
            return
        found = self._model.find(self._name)
        if found:
            self._kind.say(_("Credentials: {kind}.").format(kind=profile_text(found)))
        elif self._name:
            self._kind.say(_("There is no profile of this name."), "warning")
        else:
            self._kind.say("")
