from __future__ import annotations

import pytest

from s3enc_gui.domain.managed.endpoints import allows, is_entry

AWS = (
    "https://s3.amazonaws.com",
    "https://s3.eu-west-1.amazonaws.com",
    "https://s3-fips.us-gov-west-1.amazonaws.com",
    "https://s3.dualstack.eu-west-1.amazonaws.com",
    "https://s3.cn-north-1.amazonaws.com.cn",
    "https://s3express-control.eu-west-1.amazonaws.com",
    "https://kms.eu-west-1.amazonaws.com",
    "https://kms.eu-west-1.api.aws",
    "https://s3-fips.dualstack.us-east-1.amazonaws.com",
    "https://kms-fips.us-east-1.amazonaws.com",
    "https://sts.amazonaws.com",
    "https://sts.eu-west-1.amazonaws.com:443",
)
NOT_AWS = (
    "http://s3.eu-west-1.amazonaws.com",  # not encrypted
    "https://s3.eu-west-1.amazonaws.com:8443",
    "https://x1.execute-api.eu-west-1.amazonaws.com",  # anybody's proxy
    "https://mine.s3.eu-west-1.amazonaws.com",  # anybody's bucket
    "https://vpce-1.vpce-svc-1.eu-west-1.vpce.amazonaws.com",
    "https://s3.eu-west-1.amazonaws.com.example.com",
    "https://s3.eu-west-1.notamazonaws.com",
    "https://s3.example.com",
    "https://[::1",
    "",
)


@pytest.mark.parametrize("url", AWS)
def test_aws_is_its_services(url):
    assert allows(("aws",), url)


@pytest.mark.parametrize("url", NOT_AWS)
def test_other_hosts_are_not_aws(url):
    assert not allows(("aws",), url)


@pytest.mark.parametrize(
    ("entry", "url", "allowed"),
    [
        ("https://s3.example.com", "https://s3.example.com", True),
        ("https://s3.example.com", "https://S3.Example.com:443/", True),
        ("https://s3.example.com", "http://s3.example.com", False),
        ("https://s3.example.com", "https://s3.example.com:9000", False),
        ("https://s3.example.com", "https://user@s3.example.com", True),
        ("https://s3.example.com", "https://s3.example.com@evil.example", False),
        ("https://s3.example.com", "https://xs3.example.com", False),
        ("https://*.example.com", "https://s3.example.com", True),
        ("https://*.example.com", "https://a.b.example.com", True),
        ("https://*.example.com", "https://example.com", False),
        ("https://*.example.com", "https://evilexample.com", False),
        ("http://localhost:9000", "http://localhost:9000", True),
        ("http://localhost:9000", "http://localhost:9001", False),
    ],
)
def test_a_server_is_scheme_host_and_port(entry, url, allowed):
    assert is_entry(entry)
    assert allows((entry,), url) is allowed


def test_no_entries_allow_nothing():
    assert not allows((), "https://s3.amazonaws.com")


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "AWS",
        "s3.example.com",
        "ftp://s3.example.com",
        "https://",
        "https://a.*.com",
        "https://s3.example.com/path",
        "https://s3.example.com?x",
        "https://user@s3.example.com",
        "https://s3.example.com:port",
        "https://*.",
        "https://[::1",
    ],
)
def test_what_is_no_entry(entry):
    assert not is_entry(entry)
