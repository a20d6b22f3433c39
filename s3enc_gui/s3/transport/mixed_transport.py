"""The fast transport, and botocore where it cannot serve."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.access_point import is_multi_region
from s3enc_gui.s3.transport.interface import Body, GetRequest, Transport, WriteResponse

# How the names of directory buckets end (S3 Express One Zone), and those of their access points.
DIRECTORY_BUCKET = ("--x-s3", "--xa-s3")


class MixedTransport:
    """Chooses by the kind of bucket; both keep the same contract."""

    def __init__(self, fast: Transport, everywhere: Transport) -> None:
        self._fast = fast
        self._everywhere = everywhere

    async def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> WriteResponse:
        """See Transport."""
        carrier = self._carrier(bucket)
        return await carrier.put_object(bucket, key, body, parameters)

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
        carrier = self._carrier(bucket)
        return await carrier.upload_part(bucket, key, upload_id, number, body, parameters)

    async def head_object(
        self, bucket: str, key: str, version_id: str | None = None, *, checksum: bool = False
    ) -> Mapping[str, object]:
        """See Transport."""
        carrier = self._carrier(bucket)
        return await carrier.head_object(bucket, key, version_id, checksum=checksum)

    async def get_object(self, bucket: str, key: str, wanted: GetRequest) -> Mapping[str, object]:
        """See Transport."""
        return await self._carrier(bucket).get_object(bucket, key, wanted)

    def _carrier(self, bucket: str) -> Transport:
        """Directory buckets want a session of their own (CreateSession), multi-Region access points
        a signature of their own (SigV4A); botocore knows both.
        """
        special = bucket.endswith(DIRECTORY_BUCKET) or is_multi_region(bucket)
        return self._everywhere if special else self._fast
