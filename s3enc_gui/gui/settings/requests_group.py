"""The number of requests at the same time, in the Settings dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.choice_group import ChoiceGroup
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.jobs.settings.parallel_requests import ReadParallelRequests, SetParallelRequests

_AUTOMATIC = 0
_NUMBERS = (1, 2, 4, 8, 16, 32, 64, 128)


class RequestsGroup(ChoiceGroup):
    """The value is a number; None: automatic."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        numbers = ((number, str(number)) for number in _NUMBERS)
        choices = ((_AUTOMATIC, _("Automatic")), *numbers)
        title = _("Requests at the same time")
        super().__init__(title, _("At &most"), choices, runner, parent)

    @property
    def value(self) -> int | None:
        """The number; None: automatic."""
        return self.choice.currentData() or None

    @property
    def read_job(self) -> ReadParallelRequests:
        """See SettingsGroup."""
        return ReadParallelRequests()

    @property
    def save_job(self) -> SetParallelRequests:
        """See SettingsGroup."""
        return SetParallelRequests(self.value)

    def meaning(self, value: int | None) -> str:
        """See ChoiceGroup."""
        if value is None:
            return _("S3enc measures the speed, and sends as many requests as make it faster.")
        return ngettext(
            "All uploads together send at most {n} request with data at a time. So does each"
            " download that starts from now on.",
            "All uploads together send at most {n} requests with data at the same time. So does"
            " each download that starts from now on.",
            value,
        ).format(n=value)

    def show_value(self, value: int | None) -> None:
        """Choose the number; one that isn't listed was written into the file."""
        if value and self.choice.findData(value) < 0:
            self.choice.addItem(str(value), value)
        super().show_value(value or _AUTOMATIC)
