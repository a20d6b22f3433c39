"""The transport on botocore: one blocking request on a thread of the loop's executor."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from s3enc_gui.aio.cancellation import aside
from s3enc_gui.s3.errors.translation import subject, translated
from s3enc_gui.s3.transport.interface import Answer, Body, Wanted
from s3enc_gui.s3.transport.progress_body import VisibleBody
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
    ) -> Answer:
        """See Transport."""
        wish = {"Bucket": bucket, "Key": key, **parameters}
        return await aside(self._send, self._client.put_object, body, wish)

    async def upload_part(
        self,
        bucket: str,
        key: str,
        upload_id: str,
        number: int,
        body: Body,
        parameters: Mapping[str, object],
    ) -> Answer:
        """See Transport."""
        names = {"Bucket": bucket, "Key": key, "UploadId": upload_id, "PartNumber": number}
        wish = {**names, **parameters}
        return await aside(self._send, self._client.upload_part, body, wish)

    async def head_object(
        self, bucket: str, key: str, version_id: str | None = None, *, checksum: bool = False
    ) -> Mapping[str, object]:
        """See Transport."""
        wish = {"Bucket": bucket, "Key": key}
        if version_id:
            wish["VersionId"] = version_id
        if checksum:
            wish["ChecksumMode"] = "ENABLED"
        return await aside(self._head, wish)

    async def get_object(self, bucket: str, key: str, wanted: Wanted) -> Mapping[str, object]:
        """See Transport."""
        return await aside(self._fetch, {"Bucket": bucket, "Key": key, **wanted.parameters}, wanted)

    def _fetch(self, wish: Mapping[str, object], wanted: Wanted) -> Mapping[str, object]:
        with translated(**subject(wish)):
            answer = self._client.get_object(**wish)
            with closing(answer.pop("Body")) as body:
                check_answer(wanted, answer)
                for piece in body.iter_chunks(PIECE):
                    wanted.stop.check()
                    wanted.take(piece)
            fields: Mapping[str, object] = answer
            return fields

    def _head(self, wish: Mapping[str, str]) -> Mapping[str, object]:
        with translated(**subject(wish)):
            answer: Mapping[str, object] = self._client.head_object(**wish)
            return answer

    def _send(self, operation: Any, body: Body, wish: Mapping[str, object]) -> Answer:  # noqa: ANN401
        stream = VisibleBody(body)
        with translated(**subject(wish)):
            return read_answer(operation(Body=stream, **wish))


def _signing_begins(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSRequest is untyped
    if isinstance(request.body, VisibleBody):
        request.body.sending = False


def _sending_begins(request: Any, **_: object) -> None:  # noqa: ANN401 - AWSRequest is untyped
    if isinstance(request.body, VisibleBody):
        request.body.sending = True
