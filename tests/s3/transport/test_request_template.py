from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.s3.network.client_proxies import can_serve
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.transport.request_template import KEY, RequestSerializer

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}


@pytest.fixture
def aws_session_of():
    aws_sessions = []

    def aws_session_of(**connection):
        aws_sessions.append(
            AwsSession(Connection(region="eu-central-1", **connection), SessionSource(KEYS))
        )
        return aws_sessions[-1]

    yield aws_session_of
    for aws_session in aws_sessions:
        aws_session.close()


@pytest.fixture
def fill(aws_session_of):
    def fill(operation, key="a b/ž", parameters=None, length=None, bucket="my-bucket", **where):
        serializer = RequestSerializer(aws_session_of(**where).s3())
        return serializer.fill(operation, bucket, key, parameters or {}, length)

    return fill


def header(request, name):
    return [value for found, value in request.headers if found.lower() == name]


def test_amazon_is_addressed_by_the_buckets_own_host(fill):
    request = fill("PutObject", length=5)
    assert (request.template.method, request.path) == ("PUT", "/a%20b/%C5%BE")
    assert header(request, "host") == ["my-bucket.s3.eu-central-1.amazonaws.com"]
    assert header(request, "content-length") == ["5"]


def test_another_server_by_the_path(fill):
    request = fill("HeadObject", endpoint_url="http://127.0.0.1:9")
    assert (request.template.method, request.path) == ("HEAD", "/my-bucket/a%20b/%C5%BE")
    assert header(request, "host") == ["127.0.0.1:9"]


def test_an_access_point_by_its_host(fill):
    arn = "arn:aws:s3:eu-central-1:123456789012:accesspoint/ap"
    request = fill("PutObject", bucket=arn)
    assert header(request, "host") == ["ap-123456789012.s3-accesspoint.eu-central-1.amazonaws.com"]


def test_options_and_conditions_are_headers(fill):
    params = {
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": "arn",
        "BucketKeyEnabled": True,
        "Metadata": {"owner": "me"},
        "Tagging": "a=b",
        "IfNoneMatch": "*",
        "ContentType": "text/plain",
        "ChecksumCRC64NVME": "AAAA",
    }
    request = fill("PutObject", parameters=params)
    for name, value in {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": "arn",
        "x-amz-server-side-encryption-bucket-key-enabled": "true",
        "x-amz-meta-owner": "me",
        "x-amz-tagging": "a=b",
        "if-none-match": "*",
        "content-type": "text/plain",
        "x-amz-checksum-crc64nvme": "AAAA",
    }.items():
        assert header(request, name) == [value]


def test_parts_and_versions_are_in_the_query(fill):
    part = fill("UploadPart", parameters={"PartNumber": 7, "UploadId": "a/b+c"})
    assert part.query == "partNumber=7&uploadId=a%2Fb%2Bc"
    assert fill("HeadObject", parameters={"VersionId": "v1"}).query == "versionId=v1"


def test_the_template_has_the_region_and_service(fill):
    template = fill("PutObject").template
    assert (template.region, template.service) == ("eu-central-1", "s3")


def test_a_bucket_may_be_called_anything(fill):
    request = fill("PutObject", bucket=KEY, key="a", endpoint_url="http://127.0.0.1:9")
    assert request.path == f"/{KEY}/a"


def test_the_template_has_no_signature(fill):
    names = {name.lower() for name, _ in fill("PutObject").headers}
    assert not names & {"authorization", "x-amz-date", "x-amz-content-sha256", "expect"}


def test_the_next_object_needs_no_serialization(aws_session_of):
    serializer = RequestSerializer(aws_session_of().s3())
    first = serializer.fill("PutObject", "my-bucket", "one", {}, 1)
    serializer._client = None
    second = serializer.fill("PutObject", "my-bucket", "two", {}, 2)
    assert (first.path, second.path) == ("/one", "/two")


@pytest.mark.parametrize(
    ("variables", "served"),
    [
        ({}, True),
        ({"HTTPS_PROXY": "http://proxy.invalid:3128"}, True),
        ({"HTTPS_PROXY": "https://proxy.invalid:3128"}, False),
        ({"HTTPS_PROXY": "https://proxy.invalid:3128", "NO_PROXY": ".amazonaws.com"}, True),
    ],
)
def test_a_proxy_with_tls_needs_botocore(aws_session_of, monkeypatch, variables, served):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert can_serve(aws_session_of().s3()) is served


@pytest.mark.parametrize(
    ("variable", "host"),
    [
        ("AWS_USE_DUALSTACK_ENDPOINT", "my-bucket.s3.dualstack.eu-central-1.amazonaws.com"),
        ("AWS_USE_FIPS_ENDPOINT", "my-bucket.s3-fips.eu-central-1.amazonaws.com"),
    ],
)
def test_other_endpoints_of_amazon(fill, monkeypatch, variable, host):
    monkeypatch.setenv(variable, "true")
    assert header(fill("PutObject"), "host") == [host]
