"""Plain moto: what it doesn't validate."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.contract
KMS = {"ServerSideEncryption": "aws:kms"}


@pytest.mark.parametrize("algorithm", ["aws:kms:dsse", "nonsense"])
def test_any_algorithm_is_stored(moto_server, tried, algorithm):
    head = tried(moto_server).put(ServerSideEncryption=algorithm)
    assert head["ServerSideEncryption"] == algorithm


@pytest.mark.parametrize("reference", ["alias/none", "nonsense"])
def test_any_key_is_stored_as_it_was_sent(moto_server, tried, reference):
    assert tried(moto_server).put(**KMS, SSEKMSKeyId=reference)["SSEKMSKeyId"] == reference


def test_disabled_key_is_accepted(moto_server, tried):
    key = moto_server.new_key()
    moto_server.disable_key(key)
    assert tried(moto_server).put(**KMS, SSEKMSKeyId=key)["SSEKMSKeyId"] == key


def test_no_key_is_named_for_aws_s3(moto_server, tried):
    assert "SSEKMSKeyId" not in tried(moto_server).put(**KMS)


def test_bucket_has_no_default(moto_server, tried):
    assert "ServerSideEncryption" not in tried(moto_server).put()


def test_customer_key_is_not_needed_to_read(moto_server, tried):
    head = tried(moto_server).put(SSECustomerAlgorithm="AES256", SSECustomerKey=b"k" * 32)
    assert "SSECustomerAlgorithm" not in head


@pytest.mark.parametrize("choice", [{"ServerSideEncryption": "AES256"}, KMS])
def test_policy_conditions_are_ignored(moto_server, tried, choice):
    here = tried(moto_server)
    here.only_kms()
    assert here.refusal(**choice) == (403, "403", "Forbidden")


def test_policy_is_ignored_by_create_multipart_upload(moto_server, tried):
    here = tried(moto_server)
    here.only_kms()
    s3 = moto_server.client("s3")
    assert s3.create_multipart_upload(Bucket=here.bucket, Key="key", ServerSideEncryption="AES256")[
        "UploadId"
    ]


def test_aliases_are_not_paginated(moto_server):
    moto_server.new_key(alias="one")
    answer = moto_server.client("kms").list_aliases(Limit=1)
    assert len(answer["Aliases"]) > 1
    assert not answer["Truncated"]
