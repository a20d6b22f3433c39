"""What the window needs of whoever runs jobs."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.jobs.context import Job


class Runner(Protocol):
    """Starts jobs; tests give a fake one that only records them."""

    @property
    def idle(self) -> SignalInstance:
        """The signal that the last job under way has ended."""
        ...

    def start(self, job: Job[Any]) -> JobHandle:
        """Start a job; its signals come after this call has returned, in the GUI thread."""
        ...

    def running(self) -> tuple[Job[Any], ...]:
        """Return the jobs that are under way."""
        ...

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        ...
