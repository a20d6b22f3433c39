from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

BUCKET = "demo-policy"


@pytest.mark.parametrize("operation", ["put_object", "create_multipart_upload"])
@pytest.mark.parametrize("options", [{}, {"ServerSideEncryption": "AES256"}])
def test_upload_without_kms_is_denied_with_the_message_of_aws(s3, name, operation, options):
    with pytest.raises(ClientError) as caught:
        getattr(s3, operation)(Bucket=BUCKET, Key=name, **options)
    response = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert response["Error"]["Code"] == "AccessDenied"
    text = f's3:PutObject on resource: "arn:aws:s3:::{BUCKET}/{name}" with an explicit deny'
    assert text in response["Error"]["Message"]


def test_upload_with_kms_passes(s3, name):
    s3.put_object(Bucket=BUCKET, Key=name, ServerSideEncryption="aws:kms")
    s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": name}]})


def test_multipart_upload_with_kms_passes_to_its_end(s3, name):
    where = {"Bucket": BUCKET, "Key": name}
    created = s3.create_multipart_upload(ServerSideEncryption="aws:kms", **where)
    where["UploadId"] = created["UploadId"]
    part = s3.upload_part(PartNumber=1, Body=b"x", **where)
    parts = [{"PartNumber": 1, "ETag": part["ETag"]}]
    s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **where)
