from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import UNMANAGED
from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.jobs.uploads.upload_target import UploadTarget
from s3enc_gui.jobs.uploads.verification import expect
from s3enc_gui.s3.server.knowledge import ServerKnowledge
from s3enc_gui.s3.session.bucket_session import BucketSession

KEY = "arn:aws:kms:us-west-2:111122223333:key/0ecd1de5-0000-4000-8000-000000000001"
GLOBAL = "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap"
POINT = "arn:aws:s3:eu-west-1:111122223333:accesspoint/shared"
CHOICE = EncryptionChoice(Encryption.SSE_KMS, KEY)


class Kms:
    """A session without kms:DescribeKey; `regions` are those of the requests."""

    def __init__(self):
        self.regions: list[str] = []

    def s3(self):
        return SimpleNamespace(meta=SimpleNamespace(endpoint_url="https://s3.amazonaws.com"))

    def kms(self, region):
        self.regions.append(region)
        return self

    def describe_key(self, **_):
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DescribeKey")


def at(aws_session, bucket):
    return BucketSession(aws_session, bucket, "eu-west-1")


def test_with_a_multi_region_access_point_the_key_may_be_in_any_region():
    aws_session: Any = Kms()
    assert expect(at(aws_session, GLOBAL), CHOICE).key_arn == KEY
    assert aws_session.regions == ["us-west-2"]


def test_with_another_access_point_the_key_must_be_in_its_region():
    aws_session: Any = Kms()
    with pytest.raises(AppError) as caught:
        expect(at(aws_session, POINT), CHOICE)
    assert caught.value.code == "KeyInOtherRegion"


class Server:
    """A session without a KMS, whose buckets encrypt with a key by default."""

    def __init__(self, url, default=None):
        self.meta = SimpleNamespace(endpoint_url=url)
        self.default, self.region = default, "eu-west-1"
        self._server = ServerKnowledge(url)

    def s3(self, *_):
        return self

    def server(self):
        return self._server

    def get_bucket_encryption(self, **_):
        rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.default}
        rules = [{"ApplyServerSideEncryptionByDefault": rule}]
        return {"ServerSideEncryptionConfiguration": {"Rules": rules}}


MINIO, AMAZON = "https://minio.example.com", "https://s3.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    "name", ["my-key", "arn:aws:kms:my-key", "crn:v1:bluemix:public:kms:x", "my key"]
)
def test_away_from_amazon_a_key_may_have_any_name(name):
    aws_session: Any = Server(MINIO)
    choice = EncryptionChoice(Encryption.SSE_KMS, f" {name} ")
    expected = expect(at(aws_session, "bucket"), choice)
    assert (expected.key_name, expected.key_arn, expected.aws_s3) == (name, None, False)


def test_at_amazon_a_key_has_one_of_four_forms():
    aws_session: Any = Server(AMAZON)
    with pytest.raises(AppError) as caught:
        expect(at(aws_session, "bucket"), EncryptionChoice(Encryption.SSE_KMS, "my-key"))
    assert caught.value.code == "MalformedKey"


def test_a_default_encryption_with_a_key_of_any_name_is_known():
    choice = EncryptionChoice(Encryption.BUCKET_DEFAULT)
    here: Any = Server(MINIO, "my-key")
    expected = expect(at(here, "bucket"), choice)
    assert (expected.known, expected.algorithm, expected.key_name) == (True, "aws:kms", "my-key")
    at_amazon: Any = Server(AMAZON, "my-key")
    assert not expect(at(at_amazon, "bucket"), choice).known


@pytest.mark.parametrize(
    ("endpoint", "amazon"),
    [("https://s3.eu-central-1.amazonaws.com", True), ("https://s3.example.com", False)],
)
def test_the_expectation_includes_server_and_properties(endpoint, amazon):
    client = SimpleNamespace(
        meta=SimpleNamespace(endpoint_url=endpoint),
        head_bucket=lambda **_: {"BucketRegion": "eu-central-1"},
        get_bucket_encryption=lambda **_: {},
    )
    server = ServerKnowledge(endpoint)
    aws_session: Any = SimpleNamespace(
        managed=UNMANAGED, s3=lambda *_: client, region="eu-central-1", server=lambda *_: server
    )
    aws_session.at = partial(BucketSession.find, aws_session)
    options = UploadOptions(EncryptionChoice(Encryption.SSE_S3), tags=(("a", "b"),))
    expectation = UploadTarget.find(aws_session, "bucket", options).verifier.expectation
    assert (expectation.amazon, expectation.properties.tags) == (amazon, options.tags)
