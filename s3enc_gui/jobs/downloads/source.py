"""What all files of a download share: where they come from, where they go, and how it is going."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from s3enc_gui.aio.cancellation import Stop
from s3enc_gui.aio.outage_gate import Shelter
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import DownloadWish
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.outage import Forecast, Weather
from s3enc_gui.domain.transient_errors import weather_of
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.objects.fetching import Fetcher
from s3enc_gui.s3.session.aws_session import Cloud
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.store.downloads.record import DownloadsFile
from s3enc_gui.store.downloads.target_folder import TargetFolder


class Tally:
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
class Route:
    """A bucket that was found, and the requests to it."""

    wish: DownloadWish
    cloud: Cloud
    region: str
    fetcher: Fetcher
    reopen: Callable[[Connection], Cloud]
    shelter: Shelter = field(init=False)

    @classmethod
    def find(cls, wish: DownloadWish, cloud: Cloud, reopen: Callable[[Connection], Cloud]) -> Route:
        """Ask for the bucket; blocks. Raises AppError where there is none."""
        region = config.bucket_region(cloud.s3(), wish.bucket) or cloud.region
        fetcher = Fetcher(cloud.s3(region), cloud.transport(region), wish.bucket)
        return cls(wish, cloud, region, fetcher, reopen)

    def wait_with(self, tell: Callable[[Forecast | None], None], deadline: float | None) -> None:
        """Wait for better weather from now on; on the loop."""
        self.shelter = Shelter(self._probe, tell, deadline)

    async def look(self, listed: ListedObject) -> ObjectDetails:
        """Return what S3 says of an object now (HeadObject). Raises AppError and Cancelled."""
        return await self.shelter.ask(lambda: self.fetcher.look(listed.key, listed.version_id))

    @property
    def endpoint(self) -> str:
        """The server's address."""
        url: str = self.fetcher.client.meta.endpoint_url
        return url

    @property
    def is_amazon(self) -> bool:
        """Whether an ETag is what Amazon says it is."""
        return is_amazon(self.endpoint)

    def _probe(self, weather: Weather) -> None:
        """Ask the server something harmless; blocks. Raises AppError where the weather is bad."""
        cloud = self.cloud
        if weather is Weather.SIGNED_OUT:
            cloud = self.reopen(self.wish.connection)
        try:
            config.reach(cloud.asking_once(self.region), self.wish.bucket)
        except AppError as error:
            if weather_of(error) and error.code != "UnreadableAnswer":  # somebody is there
                raise
        if cloud is not self.cloud:
            self.fetcher.client = cloud.s3(self.region)
            self.fetcher.transport = cloud.transport(self.region)
            self.cloud = cloud


@dataclass(slots=True)
class Desk:
    """Where the files of a download are worked on.

    `goes_on`: an earlier run of the same may have made files of which it could not take a note.
    """

    wish: DownloadWish
    route: Route
    folder: TargetFolder
    file: DownloadsFile
    range_size: int
    goes_on: bool = False
    tally: Tally = field(default_factory=Tally)
    stop: Stop = field(default_factory=Stop)
