"""Reads the annotations of objects that are copied or moved, and compares those of the copies."""

from __future__ import annotations

from dataclasses import dataclass, replace

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.copies.comparison import CopyProof, CopySource
from s3enc_gui.domain.copies.unreported import with_annotations
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED, UNKNOWN_OPERATION
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import named_version
from s3enc_gui.domain.transient_errors import concerns_all
from s3enc_gui.s3.copies.copy_bucket import CopyBucket
from s3enc_gui.s3.objects.annotations import can_have_annotations, read_annotations


@dataclass(slots=True)
class AnnotationReader:
    """Reads annotations for one job, on one loop; only those of objects on Amazon S3.

    Where a request is denied or not supported, later ones are left out unless they are `needed`.
    """

    _refused: str = ""

    async def of(
        self, bucket: CopyBucket, source: CopySource, version_id: str | None, *, needed: bool
    ) -> CopySource:
        """Return an object with its annotations, or with the code of the error.

        `version_id` as it was requested. Raises AppError only in an outage.
        """
        details = source.details
        if not can_have_annotations(bucket.client, details):
            return source
        if self._refused and not needed:
            return replace(source, details=replace(details, annotations_refused=self._refused))
        try:
            read = await bucket.gate.run(
                lambda: in_thread(read_annotations, bucket.client, details, version_id)
            )
        except AppError as error:
            if concerns_all(error):
                raise
            code = error.code or "Unknown"
            if code in DENIED | UNKNOWN_OPERATION:
                self._refused = code
            read = replace(details, annotations_refused=code)
        return replace(source, details=read)

    async def compared(
        self,
        bucket: CopyBucket,
        proof: CopyProof,
        source: ObjectDetails,
        copy: ObjectDetails,
        *,
        in_parts: bool,
    ) -> CopyProof:
        """Add the annotations of a copy in a bucket to its proof, if the source's were read.

        Those of the copy are read only where the source has some. Raises AppError only in an
        outage.
        """
        if source.annotations:
            version = named_version(copy.version_id)
            copy = (await self.of(bucket, CopySource(copy), version, needed=True)).details
        return with_annotations(proof, source, copy, in_parts=in_parts)
