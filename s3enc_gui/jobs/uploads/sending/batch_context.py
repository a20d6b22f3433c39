"""What all transfers of one batch share: where they go, how, and what proves them."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from time import monotonic, sleep

from s3enc_gui.aio.cancellation import Stop, before_waiting
from s3enc_gui.aio.limiter import Room
from s3enc_gui.aio.outage_gate import Shelter
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.request_parameters import storing_parameters
from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.outage import Forecast, Weather
from s3enc_gui.domain.rate_limit import RateLimit
from s3enc_gui.domain.transient_errors import weather_of
from s3enc_gui.domain.uploads.plan import IfExists, UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch
from s3enc_gui.jobs.uploads.queue.journal_writer import Ledger
from s3enc_gui.jobs.uploads.sending.buffers import Buffers
from s3enc_gui.jobs.uploads.verification import Prover, expect
from s3enc_gui.s3.buckets import config
from s3enc_gui.s3.kms.key_cache import KeyBook
from s3enc_gui.s3.objects.conditional_writes import Conditions
from s3enc_gui.s3.objects.lost_response import Found, found
from s3enc_gui.s3.objects.uploader import Uploader
from s3enc_gui.s3.session.aws_session import Cloud
from s3enc_gui.s3.session.endpoints import is_amazon
from s3enc_gui.store.journal.journal import Journal

Reopen = Callable[[Connection], Cloud]

ATTENTION = 0.1  # seconds between two looks at the wish to stop


@dataclass(frozen=True, slots=True)
class Rooms:
    """Room in flight for whole small files, and for parts with the memory they are read into.

    `limit` bounds the bytes a second of all of them.
    """

    whole: Room
    parts: Room
    buffers: Buffers = field(default_factory=Buffers)
    limit: RateLimit = field(default_factory=RateLimit)

    async def rest(self, count: int) -> None:
        """Wait until so many bytes more are allowed to leave, on the loop."""
        if self.limit.rate:
            before_waiting()
            await asyncio.sleep(self.limit.delay(monotonic(), count))

    def brake(self, count: int, stop: Stop) -> None:
        """Wait until so many bytes more were allowed to leave, or the wish to stop; blocks."""
        if count <= 0 or not self.limit.rate:
            return
        end = monotonic() + self.limit.delay(monotonic(), count)
        while not stop.is_set and (left := end - monotonic()) > 0:
            sleep(min(left, ATTENTION))


@dataclass(slots=True)
class Route:
    """A bucket that was found, and what its objects will have to show."""

    cloud: Cloud
    region: str
    bucket: str
    prover: Prover

    @classmethod
    def find(cls, cloud: Cloud, bucket: str, options: UploadOptions) -> Route:
        """Ask for the bucket and the key; blocks.

        Raises AppError where nothing can be sent at all: there is no such bucket, or no such key.
        """
        region = config.bucket_region(cloud.s3(), bucket) or cloud.region
        expectation = replace(
            expect(cloud, region, bucket, options.encryption),
            amazon=is_amazon(cloud.s3(region).meta.endpoint_url),
            properties=Properties.of(options),
        )
        mimetypes.init()  # here, once: it would be done by every thread that comes first
        prover = Prover(cloud, region, expectation, KeyBook(lambda: cloud.kms(region)))
        return cls(cloud, region, bucket, prover)

    def who(self) -> str | None:
        """Return the caller's ARN where it is known by now."""
        identity = self.cloud.known_identity
        return identity.arn if identity else None


@dataclass(slots=True)
class Dispatch:
    """A batch on its way. `reopen` opens its connection anew, with new credentials."""

    batch: Batch
    route: Route
    rooms: Rooms
    ledger: Ledger
    journal: Journal
    uploader: Uploader
    shelter: Shelter
    parameters: dict[str, object]
    reopen: Reopen
    conditions: Conditions

    @classmethod
    def of(
        cls,
        batch: Batch,
        route: Route,
        rooms: Rooms,
        ledger: Ledger,
        journal: Journal,
        reopen: Reopen,
        tell: Callable[[Forecast | None], None],
        deadline: float | None,
    ) -> Dispatch:
        """Set up what the transfers of a batch need."""
        cloud, region = route.cloud, route.region
        made = cls(
            batch,
            route,
            rooms,
            ledger,
            journal,
            Uploader(cloud.s3(region), cloud.transport(region), batch.bucket),
            None,  # type: ignore[arg-type] # it asks the dispatch
            storing_parameters(batch.options, route.prover.expectation.key_arn),
            reopen,
            cloud.conditions(region),
        )
        made.shelter = Shelter(made.probe, tell, deadline)
        return made

    @property
    def if_absent(self) -> bool:
        """Whether an object that is there already must stay."""
        return self.batch.options.if_exists is not IfExists.OVERWRITE

    def parameters_for(self, key: str) -> dict[str, object]:
        """Return what the request that stores a key says, but for condition and checksum."""
        content_type = self.content_type(key)
        return {**self.parameters, "ContentType": content_type} if content_type else self.parameters

    def content_type(self, key: str) -> str | None:
        """Return the content type that is sent with a key, None where none is."""
        return _content_type(key.rpartition("/")[2].partition(".")[2])

    async def found(self, key: str) -> Found | None:
        """Look what there is under a key; None: nothing. Raises AppError where nobody may say."""
        uploader = self.uploader
        location = Location(uploader.bucket, key)
        return await found(uploader.client, uploader.transport, location)

    def probe(self, weather: Weather) -> None:
        """Ask the server something harmless; blocks. Raises AppError where the weather is bad.

        Where the sign-in has run out, with whatever credentials there are by now.
        """
        cloud = self.route.cloud
        if weather is Weather.SIGNED_OUT:
            cloud = self.reopen(self.batch.connection)
        try:
            config.reach(cloud.asking_once(self.route.region), self.batch.bucket)
        except AppError as error:
            if weather_of(error) and error.code != "UnreadableAnswer":  # somebody is there
                raise
        if cloud is not self.route.cloud:
            self._move_to(cloud)

    def _move_to(self, cloud: Cloud) -> None:
        region = self.route.region
        self.uploader.client = cloud.s3(region)
        self.uploader.transport = cloud.transport(region)
        self.route.prover = replace(self.route.prover, cloud=cloud)
        self.route.cloud = cloud


@lru_cache(maxsize=256)
def _content_type(suffixes: str) -> str | None:
    """Guess by what follows the first dot of a name."""
    return mimetypes.guess_type(f"x.{suffixes}")[0] if suffixes else None
