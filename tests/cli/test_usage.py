"""Invalid arguments: status 2 before any request."""

from __future__ import annotations

import pytest

FILE, TO = "text.txt", "s3://my-bucket/prefix"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["upload"],
        ["upload", FILE],
        ["upload", FILE, "my-bucket"],
        ["upload", FILE, "s3://"],
        ["upload", FILE, "s3://Not_A_Bucket/x"],
        ["upload", FILE, TO, "--sse", "rot13"],
        ["upload", FILE, TO, "--sse", "AES256", "--sse-kms-key-id", "alias/x"],
        ["upload", FILE, TO, "--sse", "aws:kms:dsse", "--bucket-key"],
        ["upload", FILE, TO, "--sse", "AES256", "--sse-context", "a=b"],
        ["upload", FILE, TO, "--sse-context", "aws:s3:arn=x"],
        ["upload", FILE, TO, "--sse-context", "a=b", "--sse-context", "a=c"],
        ["upload", FILE, TO, "--sse-kms-key-id", "arn:aws:kms:eu-west-1:1:key/x"],
        ["upload", FILE, TO, "--tag", "no-equals-sign"],
        ["upload", FILE, TO, *(f"--tag={n}=x" for n in range(11))],
        ["upload", FILE, TO, "--metadata", "jméno=x"],
        ["upload", FILE, TO, "--if-exists", "perhaps"],
        ["upload", FILE, TO, "--storage-class", "CHEAP"],
        ["inspect", "s3://my-bucket"],
        ["inspect", "s3://my-bucket/folder/"],
        ["destroy"],
    ],
)
def test_usage_errors_are_status_2(s3enc, arguments):
    ran = s3enc(*arguments)
    assert ran.status == 2
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_version_and_help(s3enc):
    assert s3enc("--version").out.startswith("s3enc ")
    assert "--if-exists" in s3enc("upload", "--help").out


def test_a_missing_file_is_status_1(s3enc):
    ran = s3enc("upload", "no-such-file.txt", "s3://my-bucket/")
    assert ran.status == 1
    assert "Can't find the file [ENOENT]" in ran.err


def test_missing_credentials(s3enc, small):
    ran = s3enc("upload", small, "s3://my-bucket/", "--endpoint-url", "http://127.0.0.1:9")
    assert ran.status == 1
    assert "NoCredentialsError" in ran.err


def test_a_missing_profile(s3enc, small):
    ran = s3enc("upload", small, "s3://my-bucket/", "--profile", "missing")
    assert ran.status == 1
    assert "ProfileNotFound" in ran.err


def test_warning_for_plain_http(s3enc, small):
    ran = s3enc("upload", small, "s3://my-bucket/", "--endpoint-url", "http://s3.invalid")
    assert "Warning: http:// sends everything to s3.invalid unencrypted." in ran.err


def test_a_missing_ca_bundle(s3enc, small):
    ran = s3enc("upload", small, "s3://my-bucket/", "--ca-bundle", "nothing.pem")
    assert ran.status == 1
    assert "CaBundle" in ran.err


def test_a_proxy_that_is_not_running(s3enc):
    address = "127.0.0.1:1"
    options = ["--no-sign-request", "--endpoint-url", "https://s3.invalid"]
    ran = s3enc("inspect", "s3://my-bucket/a", *options, "--proxy", address)
    assert ran.status == 1
    assert "ProxyConnectionError" in ran.err


def test_a_proxy_that_is_none(s3enc, small):
    ran = s3enc("upload", small, "s3://my-bucket/", "--proxy", "socks5://localhost")
    assert ran.status == 1
    assert "InvalidProxy" in ran.err
