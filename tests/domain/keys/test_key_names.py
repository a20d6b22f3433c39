"""The same key has several names; other servers' names have no form."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.keys.key_names import is_named, is_plain, is_same_name, key_id_of

ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
ARN = f"arn:aws:kms:eu-west-1:111122223333:key/{ID}"
LOCAL = "arn:aws:kms:us-east-1:000000000000:key/my-key"
CRN = "crn:v1:bluemix:public:kms:us-south:a/1:2:key:3"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("my-key", "my-key", True),
        ("my-key", "arn:aws:kms:my-key", True),
        ("arn:aws:kms:my-key", "my-key", True),
        ("my-key", "My-Key", False),
        ("my-key", "arn:aws:kms:other", False),
        (ARN, ARN, True),
        (ARN, ARN.replace("eu-west-1", "eu-west-2"), False),
        ("arn:aws:kms:", "", False),
    ],
)
def test_names_are_equal_with_and_without_the_prefix(one, other, same):
    assert is_same_name(one, other) is same


@pytest.mark.parametrize(
    ("name", "reported", "named"),
    [
        ("my-key", "arn:aws:kms:my-key", True),
        ("arn:aws:kms:my-key", "my-key", True),
        ("vault-key-7", "vault-key-7", True),
        (CRN, CRN, True),
        (ID, f"arn:aws:kms:{ID}", True),
        (ID, ARN, True),
        ("my-key", LOCAL, True),
        ("arn:aws:kms:my-key", LOCAL, True),
        ("my-key", "arn:aws:kms:other", False),
        ("vault-key-7", "vault-key-8", False),
        (CRN, CRN[:-1] + "4", False),
        ("my-key", ARN, None),
        ("alias/my-key", "arn:aws:kms:other", None),
        (ID, "arn:aws:kms:other", None),
    ],
)
def test_the_key_that_a_server_means(name, reported, named):
    assert is_named(name, reported) is named


@pytest.mark.parametrize("key", [ARN, LOCAL, ID, "alias/test_key", "mrk-" + "0" * 32])
def test_names_of_aws_refer_to_something(key):
    assert not is_plain(key)


@pytest.mark.parametrize("key", ["my-key", "arn:aws:kms:my-key", CRN, "abjcjdk9f3qf6kh2s4l1", ""])
def test_other_names_are_plain(key):
    assert is_plain(key)


@pytest.mark.parametrize(
    ("key", "key_id"),
    [
        (ARN, ID),
        (ID, ID),
        (LOCAL, "my-key"),
        ("arn:aws:kms:my-key", "my-key"),
        ("a/key/b", "a/key/b"),
        ("", ""),
    ],
)
def test_the_key_id(key, key_id):
    assert key_id_of(key) == key_id
