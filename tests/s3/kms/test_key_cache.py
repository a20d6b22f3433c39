"""Keys are looked up once; errors of KMS only leave facts out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.encryption.object_details import KEY_NOT_FOUND, KeyFacts
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import AWS_S3_DESCRIPTION
from s3enc_gui.s3.kms.key_cache import KeyCache
from tests.fakes.samples import ARN, DETAILS, PLAIN

UNKNOWN = replace(DETAILS, key_arn=None, key_aliases=(), key_is_aws_s3=None)
SOON = datetime(2026, 12, 1, tzinfo=UTC)


class Kms:
    """A KMS with one key; `refusal` is DescribeKey's error."""

    def __init__(self, refusal="", aliases=("alias/test_key",), url="https://kms.invalid", **key):
        self.meta = SimpleNamespace(endpoint_url=url)
        self.asked: list[str] = []
        self.go = Event()
        self.go.set()
        self._refusal, self._aliases = refusal, aliases
        self._key = {"KeyState": "Enabled", "KeyManager": "CUSTOMER", **key}

    def list_aliases(self, **_):
        self.go.wait(10)
        self.asked.append("ListAliases")
        key_id = ARN.rpartition("/")[2]
        return {"Aliases": [{"AliasName": name, "TargetKeyId": key_id} for name in self._aliases]}

    def describe_key(self, **_):
        self.asked.append("DescribeKey")
        if self._refusal:
            raise ClientError({"Error": {"Code": self._refusal}}, "DescribeKey")
        return {"KeyMetadata": {"Arn": ARN, "KeyId": ARN.rpartition("/")[2], **self._key}}


def book(kms):
    client: Any = kms
    return KeyCache(lambda: client)


def test_all_facts_about_a_key():
    kms = Kms(KeyState="PendingDeletion", Description="d", DeletionDate=SOON)
    found = book(kms).explain(UNKNOWN)
    assert found.key == KeyFacts("PendingDeletion", "CUSTOMER", "d", SOON)
    assert (found.key_arn, found.key_aliases) == (ARN, ("alias/test_key",))
    assert found.key_is_aws_s3 is False
    assert (found.key_account, found.key_region) == ("123456789012", "eu-central-1")


@pytest.mark.parametrize("key", ["my-key", "arn:aws:kms:my-key", "vault-key-7"])
def test_aws_kms_is_not_asked_for_a_key_that_it_cannot_have(key):
    kms = Kms()
    details = replace(UNKNOWN, status=EncryptionStatus("aws:kms", key))
    found = book(kms).explain(details)
    assert (kms.asked, found.key, found.key_is_aws_s3, found.key_aliases) == ([], None, None, ())
    assert (found.key_account, found.key_region) == (None, None)


def test_a_key_takes_two_requests():
    kms = Kms()
    keys = book(kms)
    assert not keys.knows(UNKNOWN)
    for _ in range(3):
        keys.explain(UNKNOWN)
    assert keys.knows(UNKNOWN)
    assert kms.asked == ["ListAliases", "DescribeKey"]


def test_concurrent_lookups_share_one_result():
    kms = Kms()
    kms.go.clear()
    keys = book(kms)
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(keys.explain, UNKNOWN) for _ in range(4)]
        kms.go.set()
        assert {one.result().key_aliases for one in waiting} == {("alias/test_key",)}
    assert kms.asked == ["ListAliases", "DescribeKey"]


@pytest.mark.parametrize("code", ["AccessDeniedException", "UnknownOperationException"])
def test_without_describe_key_aliases_and_arn_are_known(code):
    found = book(Kms(code)).explain(UNKNOWN)
    assert (found.key, found.key_is_aws_s3) == (None, False)
    assert (found.key_aliases, found.key_account) == (("alias/test_key",), "123456789012")


def test_without_permissions_nothing_is_known():
    found = book(Kms("AccessDeniedException", aliases=())).explain(UNKNOWN)
    assert (found.key, found.key_arn, found.key_is_aws_s3) == (None, ARN, None)


def test_a_deleted_key_is_reported():
    found = book(Kms("NotFoundException", aliases=())).explain(UNKNOWN)
    assert found.key == KeyFacts(KEY_NOT_FOUND)


def test_the_managed_key_is_never_described_by_its_alias():
    kms = Kms(aliases=())
    named = replace(UNKNOWN, status=EncryptionStatus("aws:kms", "alias/aws/s3"))
    assert book(kms).explain(named).key is None
    assert "DescribeKey" not in kms.asked


@pytest.mark.parametrize(
    ("url", "is_aws_s3"),
    [("https://kms.invalid", True), ("https://kms.eu-west-1.amazonaws.com", False)],
)
def test_a_description_counts_only_on_other_servers(url, is_aws_s3):
    kms = Kms(aliases=(), url=url, Description=AWS_S3_DESCRIPTION)
    assert book(kms).explain(UNKNOWN).key_is_aws_s3 is is_aws_s3


def test_an_object_without_a_kms_key_needs_no_request():
    kms = Kms()
    assert book(kms).explain(PLAIN) == PLAIN
    assert book(kms).knows(PLAIN)
    assert kms.asked == []


def test_a_client_that_cannot_be_created_is_tried_again():
    answers: list[Any] = [AppError("No KMS"), Kms()]

    def client():
        answer = answers.pop(0)
        if isinstance(answer, AppError):
            raise answer
        return answer

    keys = KeyCache(client)
    with pytest.raises(AppError):
        keys.explain(UNKNOWN)
    assert not keys.knows(UNKNOWN)
    assert keys.explain(UNKNOWN).key_aliases == ("alias/test_key",)
