"""Uses the fast transport, and botocore for kinds of buckets that it doesn't support."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any

from s3enc_gui.domain.access_point import is_multi_region
from s3enc_gui.s3.transport.interface import IDENTITY, Body, GetRequest, Transport, WriteResponse

# Suffixes of directory buckets (S3 Express One Zone) and of their access points.
DIRECTORY_BUCKET = ("--x-s3", "--xa-s3")


class MixedTransport:
    """Chooses a transport by the kind of bucket."""

    def __init__(self, fast: Transport, general: Transport) -> None:
        self._fast = fast
        self._general = general

    def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> Coroutine[Any, Any, WriteResponse]:
        """See Transport."""
        transport = self._transport(bucket)
        return transport.put_object(bucket, key, body, parameters)

    def upload_part(
        self,
        bucket: str,
        key: str,
        upload_id: str,
        number: int,
        body: Body,
        parameters: Mapping[str, object],
    ) -> Coroutine[Any, Any, WriteResponse]:
        """See Transport."""
        transport = self._transport(bucket)
        return transport.upload_part(bucket, key, upload_id, number, body, parameters)

    def head_object(
        self,
        bucket: str,
        key: str,
        version_id: str | None = None,
        *,
        checksum: bool = False,
        accept: str = IDENTITY,
    ) -> Coroutine[Any, Any, Mapping[str, object]]:
        """See Transport."""
        transport = self._transport(bucket)
        return transport.head_object(bucket, key, version_id, checksum=checksum, accept=accept)

    def get_object(
        self, bucket: str, key: str, request: GetRequest
    ) -> Coroutine[Any, Any, Mapping[str, object]]:
        """See Transport."""
        return self._transport(bucket).get_object(bucket, key, request)

    def _transport(self, bucket: str) -> Transport:
        """Directory buckets need CreateSession, multi-Region access points SigV4A signatures."""
        special = bucket.endswith(DIRECTORY_BUCKET) or is_multi_region(bucket)
        return self._general if special else self._fast
