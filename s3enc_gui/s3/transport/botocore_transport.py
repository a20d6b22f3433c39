"""The transport on botocore: one blocking request on a thread of the loop's executor."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.transport.interface import Body, GetRequest, WriteResponse
from s3enc_gui.s3.transport.progress_body import ProgressBody
from s3enc_gui.s3.transport.response_check import check_answer
from s3enc_gui.s3.transport.responses import read_answer

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


PIECE = 256 * 1024  # bytes handed over at once


class BotocoreTransport:
    """Sends through one S3 client, which several threads may share."""

    def __init__(self, client: S3Client) -> None:
        from botocore.handlers import add_expect_header  # slow to import, as boto3 is

        self._client: Any = client
        # Signing reads the whole body too; only what is read after it goes to the line.
        events = client.meta.events
        events.register_first("request-created.s3", _signing_begins, unique_id="s3enc-signing")
        events.register_last("request-created.s3", _sending_begins, unique_id="s3enc-sending")
        # A server that does not answer "Expect: 100-continue" would cost a second per request. (By
        # the name that botocore registered it under: those of operations take nothing away.)
        events.unregister("before-call.s3", add_expect_header)

    async def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> WriteResponse:
        """See Transport."""
        params = {"Bucket": bucket, "Key": key, **parameters}
        return await aside(self._send, self._client.put_object, body, params)

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
        return await aside(self._send, self._client.upload_part, body, params)

    async def head_object(
        self, bucket: str, key: str, version_id: str | None = None, *, checksum: bool = False
    ) -> Mapping[str, object]:
        """See Transport."""
        params = {"Bucket": bucket, "Key": key}
        if version_id:
            params["VersionId"] = version_id
        if checksum:
            params["ChecksumMode"] = "ENABLED"
        return await aside(self._head, params)

    async def get_object(self, bucket: str, key: str, wanted: GetRequest) -> Mapping[str, object]:
        """See Transport."""
        return await aside(self._fetch, {"Bucket": bucket, "Key": key, **wanted.parameters}, wanted)

    def _fetch(self, params: Mapping[str, object], wanted: GetRequest) -> Mapping[str, object]:
        with translated(**subject(params)):
            answer = self._client.get_object(**params)
            with closing(answer.pop("Body")) as body:
                check_answer(wanted, answer)
                for piece in body.iter_chunks(PIECE):
                    wanted.stop.check()
                    wanted.take(piece)
            fields: Mapping[str, object] = answer
            return fields

    def _head(self, params: Mapping[str, str]) -> Mapping[str, object]:
        with translated(**subject(params)):
            answer: Mapping[str, object] = self._client.head_object(**params)
            return answer

    def _send(self, operation: Any, body: Body, params: Mapping[str, object]) -> WriteResponse:  # noqa: ANN401
        stream = ProgressBody(body)
        with translated(**subject(params)):
            return read_answer(operation(Body=stream, **params))


def _signing_begins(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSRequest is untyped
    if isinstance(request.body, ProgressBody):
        request.body.sending = False


def _sending_begins(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSRequest is untyped
    if isinstance(request.body, ProgressBody):
        request.body.sending = True
