"""A setting that is one of a few values."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.settings.settings_group import SettingsGroup
from s3enc_gui.i18n import _


class ChoiceGroup(SettingsGroup):
    """A list of values; a subclass has the jobs, and `meaning` of each value."""

    def __init__(
        self,
        title: str,
        caption: str,
        choices: tuple[tuple[Any, str], ...],
        runner: Runner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, runner, parent)
        self.choice = QComboBox()
        for value, name in choices:
            self.choice.addItem(name, value)
        form = QFormLayout()
        form.addRow(caption, self.choice)
        self.column.addLayout(form)
        self.column.addWidget(self._about)
        self._about.setContentsMargins(0, 0, 0, 0)
        self.choice.currentIndexChanged.connect(self.show_state)
        self.show_state()

    def meaning(self, value: Any) -> str:  # noqa: ANN401 - of any setting
        """What a value means."""
        raise NotImplementedError

    @property
    def value(self) -> Any:  # noqa: ANN401 - of any setting
        """The chosen value."""
        return self.choice.currentData()

    @property
    def message(self) -> str:
        """What the chosen value means."""
        return self.meaning(self.value) if self.known else _("Reading the settings…")

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of any setting
        """Choose the stored value."""
        self.choice.setCurrentIndex(self.choice.findData(value))

    @Slot()
    def show_state(self) -> None:
        """Enable the list, too."""
        self.choice.setEnabled(self.known)
        super().show_state()
