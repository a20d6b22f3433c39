"""Downloads objects, whole or in ranges; never bytes of an object written later."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeAlias

from s3enc_gui.aio.cancellation import Cancellation, in_thread
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.customer_keys.known_key import other_key_error
from s3enc_gui.domain.downloads.download import customer_key_error
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import Location
from s3enc_gui.i18n import text
from s3enc_gui.s3.customer_keys.right_key import details_with_key, may_be_the_key
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

    Objects that need a customer-provided key (SSE-C) are read with the first of `keys` (MD5s) that
    can; `open_keyed` returns what sends it, None where the key can't be used. Without one they
    raise `customer_key_error`, or that their key is another one if the user has `given` one.
    """

    client: S3Client
    transport: Transport
    bucket: str
    keys: tuple[str, ...] = ()
    open_keyed: Callable[[str], Requests | None] = lambda _: None
    given: bool = False
    _of_object: dict[str, str] = field(default_factory=dict)  # the MD5, by object key
    _last: str = ""

    async def read_details(self, key: str, version_id: str | None) -> ObjectDetails:
        """Return size, ETag and checksum (HeadObject)."""
        location = Location(self.bucket, key)

        async def read(md5: str) -> ObjectDetails | None:
            if (requests := await self._opened(md5)) is None:
                return None
            return await inspection.read_details(*requests, location, version_id)

        md5, details = await details_with_key(self._senders(key), read)
        if details.status.needs_customer_key:
            raise self._no_key(key)
        self._note(key, md5)
        return details

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
            metadata=fields.get("Metadata") or {},
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
        requests = self._requests(self._of_object.get(details.location.key, ""))
        if not count or requests is None:
            return None
        sizes = []
        for number in dict.fromkeys((1, count)):
            params: Any = {"VersionId": version_id} if version_id else {}
            if details.if_match:
                params["IfMatch"] = details.if_match
            try:
                with translated(bucket=self.bucket, key=details.location.key):
                    response: Any = requests[0].head_object(
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
        refused: AppError | None = None
        needs_key = False
        for md5 in self._senders(key):
            if (requests := await self._opened(md5)) is None:
                continue
            try:
                fields = await requests[1].get_object(self.bucket, key, request)
            except AppError as error:
                if not may_be_the_key(error):
                    raise
                refused = refused or error
                needs_key = needs_key or inspection.requires_customer_key(error)
                continue
            self._note(key, md5)
            return fields
        if needs_key or refused is None:
            raise self._no_key(key) from refused
        raise refused

    def _senders(self, key: str) -> Iterable[str]:
        """Return the keys to try; first the object's own, else that of the last object."""
        if not self.keys:
            return ("",)
        return dict.fromkeys((self._of_object.get(key, self._last), "", *self.keys))

    def _note(self, key: str, md5: str) -> None:
        if self.keys:
            self._of_object[key] = self._last = md5

    def _no_key(self, key: str) -> AppError:
        return other_key_error(key) if self.given else customer_key_error(key)

    async def _opened(self, md5: str) -> Requests | None:
        return await in_thread(self._requests, md5) if md5 else (self.client, self.transport)

    def _requests(self, md5: str) -> Requests | None:
        return self.open_keyed(md5) if md5 else (self.client, self.transport)


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
