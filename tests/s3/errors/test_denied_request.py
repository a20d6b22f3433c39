"""Denied requests as values, from the responses of servers."""

from __future__ import annotations

import pickle

import pytest

from s3enc_gui.domain.denial import Permission
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.errors.response_marks import ACCESS_MODE, REQUESTED
from s3enc_gui.s3.errors.translation import app_error
from tests.s3.errors.aws_errors import BUCKET, FILE, KEY, OBJECT, USER, Row, denied

FILES = "arn:aws:s3:::reports/2026/*"
WHY = "because no identity-based policy allows the A action"


def error_of(
    message: str = "Access Denied",
    operation: str = "PutObject",
    *,
    region: str = "",
    caller: str = "",
    **about: str,
) -> AppError:
    error = Row("AccessDenied", 403, message, "", "", operation=operation).error
    error.response["ResponseMetadata"][REQUESTED] = {"region": region, "caller": caller}  # type: ignore[literal-required]
    return app_error(error, **{"bucket": BUCKET, "key": FILE, **about})


def permissions(*arguments: str, **about: str) -> list[tuple[str, str]]:
    denial = error_of(*arguments, **about).denial
    assert denial is not None
    return [(one.action, one.resource) for one in denial.permissions]


def test_the_long_form() -> None:
    denial = error_of(denied("s3:PutObject", OBJECT, WHY), sse="aws:kms", key_name=KEY).denial
    assert denial is not None
    assert denial.permissions == (Permission("s3:PutObject", FILES),)
    assert (denial.operation, denial.is_named, denial.caller) == ("PutObject", True, USER)
    assert (denial.policy, denial.is_explicit) == ("identity-based", False)
    assert (denial.encryption, denial.kms_key) == ("aws:kms", KEY)
    assert denial.request_id == "4442587FB7D0A2F9"
    assert denial.host_id == "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQ"
    assert denial.date == "Mon, 30 Nov 2026 15:00:00 GMT"


def test_without_a_reason_what_was_attempted_and_who_is_known_to_be_signed_in() -> None:
    denial = error_of(region="cn-north-1", caller=USER.replace("aws", "aws-cn")).denial
    assert denial is not None
    assert denial.permissions == (Permission("s3:PutObject", "arn:aws-cn:s3:::reports/2026/*"),)
    assert not denial.is_named
    assert denial.caller == "arn:aws-cn:iam::111122223333:user/ann"


@pytest.mark.parametrize(
    ("operation", "about", "expected"),
    [
        (
            "PutObject",
            {"sse": "aws:kms", "key_name": KEY, "options": "ACL Tagging"},
            [
                ("s3:PutObject", FILES),
                ("s3:PutObjectTagging", FILES),
                ("s3:PutObjectAcl", FILES),
                ("kms:GenerateDataKey", KEY),
                ("kms:Decrypt", KEY),
            ],
        ),
        (
            "UploadPart",
            {},
            [("s3:PutObject", FILES), ("kms:Decrypt", "arn:aws:kms:*:*:key/*")],
        ),
        (
            "CopyObject",
            {"source_bucket": "old", "source_key": "a/b.txt"},
            [
                ("s3:GetObject", "arn:aws:s3:::old/a/*"),
                ("s3:GetObjectTagging", "arn:aws:s3:::old/a/*"),
                ("s3:PutObject", FILES),
                ("s3:PutObjectTagging", FILES),
            ],
        ),
        ("ListObjectsV2", {}, [("s3:ListBucket", "arn:aws:s3:::reports")]),
        ("HeadObject", {}, [("s3:GetObject", FILES)]),
        ("GetObject", {"version": "v1"}, [("s3:GetObjectVersion", FILES)]),
        ("GetBucketPolicy", {}, [("s3:GetBucketPolicy", "arn:aws:s3:::reports")]),
        ("GetBucketEncryption", {}, [("s3:GetEncryptionConfiguration", "arn:aws:s3:::reports")]),
        ("ListBuckets", {}, [("s3:ListAllMyBuckets", "*")]),
        ("DescribeKey", {"key_name": KEY}, [("kms:DescribeKey", KEY)]),
    ],
)
def test_what_an_operation_needs(
    operation: str, about: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert permissions("Access Denied", operation, **about) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (KEY, KEY),
        ("alias/x", "arn:aws:kms:eu-west-1:111122223333:alias/x"),
        ("1234abcd", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd"),
        ("aws/s3", "arn:aws:kms:eu-west-1:111122223333:key/*"),
        ("", "arn:aws:kms:eu-west-1:111122223333:key/*"),
    ],
)
def test_the_key(name: str, expected: str) -> None:
    found = permissions(
        "Access Denied", region="eu-west-1", caller=USER, sse="aws:kms", key_name=name
    )
    assert ("kms:GenerateDataKey", expected) in found


@pytest.mark.parametrize(
    ("bucket", "key", "expected"),
    [
        (BUCKET, "a.pdf", "arn:aws:s3:::reports/*"),
        (BUCKET, "odd*/${x}?/a.pdf", "arn:aws:s3:::reports/odd${*}/${$}{x}${?}/*"),
        (
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap",
            "a/b.pdf",
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/a/*",
        ),
    ],
)
def test_the_folder(bucket: str, key: str, expected: str) -> None:
    assert permissions(bucket=bucket, key=key) == [("s3:PutObject", expected)]


def test_a_directory_bucket_needs_a_session() -> None:
    bucket = "reports--euw1-az1--x-s3"
    arn = f"arn:aws:s3express:eu-west-1:111122223333:bucket/{bucket}"
    found = permissions(region="eu-west-1", caller=USER, bucket=bucket)
    assert found == [("s3express:CreateSession", arn)]


def test_the_region_of_the_bucket_in_the_response() -> None:
    error = Row("403", 403, "", "", "", operation="HeadBucket").error
    error.response["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] = "us-gov-west-1"
    denial = app_error(error, bucket=BUCKET).denial
    assert denial is not None
    assert denial.permissions == (Permission("s3:ListBucket", "arn:aws-us-gov:s3:::reports"),)


@pytest.mark.parametrize(
    "message",
    [
        "Access Denied because object protected by object lock.",
        "Request has expired",
        "Mfa Authentication must be used for this request",
        "MultiFactorAuthentication failed with invalid MFA one time pass code.",
    ],
)
def test_what_no_policy_allows_is_no_denial(message: str) -> None:
    assert error_of(message, "DeleteObject").denial is None


@pytest.mark.parametrize("operation", ["PutObject", "GetObject", "HeadObject"])
def test_an_anonymous_request_is_no_denial(operation: str) -> None:
    error = Row("AccessDenied", 403, "Access Denied", "", "", operation=operation).error
    error.response["ResponseMetadata"][ACCESS_MODE] = "anonymous"  # type: ignore[literal-required]
    assert app_error(error, bucket=BUCKET).denial is None


def test_an_error_keeps_its_denial_where_it_is_copied() -> None:
    error = error_of()
    assert error.source.denial == error.denial
    assert pickle.loads(pickle.dumps(error)).denial == error.denial  # noqa: S301 - its own
    assert error == error_of(caller=USER)  # the same failure, of another request
