"""What all files of a download share: source, target folder, progress."""

from __future__ import annotations

from dataclasses import field
from threading import Lock

from s3enc_gui.aio.cancellation import Cancellation, in_thread
from s3enc_gui.aio.outage_gate import OutageGate
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.s3.client_side.decryption import Decryption
from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.objects.fetching import Fetcher
from s3enc_gui.store.downloads.record import DownloadRecord
from s3enc_gui.store.downloads.target_folder import TargetFolder


class ByteCounter:
    """Counts downloaded bytes. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.bytes = self.known = 0

    def add(self, count: int) -> None:
        """Count bytes; negative if they are discarded."""
        with self._lock:
            self.bytes += count

    def add_known(self, count: int) -> None:
        """Count bytes that an earlier run downloaded."""
        with self._lock:
            self.bytes += count
            self.known += count


@dataclass(frozen=True, slots=True)
class DownloadSource:
    """A bucket, and the requests to it."""

    fetcher: Fetcher
    outage_gate: OutageGate

    async def read_details(self, listed: ListedObject) -> ObjectDetails:
        """Return what S3 reports of an object now (HeadObject). Raises AppError and Cancelled."""
        return await self.outage_gate.run(
            lambda: self.fetcher.read_details(listed.key, listed.version_id)
        )

    @property
    def endpoint(self) -> str:
        """The server's URL."""
        url: str = self.fetcher.client.meta.endpoint_url
        return url

    @property
    def is_amazon(self) -> bool:
        """Whether ETags can be relied on to be MD5s."""
        return is_amazon(self.endpoint)


@dataclass(slots=True)
class DownloadContext:
    """One run of a download.

    `resumed`: an earlier run may have left files of which there is no record. `decryption` decrypts
    objects that were encrypted before upload; None: they stay as they are. `encrypted` are those
    that must be: anything else in their place isn't saved.
    """

    request: DownloadRequest
    source: DownloadSource
    folder: TargetFolder
    record: DownloadRecord
    range_size: int
    resumed: bool = False
    byte_counter: ByteCounter = field(default_factory=ByteCounter)
    stop: Cancellation = field(default_factory=Cancellation)
    decryption: Decryption | None = None
    encrypted: frozenset[tuple[str, str | None]] = frozenset()

    async def decrypts(self, details: ObjectDetails) -> bool:
        """Whether this object is one to be decrypted, or one that can't be. Raises Cancelled."""
        decryption = self.decryption
        if decryption is None:
            return False
        try:
            found = await self.source.outage_gate.run(lambda: in_thread(decryption.find, details))
        except AppError:
            return True  # the download of the object says why
        return found is not None
