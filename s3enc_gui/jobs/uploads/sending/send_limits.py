"""Limits that all uploads share: concurrency, memory, speed."""

from __future__ import annotations

import asyncio
from dataclasses import field
from time import monotonic, sleep

from s3enc_gui.aio.cancellation import Cancellation, check_deferred_cancellation
from s3enc_gui.aio.file_reads import FileReads
from s3enc_gui.aio.limiter import Limiter
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.rate_limit import RateLimit
from s3enc_gui.jobs.uploads.sending.buffers import BufferPool

STOP_CHECK = 0.1  # seconds between two checks for cancellation while throttled


@dataclass(frozen=True, slots=True)
class SendLimits:
    """Concurrent PutObject and UploadPart requests; `rate` bounds the bytes per second of both.

    `reads` are the reads of files.
    """

    single_puts: Limiter
    parts: Limiter
    buffers: BufferPool = field(default_factory=BufferPool)
    rate: RateLimit = field(default_factory=RateLimit)
    reads: FileReads = field(default_factory=FileReads)

    async def throttle(self, count: int) -> None:
        """Wait until `count` more bytes may be sent."""
        if self.rate.rate:
            check_deferred_cancellation()
            await asyncio.sleep(self.rate.delay(monotonic(), count))

    def throttle_thread(self, count: int, stop: Cancellation) -> None:
        """Wait after `count` bytes were sent, to keep the rate, or until `stop` is set; blocks."""
        if count <= 0 or not self.rate.rate:
            return
        end = monotonic() + self.rate.delay(monotonic(), count)
        while not stop.is_set and (left := end - monotonic()) > 0:
            sleep(min(left, STOP_CHECK))
