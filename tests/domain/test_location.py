from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import (
    MAX_KEY_BYTES,
    Location,
    check_bucket_name,
    check_key,
    is_address,
    key_for,
    last_name,
    nameless_text,
    parse_location,
    plain_name,
)

POINT = "arn:aws:s3:eu-west-1:111122223333:accesspoint/shared"
BUCKETS = st.from_regex(r"[a-z][a-z0-9-]{1,61}[a-z0-9]", fullmatch=True)
KEYS = st.text() | st.text("/. ab\n", max_size=8)


@pytest.mark.parametrize(
    ("text", "bucket", "key"),
    [
        ("reports", "reports", ""),
        (" reports ", "reports", ""),
        ("reports/2026/", "reports", "2026/"),
        ("s3://reports", "reports", ""),
        ("s3://reports/a b.pdf", "reports", "a b.pdf"),
        ("s3://reports//a", "reports", "/a"),
        ("s3://reports//abs/", "reports", "/abs/"),
        ("s3://reports//", "reports", "/"),
        ("reports/a:kms:b", "reports", "a:kms:b"),
        ("S3://reports/A", "reports", "A"),
        ("s3://reports/s3://a", "reports", "s3://a"),
        ("arn:aws:s3:::reports", "reports", ""),
        ("arn:aws-cn:s3:::reports/2026/a.pdf", "reports", "2026/a.pdf"),
        (POINT, POINT, ""),
        (f"{POINT}/2026/a.pdf", POINT, "2026/a.pdf"),
        (f"s3://{POINT}/a.pdf", POINT, "a.pdf"),
    ],
)
def test_forms_of_a_location(text, bucket, key):
    assert parse_location(text) == Location(bucket, key)


@given(bucket=BUCKETS | st.just(POINT), key=KEYS)
def test_the_uri_parses_back(bucket, key):
    location = Location(bucket, key)
    assert parse_location(location.uri) == location


@given(bucket=BUCKETS | st.just(POINT), key=KEYS)
def test_the_arn_parses_back(bucket, key):
    location = Location(bucket, key)
    assert parse_location(location.arn("eu-central-1")) == location


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-central-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-isob-east-1", "aws-iso-b"),
        ("eusc-de-east-1", "aws-eusc"),
        (None, "aws"),
        ("default", "aws"),
    ],
)
def test_the_arn_is_of_the_partition_of_the_region(region, partition):
    location = parse_location(f"arn:{partition}:s3:::reports/a.pdf")
    assert location.arn(region) == f"arn:{partition}:s3:::reports/a.pdf"


@pytest.mark.parametrize(
    "address",
    [
        "https://reports.s3.cn-north-1.amazonaws.com.cn/a.pdf",
        "https://s3.cn-north-1.amazonaws.com.cn/reports/a.pdf",
        "https://reports.s3.us-iso-east-1.c2s.ic.gov/a.pdf",
        "https://reports.s3.us-isob-east-1.sc2s.sgov.gov/a.pdf",
        "https://reports.s3.eu-isoe-west-1.cloud.adc-e.uk/a.pdf",
        "https://reports.s3.eusc-de-east-1.amazonaws.eu/a.pdf",
        "https://reports.s3.amazonaws.com/a.pdf",
        "https://reports.s3-eu-west-1.amazonaws.com/a.pdf",
        "https://s3.amazonaws.com/reports/a.pdf",
    ],
)
def test_urls_of_each_partition(address):
    assert parse_location(address) == Location("reports", "a.pdf")


@given(st.text())
def test_any_input_is_a_location_or_an_app_error(text):
    code = "InvalidBucketName"
    try:
        assert parse_location(text).bucket
    except AppError as error:
        code = error.code
    assert code == "InvalidBucketName"


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("", "No bucket is specified"),
        ("ab", "not 2"),
        ("a" * 64, "not 64"),
        ("Reports", "Uppercase letters"),
        ("re_ports", "lowercase letters"),
        ("-reports", "Begin and end with a letter"),
        ("re..ports", "lowercase letters"),
        ("192.168.0.1", "lowercase letters"),
        ("rapports-é", "lowercase letters"),
    ],
)
def test_invalid_bucket_names(name, piece):
    with pytest.raises(AppError) as caught:
        check_bucket_name(name)
    assert piece in caught.value.detail
    assert caught.value.code == "InvalidBucketName"


@pytest.mark.parametrize("name", ["abc", "a" * 63, "my.bucket-1", "1st", "192.168.0.one"])
def test_valid_bucket_names(name):
    check_bucket_name(name)


@pytest.mark.parametrize(
    "text", ["arn:aws:sns:eu-west-1:1:x", "arn:", "s3://", f"{POINT}Upper", "https://x/y"]
)
def test_invalid_locations(text):
    with pytest.raises(AppError):
        parse_location(text)


@pytest.mark.parametrize(
    ("prefix", "relative", "key"),
    [
        ("", "a.txt", "a.txt"),
        ("2026", "a.txt", "2026/a.txt"),
        ("2026/", "b/a.txt", "2026/b/a.txt"),
        ("/2026/", "a.txt", "/2026/a.txt"),
        ("/", "a.txt", "/a.txt"),
        ("a//", "b.txt", "a//b.txt"),
        (" a ", "b.txt", " a /b.txt"),
        ("", "", ""),
        ("a", "", "a/"),
        ("//", "", "//"),
    ],
)
def test_a_key_under_a_prefix(prefix, relative, key):
    assert key_for(prefix, relative) == key


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "InvalidKeyName"),
        ("folder/", "InvalidKeyName"),
        ("bad\udcff", "InvalidKeyName"),
        ("a" * (MAX_KEY_BYTES + 1), "KeyTooLongError"),
        ("é" * (MAX_KEY_BYTES // 2) + "a", "KeyTooLongError"),
    ],
)
def test_keys_that_cannot_be_stored(key, code):
    with pytest.raises(AppError) as caught:
        check_key(key)
    assert caught.value.code == code
    caught.value.detail.encode()


@pytest.mark.parametrize("key", ["a", "a" * MAX_KEY_BYTES, "é" * (MAX_KEY_BYTES // 2), " ", "/a"])
def test_keys_that_can_be_stored(key):
    check_key(key)


@given(prefix=KEYS, name=KEYS)
def test_a_key_is_kept_exactly(prefix, name):
    assert key_for(prefix, name) in (prefix + name, f"{prefix}/{name}")


@given(key=KEYS)
def test_the_last_name_is_the_end_of_its_key(key):
    above = key.removesuffix(last_name(key))
    assert key == above + last_name(key)
    assert not above or above.endswith("/")


@pytest.mark.parametrize(
    ("key", "name"),
    [("a", "a"), ("a/b", "b"), ("a/b/", "b/"), ("a/", "a/"), ("x//", "/"), ("/a", "a"), ("/", "/")],
)
def test_the_last_name(key, name):
    assert last_name(key) == name


@pytest.mark.parametrize(("key", "name"), [("a/b/", "b"), ("a/b", "b"), ("a//", "a//"), ("/", "/")])
def test_the_plain_name(key, name):
    assert plain_name(key) == name


@pytest.mark.parametrize(
    ("prefix", "warning"),
    [
        ("/abs/", "The prefix “/abs/” starts with “/”. This creates a folder without a name."),
        ("/", "The prefix “/” starts with “/”. This creates a folder without a name."),
        ("a//b/", "The prefix “a//b/” contains “//”. This creates a folder without a name."),
        ("a//", "The prefix “a//” contains “//”. This creates a folder without a name."),
        ("a/b/", ""),
        ("", ""),
        ("./", ""),
    ],
)
def test_warning_about_folders_without_a_name(prefix, warning):
    assert nameless_text(prefix) == warning


def test_a_key_may_end_with_a_space_a_bucket_may_not():
    assert parse_location("s3://my-bucket/name ").key == "name "
    assert parse_location(" s3://my-bucket ").bucket == "my-bucket"


@pytest.mark.parametrize(
    ("address", "bucket", "key"),
    [
        ("https://my-bucket.s3.eu-west-1.amazonaws.com/a/b%20c.txt", "my-bucket", "a/b c.txt"),
        ("HTTPS://my-bucket.s3.amazonaws.com/a", "my-bucket", "a"),
        ("https://my.bucket.s3.amazonaws.com/a", "my.bucket", "a"),
        ("https://my-bucket.s3-eu-west-1.amazonaws.com/", "my-bucket", ""),
        ("https://my-bucket.s3.cn-north-1.amazonaws.com.cn/a", "my-bucket", "a"),
        ("https://s3.eu-west-1.amazonaws.com/my-bucket/a/b", "my-bucket", "a/b"),
        ("http://127.0.0.1:9000/my-bucket/a%2Bb", "my-bucket", "a+b"),
        ("https://minio.example/my-bucket/a?X-Amz-Signature=1", "my-bucket", "a"),
        ("https://my-bucket.s3.eu-west-1.amazonaws.com//abs", "my-bucket", "/abs"),
        ("https://s3.eu-west-1.amazonaws.com/my-bucket//abs/", "my-bucket", "/abs/"),
    ],
)
def test_urls(address, bucket, key):
    assert parse_location(address) == Location(bucket, key)


@pytest.mark.parametrize("address", ["https://", "https://x", "http://[::1", "https://x/Upper/y"])
def test_urls_without_a_bucket(address):
    with pytest.raises(AppError):
        parse_location(address)


@pytest.mark.parametrize("text", ["s3://b/k", "S3://b/k", "arn:aws:s3:::b/k"])
def test_addresses(text):
    assert is_address(text)


@pytest.mark.parametrize("text", ["report.pdf", "b/k", "", "folder/s3://b/k"])
def test_possible_file_names(text):
    assert not is_address(text)
