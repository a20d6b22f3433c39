"""What all files of a download share: where they come from, where they go, and how it is going."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.aio.outage_gate import OutageGate
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.objects.fetching import Fetcher
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.store.downloads.record import DownloadRecord
from s3enc_gui.store.downloads.target_folder import TargetFolder


class ByteCounter:
    """Bytes that have come; several threads count."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.bytes = self.known = 0

    def add(self, count: int) -> None:
        """Count bytes; negative where they are of no use after all."""
        with self._lock:
            self.bytes += count

    def add_known(self, count: int) -> None:
        """Count bytes that had come in an earlier run."""
        with self._lock:
            self.bytes += count
            self.known += count


@dataclass(slots=True)
class DownloadSource:
    """A bucket that was found, and the requests to it."""

    request: DownloadRequest
    aws_session: AwsSession
    region: str
    fetcher: Fetcher
    reopen: Callable[[Connection], AwsSession]
    outage_gate: OutageGate = field(init=False)

    @classmethod
    def find(
        cls,
        request: DownloadRequest,
        aws_session: AwsSession,
        reopen: Callable[[Connection], AwsSession],
    ) -> DownloadSource:
        """Ask for the bucket; blocks. Raises AppError where there is none."""
        region = config.bucket_region(aws_session.s3(), request.bucket) or aws_session.region
        fetcher = Fetcher(aws_session.s3(region), aws_session.transport(region), request.bucket)
        return cls(request, aws_session, region, fetcher, reopen)

    def wait_with(self, tell: Callable[[Outage | None], None], deadline: float | None) -> None:
        """Wait for better weather from now on; on the loop."""
        self.outage_gate = OutageGate(self._probe, tell, deadline)

    async def look(self, listed: ListedObject) -> ObjectDetails:
        """Return what S3 says of an object now (HeadObject). Raises AppError and Cancelled."""
        return await self.outage_gate.ask(lambda: self.fetcher.look(listed.key, listed.version_id))

    @property
    def endpoint(self) -> str:
        """The server's address."""
        url: str = self.fetcher.client.meta.endpoint_url
        return url

    @property
    def is_amazon(self) -> bool:
        """Whether an ETag is what Amazon says it is."""
        return is_amazon(self.endpoint)

    def _probe(self, outage_kind: OutageKind) -> None:
        """Ask the server something harmless; blocks. Raises AppError where the weather is bad."""
        aws_session = self.aws_session
        if outage_kind is OutageKind.SIGNED_OUT:
            aws_session = self.reopen(self.request.connection)
        try:
            config.reach(aws_session.asking_once(self.region), self.request.bucket)
        except AppError as error:
            if outage_kind_of(error) and error.code != "UnreadableAnswer":  # somebody is there
                raise
        if aws_session is not self.aws_session:
            self.fetcher.client = aws_session.s3(self.region)
            self.fetcher.transport = aws_session.transport(self.region)
            self.aws_session = aws_session


@dataclass(slots=True)
class DownloadContext:
    """Where the files of a download are worked on.

    `goes_on`: an earlier run of the same may have made files of which it could not take a note.
    """

    request: DownloadRequest
    download_source: DownloadSource
    folder: TargetFolder
    file: DownloadRecord
    range_size: int
    goes_on: bool = False
    byte_counter: ByteCounter = field(default_factory=ByteCounter)
    stop: Cancellation = field(default_factory=Cancellation)
