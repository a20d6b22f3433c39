"""The KMS key of an upload with client-side encryption."""

from __future__ import annotations

from dataclasses import replace

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.client_side.choice import ClientSideKey, key_problem
from s3enc_gui.jobs.uploads.verification import usable_arn
from s3enc_gui.s3.kms.key_names import parsed_for
from s3enc_gui.s3.session.bucket_session import BucketSession


@dataclass(frozen=True, slots=True)
class ClientSideTarget:
    """The key, by its ARN where KMS says it, and the Region of its KMS."""

    key: ClientSideKey
    region: str

    @classmethod
    def find(cls, at_bucket: BucketSession, key: ClientSideKey) -> ClientSideTarget:
        """Look up the key; blocks. Raises AppError where it can't be used.

        S3 isn't involved, so the key may be of another Region than the bucket.
        """
        reference = parsed_for(at_bucket.session, key.key)
        if problem := key_problem(None if reference.is_aws_s3 else reference.text):
            raise problem
        region = reference.region or at_bucket.key_region
        arn = usable_arn(at_bucket.session, region, reference)
        return cls(replace(key, key=arn or reference.text), region)
