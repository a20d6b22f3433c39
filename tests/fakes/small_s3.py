"""A small S3 in memory, which is session, client and transport."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.aio.event_loop import EventLoop
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.server.knowledge import ServerKnowledge
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.transport.response_check import check_response
from s3enc_gui.store.downloads.in_memory import InMemoryRecords

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PIECE = 1000


@dataclass
class Stored:
    """The bytes of an object, and its response fields."""

    data: bytes
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return str(self.fields.get("ETag") or hashlib.md5(self.data).hexdigest())  # noqa: S324


class SmallS3:
    """Counts the `served` bytes and records what was `asked`, as (key, range).

    `before` is called on a thread with each key and range; what it raises is the response.
    """

    region = "eu-west-1"
    connection = None

    def __init__(self) -> None:
        self.objects: dict[str, Stored] = {}
        self.served = 0
        self.asked: list[tuple[str, str]] = []
        self.before: Callable[[str, str], None] = lambda key, span: None
        self.spoil: Callable[[bytes], bytes] = lambda data: data
        self.meta = SimpleNamespace(
            endpoint_url="http://small", region_name=self.region, events=Mock()
        )

    def put(self, key: str, data: bytes = b"data", **fields: Any) -> Stored:
        self.objects[key] = Stored(data, fields)
        return self.objects[key]

    # --- session and clients ---------------------------------------------------------------------

    at = AwsSession.at

    def server(self, region: str | None = None) -> ServerKnowledge:
        return ServerKnowledge(self.meta.endpoint_url)

    def s3(self, region: str | None = None) -> Any:
        return self

    def probe_client(self, region: str) -> Any:
        return self

    def transport(self, region: str | None = None) -> Any:
        return self

    def head_bucket(self, **_: Any) -> Any:
        return {"BucketRegion": self.region}

    def get_bucket_location(self, **_: Any) -> Any:
        return {}

    def generate_presigned_url(self, *_: Any, **__: Any) -> str:
        return "http://small/bucket/0-the-key-0?x"

    def list_objects_v2(self, Prefix: str = "", StartAfter: str = "", **_: Any) -> Any:
        self.before(Prefix, "list")
        contents = [
            {"Key": key, "Size": len(one.data), "ETag": f'"{one.etag}"', "LastModified": NOON}
            for key, one in sorted(self.objects.items())
            if key.startswith(Prefix) and key > StartAfter
        ]
        return {"Contents": contents, "IsTruncated": False}

    def get_object(self, *args: Any, **params: Any) -> Any:
        """GetObject of the transport."""
        return self._get(*args)

    def head_object(self, bucket: str, key: str, version_id: str | None = None, **_: Any) -> Any:
        async def head() -> Any:
            return await in_thread(self._headed, key)

        return head()

    def _headed(self, key: str) -> dict[str, Any]:
        self.before(key, "head")
        return self._fields(key, len(self._found(key).data))

    def _fields(self, key: str, length: int) -> dict[str, Any]:
        one = self._found(key)
        return {
            "ContentLength": length,
            "LastModified": NOON,
            **one.fields,
            "ETag": f'"{one.etag}"',
        }

    def _found(self, key: str) -> Stored:
        if key not in self.objects:
            raise AppError("There is no such object", code="NoSuchKey")
        return self.objects[key]

    async def _get(self, bucket: str, key: str, wanted: Any) -> Any:
        return await in_thread(self._send, key, wanted)

    def _send(self, key: str, wanted: Any) -> dict[str, Any]:
        span = str(wanted.parameters.get("Range", ""))
        self.asked.append((key, span))
        self.before(key, span)
        one = self._found(key)
        if wanted.if_match and wanted.if_match != f'"{one.etag}"':
            raise AppError("It is another", code="PreconditionFailed")
        end = len(one.data) if wanted.last is None else wanted.last + 1
        data = self.spoil(one.data[wanted.first : end])
        status = {"HTTPStatusCode": 206 if wanted.is_range else 200}
        span = f"bytes {wanted.first}-{end - 1}/{len(one.data)}"
        fields = {**self._fields(key, len(data)), "ResponseMetadata": status, "ContentRange": span}
        check_response(wanted, fields)
        for at in range(0, len(data), PIECE):
            wanted.stop.check()
            piece = data[at : at + PIECE]
            self.served += len(piece)
            wanted.take(piece)
        return fields


@contextmanager
def services_of(s3: SmallS3, *, kept: bool = True) -> Iterator[Any]:
    """Services for jobs with this S3; `kept`: there is a journal."""
    loop = EventLoop()
    aws_sessions = SimpleNamespace(of=lambda _: s3, renewed=lambda _old, _check: s3)
    journal = SimpleNamespace(is_kept=kept)
    try:
        yield SimpleNamespace(
            aws_session=aws_sessions.of,
            aws_sessions=aws_sessions,
            journal=journal,
            downloads_in_memory=InMemoryRecords(),
            customer_keys=SimpleNamespace(known=tuple),
            settings=SimpleNamespace(parallel_requests=lambda: None),
            run=loop.run,
            retrying=lambda _: nullcontext(),
        )
    finally:
        loop.close()
