"""The fast transport: botocore serializes requests once, S3enc signs and sends them.

Small requests are sent on the loop; a large body on a thread of its own, with progress and
cancellation. Server errors, throttling and lost connections are retried with exponential backoff.
Trusted authorities and proxies are those of the botocore client that serializes.
"""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from s3enc_gui.s3.endpoints import is_amazon
from s3enc_gui.s3.errors.proxy_errors import (
    AUTHENTICATION_REQUIRED,
    ProxyDenied,
    authentication_required,
)
from s3enc_gui.s3.errors.translation import FOREIGN, app_error, subject
from s3enc_gui.s3.errors.wrong_scheme import WrongScheme
from s3enc_gui.s3.network.address_family import family_of
from s3enc_gui.s3.network.client_proxies import proxies_of
from s3enc_gui.s3.network.request_log import log_response
from s3enc_gui.s3.server.endpoint_scheme import EndpointScheme
from s3enc_gui.s3.server.signing_regions import SigningRegions, accepts, named_region
from s3enc_gui.s3.transport.access_mode import AccessMode
from s3enc_gui.s3.transport.credentials import Credentials
from s3enc_gui.s3.transport.exchange import (
    Exchange,
    Unanswered,
    on_thread,
    payload_hash,
    with_body,
    without_body,
)
from s3enc_gui.s3.transport.header_fields import error_of, failure_of, response_fields
from s3enc_gui.s3.transport.http.bad_response import BadResponse
from s3enc_gui.s3.transport.http.connection import Connection
from s3enc_gui.s3.transport.http.head import Headers
from s3enc_gui.s3.transport.http.pool import Pool
from s3enc_gui.s3.transport.http.response import BodySink, HttpResponse
from s3enc_gui.s3.transport.interface import IDENTITY, Body, GetRequest, WriteResponse
from s3enc_gui.s3.transport.request_headers import RequestHeads
from s3enc_gui.s3.transport.request_template import (
    FilledRequest,
    RequestSerializer,
    head_parameters,
)
from s3enc_gui.s3.transport.response_check import check_response
from s3enc_gui.s3.transport.response_origin import NotS3, ResponseOrigin
from s3enc_gui.s3.transport.responses import read_write_response
from s3enc_gui.s3.transport.signing import EMPTY

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TRIES = 3
NOT_IMPLEMENTED = 501  # by the server; doesn't pass
PAUSE = 0.25  # seconds before the first retry; doubles


class FastTransport:
    """Sends over its own connections; on one loop.

    `serializer` is a client that is used for nothing else. `context` creates the TLS context.
    Without `credentials`, requests aren't signed.
    """

    def __init__(
        self,
        serializer: S3Client,
        credentials: Credentials | None,
        context: Callable[[], ssl.SSLContext],
        response_origin: ResponseOrigin,
        endpoint_scheme: EndpointScheme,
        signing_regions: SigningRegions | None = None,
        access_mode: AccessMode = AccessMode(),  # noqa: B008 - frozen
    ) -> None:
        self._serializer = RequestSerializer(serializer)
        self._credentials = credentials
        self._response_origin, self._endpoint_scheme = response_origin, endpoint_scheme
        self._url, self._proxy_for = serializer.meta.endpoint_url, proxies_of(serializer)
        self._is_amazon = is_amazon(self._url)
        self._region = serializer.meta.region_name
        self._signing_regions = signing_regions or SigningRegions()
        self._access_mode = access_mode
        self._pool = Pool(context, self._proxy_for, family_of(serializer))
        self._heads = RequestHeads()
        self._bodyless = without_body(partial(self._check, "HeadObject"))
        self._checks = {name: partial(self._check, name) for name in ("PutObject", "UploadPart")}

    async def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> WriteResponse:
        """See Transport."""
        return await self._store("PutObject", bucket, key, parameters, body)

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
        return await self._store("UploadPart", bucket, key, names, body)

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
        params = head_parameters(version_id, checksum=checksum, accept=accept)
        response = await self._send_with_retries(
            "HeadObject", bucket, key, params, None, self._bodyless
        )
        return response_fields(response.headers, response.status)

    async def get_object(self, bucket: str, key: str, request: GetRequest) -> Mapping[str, object]:
        """See Transport."""
        started, fields = False, dict[str, Any]()

        def take(piece: bytes) -> None:
            nonlocal started
            started = True
            request.take(piece)

        def begin(status: int, headers: Headers) -> BodySink:
            nonlocal fields
            self._response_origin.check("GetObject", status, dict(headers))
            self._endpoint_scheme.note_response()
            fields = response_fields(headers, status)
            check_response(request, fields)
            return take

        async def fetch(connection: Connection, head: bytes) -> HttpResponse:
            request.stop.check()
            response = await on_thread(connection, connection.fetch, head, begin, request.stop)
            if response.status >= 300:  # others are checked in `begin`
                self._check("GetObject", response)
            return response

        await self._send_with_retries(
            "GetObject", bucket, key, request.parameters, None, fetch, lambda: not started
        )
        return fields

    def reconnect(self) -> None:
        """Give up all connections: requests in progress are repeated; on the loop."""
        self._pool.reconnect()

    def close(self) -> None:
        """Close all connections; on the loop."""
        self._pool.close()

    async def _store(
        self,
        operation: str,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        body: Body,
    ) -> WriteResponse:
        exchange = with_body(body, self._checks[operation])
        response = await self._send_with_retries(operation, bucket, key, parameters, body, exchange)
        return read_write_response(response_fields(response.headers, response.status))

    async def _send_with_retries(
        self,
        operation: str,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        body: Body | None,
        exchange: Exchange,
        may_retry: Callable[[], bool] = lambda: True,
    ) -> HttpResponse:
        """Return a successful response. Raises AppError."""
        request = self._filled(operation, bucket, key, parameters, body)
        for attempt in range(1, TRIES + 1):
            try:
                region = self._signing_regions.of(bucket) or request.template.region or ""
                response = await self._send_once(request, region, body, exchange)
                if response.status < 300:
                    return response
                if not self._is_amazon:
                    response = await self._in_named_region(
                        operation, bucket, request, region, body, exchange, response
                    )
                    if response.status < 300:
                        return response
                parts = response.status, response.headers, response.body
                error = error_of(operation, *parts, tries=attempt)
                if not self._is_amazon:
                    self._response_origin.mark(error.response)
                if response.status == 403:
                    self._access_mode.mark(error.response, self._region)
                cause: Exception = error
                status = response.status
                retry = (status >= 500 and status != NOT_IMPLEMENTED) or status == 429
            except Unanswered as lost:
                cause, retry = lost.cause, may_retry() and not isinstance(lost.cause, ProxyDenied)
            except (NotS3, WrongScheme, ProxyDenied) as error:
                cause, retry = error, False
            cause = await self._endpoint_scheme.explained(cause)
            if not retry or attempt == TRIES or isinstance(cause, WrongScheme):
                break
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1) * (0.5 + random.random()))  # noqa: S311
        raise app_error(cause, **subject({"Bucket": bucket, "Key": key, **parameters})) from cause

    def _check(self, operation: str, response: HttpResponse) -> None:
        """Raise NotS3 where the response isn't from S3, HttpsRequired where it says so.

        Raises ProxyAuthenticationRequired where it is the proxy's.
        """
        parts = response.status, dict(response.headers), response.body
        if response.status == AUTHENTICATION_REQUIRED:
            proxy = self._proxy_for(self._url)
            raise authentication_required(proxy.url if proxy else self._url)
        if response.status >= 300:
            self._endpoint_scheme.check(*parts)
        self._response_origin.check(operation, *parts)
        if response.status < 300:
            self._endpoint_scheme.note_response()

    def _filled(
        self,
        operation: str,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        body: Body | None,
    ) -> FilledRequest:
        """Return the request without signature. Raises AppError."""
        try:
            length = len(body.data) if body else None
            return self._serializer.fill(operation, bucket, key, parameters, length)
        except FOREIGN as error:
            about = subject({"Bucket": bucket, "Key": key, **parameters})
            raise app_error(error, **about) from error

    async def _in_named_region(
        self,
        operation: str,
        bucket: str,
        request: FilledRequest,
        used: str,
        body: Body | None,
        exchange: Exchange,
        refused: HttpResponse,
    ) -> HttpResponse:
        """Send a request again if it was refused for the Region of its signature."""
        refusal = error_of(operation, refused.status, refused.headers, refused.body, tries=1)
        told: Any = refusal.response["Error"]
        named = named_region(refused.status, told, dict(refused.headers), used)
        if named is None:
            return refused
        response = await self._send_once(request, named, body, exchange)
        if accepts(response.status):
            self._signing_regions.accept(bucket, named)
        return response

    async def _send_once(
        self, request: FilledRequest, region: str, body: Body | None, exchange: Exchange
    ) -> HttpResponse:
        template = request.template
        credentials, keys, payload = self._credentials, None, ""
        if credentials:
            try:
                keys = credentials.at_once() or await credentials.refreshed()
            except FOREIGN as error:
                raise app_error(error) from error
            payload = EMPTY if body is None else await payload_hash(template.scheme, body)
        endpoint = self._pool.endpoint(template.scheme, template.netloc)
        head = self._heads.write(request, region, keys, payload)
        try:
            connection = self._pool.idle(endpoint) or await self._pool.connect(endpoint)
            try:
                response = await exchange(connection, endpoint.request(head))
            except BaseException:
                connection.close()
                raise
            finally:
                self._pool.give_back(endpoint, connection)
        except (OSError, BadResponse) as error:
            raise Unanswered(failure_of(error, endpoint.url)) from error
        log_response(template.method, response.status, response.headers)
        return response
