"""A group of the Settings dialog: one setting, read and saved by jobs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGroupBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from s3enc_gui.gui.bridge.latest_job import LatestJob
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.styling import restyle
from s3enc_gui.jobs.context import Job

INDENT = 23  # pixels; indent of a check box's text


class SettingsGroup(QGroupBox):
    """Shows one setting with a message below it.

    A subclass has the jobs, the `value` of its fields, and `show_value`. `state_changed` is emitted
    for every change; `saved` carries the value, `failed` an AppError.
    """

    state_changed = Signal()
    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, title: str, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.known = False  # the setting is read, or can't be read
        self._stored: Any = None
        self._reading, self._saving = LatestJob(runner, self), LatestJob(runner, self)
        self._reading.answered.connect(self._read)
        self._reading.failed.connect(self._not_read)
        self._saving.answered.connect(self._saved)
        self._saving.failed.connect(self.failed)
        for job in (self._reading, self._saving):
            job.busy_changed.connect(self.show_state)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(8)
        self._about = QLabel()
        self._about.setContentsMargins(INDENT, 0, 0, 0)
        self._about.setWordWrap(True)
        self._about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    # --- by subclasses --------------------------------------------------------------------------

    @property
    def value(self) -> Any:  # noqa: ANN401 - of any setting
        """The entered value."""
        raise NotImplementedError

    @property
    def invalid(self) -> bool:
        """Whether what is entered has no value."""
        return False

    @property
    def read_job(self) -> Job[Any]:
        """The job that returns the stored value."""
        raise NotImplementedError

    @property
    def save_job(self) -> Job[Any]:
        """The job that stores the entered value, and returns it."""
        raise NotImplementedError

    @property
    def message(self) -> str:
        """What the entered value means."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - of any setting
        """Enter the stored value."""
        raise NotImplementedError

    def focus_invalid(self) -> None:
        """Set the focus where the input is invalid."""

    # --- by the dialog --------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether the setting is known and not being saved."""
        return self.known and not self._saving.busy

    @property
    def changed(self) -> bool:
        """Whether the entered value isn't stored."""
        return bool(self._stored != self.value)

    def read(self) -> None:
        """Read the stored value."""
        self.known = False
        self._reading.ask(self.read_job)

    def drop(self) -> None:
        """Stop reading; a running save continues."""
        self._reading.drop()

    def save(self) -> None:
        """Store the entered value."""
        self._saving.ask(self.save_job)

    # --- private --------------------------------------------------------------------------------

    @Slot(object)
    def _read(self, value: object) -> None:
        self._stored, self.known = value, True
        self.show_value(value)
        self.show_state()

    @Slot(object)
    def _not_read(self, error: object) -> None:
        """Show the error; the value can be set anyway."""
        self.known = True
        self.show_state()
        self.failed.emit(error)

    @Slot(object)
    def _saved(self, value: object) -> None:
        self._stored = value
        self.show_state()
        self.saved.emit(value)

    @Slot()
    def show_state(self) -> None:
        """Show what the entered value means, and whether it is invalid."""
        tone = "error" if self.invalid else ""
        self._about.setText(self.message)
        if self._about.property("tone") != tone:
            self._about.setProperty("tone", tone)
            self._about.setProperty("role", "" if tone else "muted")
            restyle(self._about)
        self.state_changed.emit()
