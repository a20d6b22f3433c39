from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.parts import MAX_OBJECT
from s3enc_gui.domain.uploads.plan import (
    UploadItem,
    UploadOptions,
    UploadPlan,
    check_item,
    metadata_problems,
    problems,
    tag_problems,
)
from s3enc_gui.domain.uploads.request_parameters import storing_parameters

ITEM = UploadItem("/home/u/a.pdf", "a.pdf", 3)


def test_a_valid_plan_has_no_problems():
    plan = UploadPlan("reports", (ITEM, UploadItem("/home/u/b", "b", 4)))
    assert list(problems(plan)) == []
    assert plan.size == 7


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        (UploadPlan("reports", ()), ["NoFiles"]),
        (UploadPlan("", (ITEM,)), ["InvalidBucketName"]),
        (UploadPlan("reports", (ITEM, ITEM, ITEM)), ["DuplicateKey"]),
        (UploadPlan("No", (), UploadOptions(metadata=(("a b", "x"),), tags=(("", "x"),))),
         ["NoFiles", "InvalidBucketName", "InvalidMetadata", "InvalidTag"]),
        (UploadPlan("arn:aws:s3:eu-west-1:111122223333:accesspoint/p", (ITEM,)), []),
    ],
)  # fmt: skip
def test_problems_of_a_plan(plan, codes):
    assert [problem.code for problem in problems(plan)] == codes


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([("author", "Ann")], None),
        ([("author", "")], None),
        ([("author", "Zoë and 東京\xa0")], None),
        ([("author", "\udc80")], "InvalidMetadata"),
        ([("author", "two\nlines")], "InvalidMetadata"),
        ([("", "x")], "InvalidMetadata"),
        ([("autör", "x")], "InvalidMetadata"),
        ([("a:b", "x")], "InvalidMetadata"),
        ([("Author", "x"), ("author", "y")], "InvalidMetadata"),
        ([("a", "x" * 2047)], None),
        ([("a", "x" * 2048)], "MetadataTooLarge"),
        ([("a", "ü" * 400)], None),
        ([("a", "ü" * 1000)], "MetadataTooLarge"),  # 2,000 bytes in UTF-8, but more are sent
    ],
)
def test_metadata(pairs, code):
    found = [problem.code for problem in metadata_problems(tuple(pairs))]
    assert found == ([code] if code else [])


@pytest.mark.parametrize(
    ("pairs", "count"),
    [
        ([("team", "Zoë + co")], 0),
        ([("k" * 128, "v" * 256)], 0),
        ([("k" * 129, "v")], 1),
        ([("k", "v" * 257)], 1),
        ([("", "v")], 1),
        ([("k", "50%")], 1),
        ([("k", "a"), ("k", "b")], 1),
        ([("k", "a"), ("K", "b")], 0),
        ([(str(n), "v") for n in range(10)], 0),
        ([(str(n), "v") for n in range(11)], 1),
    ],
)
def test_tags(pairs, count):
    found = list(tag_problems(tuple(pairs)))
    assert [problem.code for problem in found] == ["InvalidTag"] * count
    assert all(problem.detail and problem.hint for problem in found)


@pytest.mark.parametrize("size", [0, 1, MAX_OBJECT])
def test_valid_sizes(size):
    check_item(UploadItem("/f", "f", size))


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (UploadItem("/f", "f", MAX_OBJECT + 1), "EntityTooLarge"),
        (UploadItem("/f", "", 1), "InvalidKeyName"),
        (UploadItem("/f", "f" * 1025, 1), "KeyTooLongError"),
    ],
)
def test_files_that_cannot_be_stored(item, code):
    with pytest.raises(AppError) as caught:
        check_item(item)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (UploadOptions(), {}),
        (UploadOptions(EncryptionChoice(Encryption.SSE_S3)), {"ServerSideEncryption": "AES256"}),
        (UploadOptions(EncryptionChoice(Encryption.SSE_KMS)), {"ServerSideEncryption": "aws:kms"}),
        (
            UploadOptions(EncryptionChoice(Encryption.SSE_KMS, "alias/x", False)),
            {
                "ServerSideEncryption": "aws:kms",
                "SSEKMSKeyId": "alias/x",
                "BucketKeyEnabled": False,
            },
        ),
        (
            UploadOptions(acl="private", storage_class="GLACIER_IR", metadata=(("a", "b"),)),
            {"ACL": "private", "StorageClass": "GLACIER_IR", "Metadata": {"a": "b"}},
        ),
    ],
)
def test_the_request_has_only_what_was_chosen(options, expected):
    assert storing_parameters(options) == expected


def test_a_resolved_key_replaces_the_chosen_one_only():
    chosen = UploadOptions(EncryptionChoice(Encryption.SSE_KMS, "alias/x"))
    aws_s3 = UploadOptions(EncryptionChoice(Encryption.SSE_KMS))
    assert storing_parameters(chosen, "arn:key")["SSEKMSKeyId"] == "arn:key"
    assert "SSEKMSKeyId" not in storing_parameters(aws_s3, "arn:key")


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1))
def test_tags_survive_the_header(tags):
    text = storing_parameters(UploadOptions(tags=tuple(tags.items())))["Tagging"]
    assert isinstance(text, str)
    assert dict(parse_qsl(text, keep_blank_values=True)) == tags
