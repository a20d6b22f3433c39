from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.servers.server import Server


@dataclass
class Tried:
    """Sends requests to a server, and reads the object with HeadObject."""

    server: Server
    bucket: str

    def put(self, **choice: Any) -> dict[str, Any]:
        """PutObject; return the response of HeadObject."""
        where = {"Bucket": self.bucket, "Key": str(uuid.uuid4())}
        self.server.client("s3").put_object(**where, Body=b"x", **choice)
        head: dict[str, Any] = self.server.client("s3").head_object(**where)
        return head

    def multipart(self, **choice: Any) -> list[dict[str, Any]]:
        """The responses to Create, UploadPart, Complete and HeadObject."""
        s3, where = self.server.client("s3"), {"Bucket": self.bucket, "Key": str(uuid.uuid4())}
        create = s3.create_multipart_upload(**where, **choice)
        upload = {"UploadId": create["UploadId"]}
        part = s3.upload_part(**where, **upload, PartNumber=1, Body=b"x")
        parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
        complete = s3.complete_multipart_upload(**where, **upload, MultipartUpload=parts)
        return [create, part, complete, s3.head_object(**where)]

    def refusal(self, **choice: Any) -> tuple[int, str, str]:
        """HTTP status, code and message of a rejected PutObject; nothing is stored."""
        key = str(uuid.uuid4())
        s3 = self.server.client("s3")
        with pytest.raises(ClientError) as caught:
            s3.put_object(Bucket=self.bucket, Key=key, Body=b"x", **choice)
        assert "Contents" not in s3.list_objects_v2(Bucket=self.bucket, Prefix=key)
        answer = caught.value.response
        status = answer["ResponseMetadata"]["HTTPStatusCode"]
        return status, answer["Error"]["Code"], answer["Error"]["Message"]

    def only_kms(self) -> None:
        """Deny PutObject without `aws:kms`, with the policy of the S3 User Guide."""
        statement = {
            "Sid": "DenyUnEncryptedObjectUploads",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{self.bucket}/*",
            "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.server.client("s3").put_bucket_policy(Bucket=self.bucket, Policy=policy)


@pytest.fixture
def tried(new_bucket):
    """Creates a bucket for requests."""
    return lambda server: Tried(server, new_bucket(server))
