"""Reads and sets how many requests with data are sent at the same time."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.i18n import text
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.settings.settings_errors import settings_errors


@dataclass(frozen=True, slots=True)
class ReadParallelRequests:
    """Read the setting."""

    def run(self, context: Context) -> int | None:
        """Return the number; None: adapted to the measured throughput."""
        return context.services.settings.parallel_requests()


@dataclass(frozen=True, slots=True)
class SetParallelRequests:
    """Limit the requests of all uploads, now, and of downloads that start from now on."""

    most: int | None

    def run(self, context: Context) -> int | None:
        """Return the number. Raises AppError if it can't be saved."""
        context.services.transfers.limit_requests(self.most)
        with settings_errors(text("The number of requests applies only until S3enc closes")):
            context.services.settings.set_parallel_requests(self.most)
        return self.most
