from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.jobs.uploads.sending.batch_context import UploadTarget
from s3enc_gui.jobs.uploads.verification import expect

KEY = "arn:aws:kms:us-west-2:111122223333:key/0ecd1de5-0000-4000-8000-000000000001"
GLOBAL = "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap"
POINT = "arn:aws:s3:eu-west-1:111122223333:accesspoint/shared"
CHOICE = EncryptionChoice(Encryption.SSE_KMS, KEY)


class Kms:
    """A cloud whose KMS keys nobody may look at; `regions` are those that were asked."""

    def __init__(self):
        self.regions: list[str] = []

    def kms(self, region):
        self.regions.append(region)
        return self

    def describe_key(self, **_):
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DescribeKey")


def test_behind_a_multi_region_access_point_a_key_may_be_of_any_region():
    aws_session: Any = Kms()
    assert expect(aws_session, "eu-west-1", GLOBAL, CHOICE).key_arn == KEY
    assert aws_session.regions == ["us-west-2"]


def test_behind_any_other_it_has_to_be_of_its_region():
    aws_session: Any = Kms()
    with pytest.raises(AppError) as caught:
        expect(aws_session, "eu-west-1", POINT, CHOICE)
    assert caught.value.code == "KeyInOtherRegion"


@pytest.mark.parametrize(
    ("endpoint", "amazon"),
    [("https://s3.eu-central-1.amazonaws.com", True), ("https://s3.example.com", False)],
)
def test_what_is_expected_knows_whose_server_it_is_and_what_else_was_asked(endpoint, amazon):
    client = SimpleNamespace(
        meta=SimpleNamespace(endpoint_url=endpoint),
        head_bucket=lambda **_: {"BucketRegion": "eu-central-1"},
    )
    aws_session: Any = SimpleNamespace(s3=lambda *_: client, region="eu-central-1")
    options = UploadOptions(EncryptionChoice(Encryption.SSE_S3), tags=(("a", "b"),))
    expectation = UploadTarget.find(aws_session, "bucket", options).verifier.expectation
    assert (expectation.amazon, expectation.properties.tags) == (amazon, options.tags)
