"""Light or dark, in the Settings dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.settings.appearance import Appearance
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.choice_group import ChoiceGroup
from s3enc_gui.i18n import _
from s3enc_gui.jobs.settings.appearance import ReadAppearance, SetAppearance


class AppearanceGroup(ChoiceGroup):
    """The value is an Appearance."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        choices = (
            (Appearance.SYSTEM, _("As in the system's settings")),
            (Appearance.LIGHT, _("Light")),
            (Appearance.DARK, _("Dark")),
        )
        super().__init__(_("Appearance"), _("Co&lors"), choices, runner, parent)

    @property
    def read_job(self) -> ReadAppearance:
        """See SettingsGroup."""
        return ReadAppearance()

    @property
    def save_job(self) -> SetAppearance:
        """See SettingsGroup."""
        return SetAppearance(self.value)

    def meaning(self, value: Appearance) -> str:
        """See ChoiceGroup."""
        if value is Appearance.SYSTEM:
            return _("S3enc follows the system when it changes between light and dark.")
        return _("S3enc keeps these colors, whatever the system uses.")
