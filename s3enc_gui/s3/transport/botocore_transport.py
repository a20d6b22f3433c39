"""The transport on botocore; each request runs on a thread of the loop's executor."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.transport.interface import IDENTITY, Body, GetRequest, WriteResponse
from s3enc_gui.s3.transport.progress_body import ProgressBody
from s3enc_gui.s3.transport.request_template import head_parameters
from s3enc_gui.s3.transport.response_check import check_response
from s3enc_gui.s3.transport.responses import read_write_response

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


_ACCEPT = "s3enc-accept-encoding"
PIECE = 256 * 1024  # bytes passed on at a time


class BotocoreTransport:
    """Sends through one S3 client."""

    def __init__(self, client: S3Client) -> None:
        from botocore.handlers import add_expect_header  # slow to import, as boto3 is

        self._client: Any = client
        # Signing reads the whole body, too; only what is read afterwards is sent.
        events = client.meta.events
        events.register_first("request-created.s3", _before_signing, unique_id="s3enc-signing")
        events.register_last("request-created.s3", _before_sending, unique_id="s3enc-sending")
        for operation in ("GetObject", "HeadObject"):
            name = f"before-parameter-build.s3.{operation}"
            events.register_first(name, _take_encoding, unique_id=f"s3enc-{operation}")
        events.register_last("request-created.s3", _set_encoding, unique_id="s3enc-accept")
        # With a server that ignores "Expect: 100-continue", each request takes a second longer. It
        # must be unregistered by the event name that botocore registered it for.
        events.unregister("before-call.s3", add_expect_header)

    async def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> WriteResponse:
        """See Transport."""
        params = {"Bucket": bucket, "Key": key, **parameters}
        return await in_thread(self._send, self._client.put_object, body, params)

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
        names = {"Bucket": bucket, "Key": key, "UploadId": upload_id, "PartNumber": number}
        params = {**names, **parameters}
        return await in_thread(self._send, self._client.upload_part, body, params)

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
        named = head_parameters(version_id, checksum=checksum, accept=accept)
        return await in_thread(self._head, {"Bucket": bucket, "Key": key, **named})

    async def get_object(self, bucket: str, key: str, request: GetRequest) -> Mapping[str, object]:
        """See Transport."""
        params = {"Bucket": bucket, "Key": key, **request.parameters}
        return await in_thread(self._fetch, params, request)

    def _fetch(self, params: Mapping[str, object], request: GetRequest) -> Mapping[str, object]:
        with translated(**subject(params)):
            fields: Any = self._client.get_object(**params)
            with closing(fields.pop("Body")) as body:
                check_response(request, fields)
                for piece in body.iter_chunks(PIECE):
                    request.stop.check()
                    request.take(piece)
            found: Mapping[str, object] = fields
            return found

    def _head(self, params: Mapping[str, object]) -> Mapping[str, object]:
        with translated(**subject(params)):
            fields: Mapping[str, object] = self._client.head_object(**params)
            return fields

    def _send(self, operation: Any, body: Body, params: Mapping[str, object]) -> WriteResponse:  # noqa: ANN401
        stream = ProgressBody(body)
        with translated(**subject(params)):
            return read_write_response(operation(Body=stream, **params))


def _before_signing(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSRequest is untyped
    if isinstance(request.body, ProgressBody):
        request.body.sending = False


def _before_sending(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSRequest is untyped
    if isinstance(request.body, ProgressBody):
        request.body.sending = True


def _take_encoding(params: dict[str, object], context: dict[str, object], **_: object) -> None:
    """Keep what isn't a parameter of botocore's for `_set_encoding`; urllib3 sends `identity`."""
    context[_ACCEPT] = params.pop("AcceptEncoding", None)


def _set_encoding(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSRequest is untyped
    """Set the header after signing: some servers change it before they check the signature."""
    accept = request.context.get(_ACCEPT)
    if accept:
        del request.headers["Accept-Encoding"]
        request.headers["Accept-Encoding"] = accept
