"""The transport for servers other than AWS: leaves out what the server refuses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import UNKNOWN_SIZE, ListedObject
from s3enc_gui.s3.objects.error_probe import ErrorProbe
from s3enc_gui.s3.server.refused_headers import (
    CHECKSUM_MODE,
    NOT_IMPLEMENTED,
    RefusedHeaders,
    named_headers,
    names_header,
    names_none,
)
from s3enc_gui.s3.server.reported_encryption import ReportedEncryption
from s3enc_gui.s3.transport.interface import (
    IDENTITY,
    Body,
    GetRequest,
    Transport,
    WriteResponse,
)

_BODYLESS = ("400", "501")  # of HEAD, whose refusal names nothing
_NOT_FOUND = ("404", "405")  # the latter: a delete marker


class LearningTransport:
    """Sends through another transport, and learns from its errors."""

    def __init__(
        self, inner: Transport, refused: RefusedHeaders, encryption: ReportedEncryption
    ) -> None:
        self._inner = inner
        self._refused, self._encryption = refused, encryption

    async def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> WriteResponse:
        """See Transport."""
        try:
            return self._marked(await self._inner.put_object(bucket, key, body, parameters))
        except AppError as error:
            if error.code in NOT_IMPLEMENTED:
                self._encryption.note_refusal("PutObject", named_headers(error.source.detail))
            raise

    async def upload_part(
        self,
        bucket: str,
        key: str,
        upload_id: str,
        number: int,
        body: Body,
        parameters: Mapping[str, object],
    ) -> WriteResponse:
        """See Transport."""
        return self._marked(
            await self._inner.upload_part(bucket, key, upload_id, number, body, parameters)
        )

    async def head_object(
        self,
        bucket: str,
        key: str,
        version_id: str | None = None,
        *,
        checksum: bool = False,
        accept: str = IDENTITY,
    ) -> Mapping[str, object]:
        """See Transport."""
        checksum = checksum and not self._refused.refuses(CHECKSUM_MODE)
        try:
            fields = await self._inner.head_object(
                bucket, key, version_id, checksum=checksum, accept=accept
            )
        except AppError as error:
            if not checksum or error.code not in _BODYLESS:
                raise
            ask = partial(self._inner.head_object, bucket, key, version_id, accept=accept)
            probe = partial(self._key_is_usable, bucket, key, version_id)
            fields = await self._without_checksum(ask, error, probe)
        return self._encryption.marked(fields)

    async def _without_checksum(
        self,
        ask: Callable[..., Awaitable[Mapping[str, object]]],
        error: AppError,
        key_is_usable: Callable[[Mapping[str, object]], Awaitable[bool]],
    ) -> Mapping[str, object]:
        """Return the fields without the checksum, if the request for it is what was refused.

        400 may also be a transient error, or a KMS key that can't be used: the same request must
        fail again, for an object without one, or with a usable one. Raises `error`, or why the
        object can't be read.
        """
        try:
            fields = await ask()
        except AppError as other:
            if error.code not in NOT_IMPLEMENTED or other.code in NOT_IMPLEMENTED:
                raise error from None
            if other.code in _NOT_FOUND:  # the request was understood
                self._refused.learn([CHECKSUM_MODE])
            raise
        if error.code not in NOT_IMPLEMENTED:
            if not await key_is_usable(fields):
                raise error
            try:
                return await ask(checksum=True)
            except AppError as again:
                if again.code != error.code:
                    raise
        self._refused.learn([CHECKSUM_MODE])
        return fields

    async def _key_is_usable(
        self, bucket: str, key: str, version_id: str | None, fields: Mapping[str, object]
    ) -> bool:
        """Whether an object's first byte can be read: its KMS key, if any, decrypts it."""
        if not str(fields.get("ServerSideEncryption") or "").startswith("aws:kms"):
            return True
        size = fields.get("ContentLength")
        listed = ListedObject(
            key, size if isinstance(size, int) else UNKNOWN_SIZE, None, "", version_id=version_id
        )
        return await ErrorProbe(self._inner, bucket).of(listed) is None

    async def get_object(self, bucket: str, key: str, request: GetRequest) -> Mapping[str, object]:
        """See Transport."""
        if request.checksum and self._refused.refuses(CHECKSUM_MODE):
            request = replace(request, checksum=False)
        try:
            fields = await self._inner.get_object(bucket, key, request)
        except AppError as error:
            is_named = names_header(error, CHECKSUM_MODE)
            if not request.checksum or not (is_named or names_none(error)):
                raise
            plain = replace(request, checksum=False)
            fields = await self._inner.get_object(bucket, key, plain)
            self._refused.learn([CHECKSUM_MODE])
        return self._encryption.marked(fields)

    def _marked(self, response: WriteResponse) -> WriteResponse:
        if response.status.algorithm:
            self._encryption.note_report()
            return response
        status = self._encryption.completed(response.status)
        return response if status is response.status else replace(response, status=status)
