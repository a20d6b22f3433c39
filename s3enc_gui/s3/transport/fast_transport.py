"""The fast transport: botocore decides what requests say, we sign and send them ourselves.

Small requests go on the loop, from one thread; a large body blocks a thread of its own, which
shows how much has left and can be stopped in the middle. Tries again with a growing pause on 5xx,
throttling and lost connections. It knows no proxies: `can_serve` tells where botocore has to do.
"""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from time import time
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.s3.errors.translation import FOREIGN, app_error, subject
from s3enc_gui.s3.session.credentials import Credentials
from s3enc_gui.s3.transport.exchange import LARGE, Exchange, asking, lent, sending
from s3enc_gui.s3.transport.header_fields import answer_fields, error_of, failure_of
from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.connection import Connection
from s3enc_gui.s3.transport.http.pool import Pool
from s3enc_gui.s3.transport.http.response import BodySink, Headers, HttpResponse
from s3enc_gui.s3.transport.interface import Body, GetRequest, WriteResponse
from s3enc_gui.s3.transport.request_template import FilledRequest, RequestSerializer
from s3enc_gui.s3.transport.response_check import check_answer
from s3enc_gui.s3.transport.response_origin import NotS3, ResponseOrigin
from s3enc_gui.s3.transport.responses import read_answer
from s3enc_gui.s3.transport.signing import EMPTY, UNSIGNED, AccessKeys, RequestSigner

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TRIES = 3
PAUSE = 0.25  # seconds before the second try; doubles


def can_serve(client: S3Client) -> bool:
    """Whether nothing stands between us and the endpoint that we cannot pass: a proxy."""
    from botocore.utils import get_environ_proxies

    configured: Any = client.meta.config
    return not (configured.proxies or get_environ_proxies(client.meta.endpoint_url))


class FastTransport:
    """Sends over connections of its own; all on one loop.

    `serialiser` is a client of the same connection that is used for nothing else; `context` makes
    what TLS is checked with.
    """

    def __init__(
        self,
        serializer: S3Client,
        credentials: Credentials,
        context: Callable[[], ssl.SSLContext],
        response_origin: ResponseOrigin,
    ) -> None:
        self._serializer = RequestSerializer(serializer)
        self._credentials = credentials
        self._response_origin = response_origin
        self._pool = Pool(context)
        self._signers: dict[tuple[str, str], RequestSigner] = {}

    async def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> WriteResponse:
        """See Transport."""
        return read_answer(await self._ask("PutObject", bucket, key, parameters, body))

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
        names = {"UploadId": upload_id, "PartNumber": number, **parameters}
        return read_answer(await self._ask("UploadPart", bucket, key, names, body))

    async def head_object(
        self, bucket: str, key: str, version_id: str | None = None, *, checksum: bool = False
    ) -> Mapping[str, object]:
        """See Transport."""
        params: dict[str, object] = {"VersionId": version_id} if version_id else {}
        if checksum:
            params["ChecksumMode"] = "ENABLED"
        return await self._ask("HeadObject", bucket, key, params, None)

    async def get_object(self, bucket: str, key: str, wanted: GetRequest) -> Mapping[str, object]:
        """See Transport."""
        begun, fields = False, dict[str, Any]()

        def take(piece: bytes) -> None:
            nonlocal begun
            begun = True
            wanted.take(piece)

        def begin(status: int, headers: Headers) -> BodySink:
            nonlocal fields
            self._response_origin.check("GetObject", status, dict(headers))
            fields = _fields(status, headers)
            check_answer(wanted, fields)
            return take

        async def fetch(connection: Connection, head: bytes) -> HttpResponse:
            wanted.stop.check()
            answer = await lent(connection, connection.fetch, head, begin, wanted.stop)
            if answer.status >= 300:  # any other was checked when it began
                self._check("GetObject", answer)
            return answer

        await self._answered(
            "GetObject", bucket, key, wanted.parameters, None, fetch, lambda: not begun
        )
        return fields

    def close(self) -> None:
        """Close what is open; on the loop."""
        self._pool.close()

    async def _ask(
        self,
        operation: str,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        body: Body | None,
    ) -> Mapping[str, object]:
        """Return the fields of an answer that has no body."""
        check = partial(self._check, operation)
        exchange = sending(body, check) if body else asking(check)
        answer = await self._answered(operation, bucket, key, parameters, body, exchange)
        return _fields(answer.status, answer.headers)

    async def _answered(
        self,
        operation: str,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        body: Body | None,
        exchange: Exchange,
        may_repeat: Callable[[], bool] = lambda: True,
    ) -> HttpResponse:
        """Return an answer that is no error, after several tries if need be. Raises AppError."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = await self._once(operation, bucket, key, parameters, body, exchange)
                if answer.status < 300:
                    return answer
                about = answer.status, answer.headers, answer.body
                cause: Exception = error_of(operation, *about, tries=attempt)
                again = answer.status >= 500 or answer.status == 429
            except _NoResponse as lost:
                cause, again = lost.cause, may_repeat()
            except NotS3 as other:
                cause, again = other, False
            if not again or attempt == TRIES:
                break
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1) * (0.5 + random.random()))  # noqa: S311
        raise app_error(cause, **subject({"Bucket": bucket, "Key": key, **parameters})) from cause

    def _check(self, operation: str, answer: HttpResponse) -> None:
        """Raise NotS3 where something else answered."""
        self._response_origin.check(operation, answer.status, dict(answer.headers), answer.body)

    async def _once(
        self,
        operation: str,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        body: Body | None,
        exchange: Exchange,
    ) -> HttpResponse:
        try:
            keys = await self._credentials.now()
            length = len(body.data) if body else None
            request = self._serializer.fill(operation, bucket, key, parameters, length)
        except FOREIGN as error:
            about = subject({"Bucket": bucket, "Key": key, **parameters})
            raise app_error(error, **about) from error
        template = request.template
        endpoint = self._pool.endpoint(template.scheme, template.netloc)
        head = self._head(request, keys, await _payload(template.scheme, body))
        try:
            connection = await self._pool.take(endpoint)
            try:
                answer = await exchange(connection, head)
            except BaseException:
                connection.close()
                raise
            finally:
                self._pool.give_back(endpoint, connection)
        except (OSError, BadResponse) as error:
            raise _NoResponse(failure_of(error, endpoint.url)) from error
        return answer

    def _head(self, request: FilledRequest, keys: AccessKeys, payload: str) -> bytes:
        template = request.template
        signer = self._signer(template.region or "", template.service)
        added = signer.signed(
            keys,
            time(),
            template.method,
            request.path,
            request.query,
            request.headers,
            payload,
        )
        target = f"{request.path}?{request.query}" if request.query else request.path
        lines = "".join([f"{name}: {value}\r\n" for name, value in (*request.headers, *added)])
        return f"{template.method} {target} HTTP/1.1\r\n{lines}\r\n".encode()

    def _signer(self, region: str, service: str) -> RequestSigner:
        signer = self._signers.get((region, service))
        if signer is None:
            signer = self._signers[(region, service)] = RequestSigner(region, service)
        return signer


async def _payload(scheme: str, body: Body | None) -> str:
    """Return the body's SHA-256; over TLS what is sent is guarded by that and its checksum."""
    if body is None:
        return EMPTY
    if scheme == "https":
        return UNSIGNED
    if len(body.data) < LARGE:
        return sha256(body.data).hexdigest()
    digest = await aside(sha256, body.data)
    return digest.hexdigest()


def _fields(status: int, headers: Headers) -> dict[str, Any]:
    fields = answer_fields(headers)
    fields["ResponseMetadata"]["HTTPStatusCode"] = status
    return fields


class _NoResponse(Exception):
    """No whole answer came; `cause` is what botocore would raise."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause
