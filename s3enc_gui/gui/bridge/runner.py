"""Interface of the job runner, as the GUI uses it."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from s3enc_gui.gui.bridge.job_handle import JobHandle
from s3enc_gui.jobs.context import Job


class Runner(Protocol):
    """Starts jobs. Tests use a fake that only records them."""

    @property
    def idle(self) -> SignalInstance:
        """Signal: the last running job has ended."""
        ...

    def start(self, job: Job[Any]) -> JobHandle:
        """Start a job; its signals are emitted in the GUI thread, after this call returns."""
        ...

    def running(self) -> tuple[Job[Any], ...]:
        """Return the jobs that are running."""
        ...

    def cancel_all(self) -> None:
        """Request cancellation of every job."""
        ...
