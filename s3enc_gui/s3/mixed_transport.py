"""The native transport for what is many and small, botocore for what is large.

awscrt reads a body whole before it sends it, and does not tell how much has left: a part on a slow
line would show nothing for minutes. So large bodies go by botocore, until the progress of native
ones can be seen (docs/decisions/0008-native-for-the-small.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.parts import MIB
from s3enc_gui.s3.transport import Answer, Body, Transport

LARGE = MIB  # bytes; below it a body has left before anybody looks
DIRECTORY_BUCKET = "--x-s3"  # how the names of directory buckets end (S3 Express One Zone)


class MixedTransport:
    """Chooses by the size of the body and the kind of bucket; both keep the same contract."""

    def __init__(self, small: Transport, large: Transport) -> None:
        self._small = small
        self._large = large

    def put_object(
        self, bucket: str, key: str, body: Body, parameters: Mapping[str, object]
    ) -> Answer:
        """See Transport."""
        carrier = self._carrier(bucket, len(body.data))
        return carrier.put_object(bucket, key, body, parameters)

    def upload_part(
        self,
        bucket: str,
        key: str,
        upload_id: str,
        number: int,
        body: Body,
        parameters: Mapping[str, object],
    ) -> Answer:
        """See Transport."""
        carrier = self._carrier(bucket, len(body.data))
        return carrier.upload_part(bucket, key, upload_id, number, body, parameters)

    def head_object(
        self, bucket: str, key: str, version_id: str | None = None, *, checksum: bool = False
    ) -> Mapping[str, object]:
        """See Transport."""
        return self._carrier(bucket, 0).head_object(bucket, key, version_id, checksum=checksum)

    def _carrier(self, bucket: str, size: int) -> Transport:
        """Directory buckets want a session of their own (CreateSession), which botocore keeps."""
        small = size < LARGE and not bucket.endswith(DIRECTORY_BUCKET)
        return self._small if small else self._large
