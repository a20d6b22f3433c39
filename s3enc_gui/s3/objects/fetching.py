"""Downloads objects, whole or in ranges; never bytes of an object written later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.downloads.download import customer_key_error
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import text
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.transport.interface import GetRequest, Transport
from s3enc_gui.s3.transport.response_check import OTHER_OBJECT, no_ranges, other_size
from s3enc_gui.s3.transport.responses import raw_etag, read_checksum, read_etag, read_status

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

Requests: TypeAlias = "tuple[S3Client, Transport]"
"""What sends requests for objects: of one session, at one bucket."""

_OTHER_OBJECT = frozenset({"PreconditionFailed", "412", OTHER_OBJECT})


@dataclass(slots=True)
class Fetcher:
    """Downloads from one bucket; its methods raise AppError and Cancelled.

    Objects that need a customer-provided key (SSE-C) are read with the first of `keyed` that can,
    clients and transports whose requests send a key; without one they raise `customer_key_error`.
    """

    client: S3Client
    transport: Transport
    bucket: str
    keyed: tuple[Requests, ...] = ()
    _of_key: dict[str, Requests] = field(default_factory=dict)

    async def read_details(self, key: str, version_id: str | None) -> ObjectDetails:
        """Return size, ETag and checksum (HeadObject)."""
        location = Location(self.bucket, key)
        details = await inspection.read_details(*self._requests(key), location, version_id)
        if not details.status.needs_customer_key:
            return details
        for requests in self.keyed:
            try:
                details = await inspection.read_details(*requests, location, version_id)
            except AppError:  # it has another key
                continue
            if not details.status.needs_customer_key:
                self._of_key[key] = requests
                return details
        raise customer_key_error(key)

    async def whole(
        self,
        listed: ListedObject,
        limit: int,
        stop: Cancellation,
        on_bytes: Callable[[int], None],
        *,
        conditional: bool = True,
        encoding: str | None = None,
    ) -> tuple[bytearray, ObjectDetails] | None:
        """Download an object into memory, with its details (one GetObject).

        Size and ETag (if any) must be those listed, else an error of which `is_other_object` is
        true is raised. `conditional`: with If-Match. `encoding` as in GetRequest. None: the object
        has more than `limit` bytes.
        """
        data, ended = bytearray(), Cancellation()

        def take(piece: bytes) -> None:
            data.extend(piece)
            on_bytes(len(piece))
            if len(data) > limit:
                ended.set()

        stop.listen(ended.set)
        request = GetRequest(
            take,
            version_id=listed.version_id,
            etag=listed.etag or None,
            stop=ended,
            size=listed.size,
            if_match=f'"{listed.etag}"' if conditional and listed.etag else None,
            encoding=encoding,
            checksum=True,
        )
        try:
            fields: Any = await self._get(listed.key, request)
        except Cancelled:
            if len(data) <= limit:
                raise
            return None
        except AppError:
            on_bytes(-len(data))
            raise
        finally:
            stop.unlisten(ended.set)
        if len(data) > limit:
            return None
        if len(data) != listed.size:
            on_bytes(-len(data))
            if "ContentLength" in fields:
                raise _short(listed.key)
            raise other_size(len(data), listed.size)
        details = ObjectDetails(
            Location(self.bucket, listed.key),
            read_status(fields),
            size=len(data),
            etag=read_etag(fields) or listed.etag,
            raw_etag=raw_etag(fields),
            checksum=read_checksum(fields),
            version_id=fields.get("VersionId") or listed.version_id,
            last_modified=fields.get("LastModified"),
        )
        return data, details

    async def range(
        self,
        details: ObjectDetails,
        version_id: str | None,
        first: int,
        last: int,
        take: Callable[[bytes], object],
        stop: Cancellation,
    ) -> None:
        """Download the bytes from `first` to `last`, of the same object as `details`.

        `take` gets the pieces, also before an error. It never gets more bytes than requested: a
        server that ignores ranges raises AppError.
        """
        left = last - first + 1

        def guarded(piece: bytes) -> None:
            nonlocal left
            left -= len(piece)
            if left < 0:
                raise no_ranges()
            take(piece)

        # The whole object needs no range; an empty one has none.
        whole = first == 0 and last + 1 >= details.size
        end = None if whole else last
        etag, size, if_match = details.etag or None, details.size, details.if_match
        encoding = details.content.encoding
        request = GetRequest(guarded, first, end, version_id, etag, stop, size, if_match, encoding)
        key = details.location.key
        await self._get(key, request)
        if left:
            raise _short(key)

    def part_sizes(self, details: ObjectDetails, version_id: str | None) -> PartSizes | None:
        """Return the sizes of the first and the last part (HeadObject with `PartNumber`); blocks.

        None: the server doesn't report them, or the object has changed.
        """
        count = details.parts
        if not count:
            return None
        sizes = []
        for number in dict.fromkeys((1, count)):
            params: Any = {"VersionId": version_id} if version_id else {}
            if details.if_match:
                params["IfMatch"] = details.if_match
            try:
                with translated(bucket=self.bucket, key=details.location.key):
                    response: Any = self._requests(details.location.key)[0].head_object(
                        Bucket=self.bucket,
                        Key=details.location.key,
                        PartNumber=number,
                        **params,
                    )
            except AppError:
                return None
            if read_etag(response) not in ("", details.etag):
                return None
            if response.get("PartsCount") not in (None, count):
                return None
            if "ContentLength" not in response:
                return None
            sizes.append(response["ContentLength"])
        return PartSizes(sizes[0], sizes[-1], count)

    async def _get(self, key: str, request: GetRequest) -> Any:  # noqa: ANN401 - fields by boto3 names
        try:
            return await self._requests(key)[1].get_object(self.bucket, key, request)
        except AppError as error:
            if not inspection.requires_customer_key(error):
                raise
            needs_key = error
        for requests in self.keyed:
            try:
                fields = await requests[1].get_object(self.bucket, key, request)
            except AppError as error:
                if error.code in DENIED:  # it has another key
                    continue
                raise
            self._of_key[key] = requests
            return fields
        raise customer_key_error(key) from needs_key

    def _requests(self, key: str) -> Requests:
        return self._of_key.get(key) or (self.client, self.transport)


@dataclass(frozen=True, slots=True)
class PartSizes:
    """The sizes of the first and last part in bytes, and the number of parts."""

    first: int
    last: int
    count: int

    def are_equal(self, size: int) -> bool:
        """Whether all parts but the last have the same size, for an object of `size` bytes."""
        return self.count > 0 and (self.count - 1) * self.first + self.last == size


def is_other_object(error: AppError) -> bool:
    """Whether the error says that the key has another object now."""
    return error.code in _OTHER_OBJECT


def _short(key: str) -> AppError:
    """Return the error for an object that ended early; its code marks a connection problem."""
    return AppError(
        text("The connection was interrupted"),
        text("“{key}” didn't arrive in full.", key=key),
        text("Check the network connection, then try again."),
        code="IncompleteReadError",
    )
