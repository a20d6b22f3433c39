"""The interface of jobs (use cases), and the context they run in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from threading import Event
from typing import Protocol, TypeVar

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.jobs.services import Services

__all__ = ["Context", "Job", "Services"]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Context:
    """The context of a running job: services, a callback for reports, and cancellation."""

    services: Services
    report: Callable[[object], None] = lambda _: None
    stopped: Event = field(default_factory=Event)

    def checkpoint(self) -> None:
        """Raise Cancelled if the user canceled the job."""
        if self.stopped.is_set():
            raise Cancelled


class Job(Protocol[T_co]):
    """A use case: a frozen value whose `run` does the work and returns the result.

    Raises AppError, whose texts are for the user, or Cancelled.
    """

    def run(self, context: Context) -> T_co:
        """Do the work; blocks."""
        ...
