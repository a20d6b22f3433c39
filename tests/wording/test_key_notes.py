"""Notes on names of KMS keys that AWS KMS wouldn't accept."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.keys.kms_key import parse_key_reference
from s3enc_gui.wording.key_notes import key_note
from s3enc_gui.wording.labels import short_key

ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.parametrize("name", [ARN, "alias/test_key", "alias/aws/s3", ARN.rpartition("/")[2]])
def test_names_of_aws_need_no_note(name):
    assert key_note(parse_key_reference(name)) == ""


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("my key", ""),
        ("crn:v1:bluemix:public:kms:us-south:a/1:2:key:3", ""),
        ("arn:aws:kms:my-key", ""),
        ("my-key", "If you mean an alias, enter alias/my-key."),
        (
            ARN.replace("111122223333", "123"),
            "It looks like one that is mistyped. The account ID in the ARN doesn't have 12 digits."
            " It is “123” (digits: 3).",
        ),
    ],
)
def test_other_names(name, more):
    note = (
        f"“{name}” isn't the name of an AWS KMS key. Only the server knows whether it has the key."
    )
    assert str(key_note(parse_key_reference(name))) == f"{note} {more}".strip()


@pytest.mark.parametrize(
    ("key", "short"),
    [
        (ARN, "1234abcd-12ab-34cd-56ef-1234567890ab"),
        ("arn:aws:kms:my-key", "my-key"),
        ("my:key", "my:key"),
        ("crn:v1:bluemix:public:kms:us-south:a/1:2:key:3", "3"),
        (None, "aws/s3"),
    ],
)
def test_short_names(key, short):
    assert short_key(key) == short
