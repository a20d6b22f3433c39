"""Bytes of objects, whole or in ranges, always of the very object that was looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.downloads.download import customer_key_error
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.errors.translation import translated
from s3enc_gui.s3.objects import inspection
from s3enc_gui.s3.transport.interface import GetRequest, Transport
from s3enc_gui.s3.transport.response_check import OTHER_OBJECT, no_ranges, other_object
from s3enc_gui.s3.transport.responses import raw_etag, read_checksum, read_etag, read_status

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_OTHER_OBJECT = frozenset({"PreconditionFailed", "412", OTHER_OBJECT})


@dataclass(frozen=True)
class _WithChecksum(GetRequest):
    """The same, and the checksum beside it: kms:Decrypt, which that needs, the bytes need too."""

    @property
    def parameters(self) -> dict[str, object]:
        """See Wanted."""
        return {**super().parameters, "ChecksumMode": "ENABLED"}


@dataclass(slots=True)
class Fetcher:
    """Fetches from one bucket; its methods raise AppError and Cancelled.

    An object that has a customer's key is an error in words, whatever the server calls that.
    """

    client: S3Client
    transport: Transport
    bucket: str

    async def look(self, key: str, version_id: str | None) -> ObjectDetails:
        """Ask for size, ETag and checksum (HeadObject)."""
        location = Location(self.bucket, key)
        details = await inspection.look(self.client, self.transport, location, version_id)
        if details.status.customer_algorithm:
            raise customer_key_error(key)
        return details

    async def whole(
        self,
        listed: ListedObject,
        limit: int,
        stop: Cancellation,
        on_bytes: Callable[[int], None],
        *,
        conditional: bool = True,
    ) -> tuple[bytearray, ObjectDetails] | None:
        """Fetch an object into memory, with what S3 says of it (one GetObject).

        It has the size and the ETag (where there is one) that were listed, else `is_other_object`
        is true of the error. `conditional`: the server is asked to refuse another. None: it sends
        more than `limit` bytes.
        """
        data, enough = bytearray(), Cancellation()

        def take(piece: bytes) -> None:
            data.extend(piece)
            on_bytes(len(piece))
            if len(data) > limit:
                enough.set()

        stop.listen(enough.set)
        wanted = _WithChecksum(
            take,
            version_id=listed.version_id,
            etag=listed.etag or None,
            stop=enough,
            size=listed.size,
            if_match=f'"{listed.etag}"' if conditional and listed.etag else None,
        )
        try:
            fields: Any = await self._get(listed.key, wanted)
        except Cancelled:
            if len(data) <= limit:
                raise
            return None
        except AppError:
            on_bytes(-len(data))
            raise
        finally:
            stop.unlisten(enough.set)
        if len(data) > limit:
            return None
        if len(data) != listed.size:
            on_bytes(-len(data))
            if "ContentLength" in fields:
                raise _short(listed.key)
            raise other_object(f"It has {len(data):,} bytes, not {listed.size:,}.")
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
        """Fetch the bytes from `first` to `last`, of the object that was looked at and no other.

        `take` gets what comes, also where it raises in the end. It gets no more than was asked for:
        a server that knows no ranges is an error.
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
        wanted = GetRequest(guarded, first, end, version_id, etag, stop, size, if_match)
        key = details.location.key
        await self._get(key, wanted)
        if left:
            raise _short(key)

    def part_sizes(self, details: ObjectDetails, version_id: str | None) -> PartSizes | None:
        """Ask for the first and the last part (HeadObject with `PartNumber`); blocks.

        None: the server does not say, or it is another object by now.
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
                    answer: Any = self.client.head_object(
                        Bucket=self.bucket,
                        Key=details.location.key,
                        PartNumber=number,
                        **params,
                    )
            except AppError:
                return None
            if read_etag(answer) not in ("", details.etag):
                return None
            if answer.get("PartsCount") not in (None, count):
                return None
            sizes.append(answer.get("ContentLength") or 0)
        return PartSizes(sizes[0], sizes[-1], count)

    async def _get(self, key: str, wanted: GetRequest) -> Any:  # noqa: ANN401 - fields by boto3 names
        try:
            return await self.transport.get_object(self.bucket, key, wanted)
        except AppError as error:
            if inspection.wants_customer_key(error):
                raise customer_key_error(key) from error
            raise


@dataclass(frozen=True, slots=True)
class PartSizes:
    """The sizes of the first and last part in bytes, and how many parts there are."""

    first: int
    last: int
    count: int

    def are_equal(self, size: int) -> bool:
        """Whether all but the last have the same size, as far as these numbers tell."""
        return self.count > 0 and (self.count - 1) * self.first + self.last == size


def is_other_object(error: AppError) -> bool:
    """Whether under the key there is another object by now, as far as the answer tells."""
    return error.code in _OTHER_OBJECT


def _short(key: str) -> AppError:
    """Return the words for an object that ended early; the code makes it a matter of the line."""
    return AppError(
        "The connection broke off",
        f"Not all bytes of “{key}” came.",
        "Check the network connection, then try again.",
        code="IncompleteReadError",
    )
