from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.errors.translation import app_error, may_have_arrived
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.transport.response_origin import NotS3, ResponseOrigin, is_page
from tests.s3.transport.http.server import serving

HTML = {"content-type": "text/html; charset=utf-8"}
JSON = {"content-type": "application/json"}
XML = {"content-type": "application/xml"}
PLAIN = {"content-type": "text/plain"}
ID = {"x-amz-request-id": "1"}
MOTO = {"x-amzn-requestid": "1"}
ETAG = {"etag": '"e"'}
DATE = {"last-modified": "Thu, 14 Mar 2026 07:00:00 GMT"}
PAGE = b"<!DOCTYPE html><html><body>Please sign in</body></html>"
ERROR = b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>"
LIST = b"<?xml version='1.0'?><ListBucketResult><Key>&lt;html></Key></ListBucketResult>"

S3 = [
    ("PutObject", 200, ID | ETAG, b""),
    ("PutObject", 200, MOTO | HTML | ETAG, b""),  # moto
    ("PutObject", 200, MOTO | HTML, b""),
    ("PutObject", 200, HTML | ETAG, b""),  # a minimal server
    ("PutObject", 200, {}, b""),
    ("UploadPart", 200, {"date": "x"} | ETAG, b""),
    ("HeadObject", 200, ETAG, b""),
    ("HeadObject", 200, ETAG | HTML, b""),  # a stored web page
    ("HeadObject", 200, ID | DATE | HTML, b""),
    ("HeadObject", 404, {}, b""),
    ("HeadObject", 404, ID | HTML, b""),
    ("HeadObject", 301, {"x-amz-bucket-region": "eu-west-1"}, b""),
    ("GetObject", 200, ETAG | HTML, b""),
    ("GetObject", 404, HTML, ERROR.replace(b"<?xml version='1.0'?>", b"\n")),
    ("GetObject", 404, XML, ERROR),
    ("ListObjectsV2", 200, {}, LIST),
    ("ListObjectsV2", 301, XML, ERROR),
    ("DeleteObject", 204, {}, b""),
    ("DeleteObject", 204, HTML | {"x-guploader-uploadid": "1"}, b""),  # Google Cloud Storage
    ("DeleteObject", 204, HTML | {"x-oss-request-id": "1"}, b""),
    ("DeleteObjects", 200, HTML | {"x-oss-request-id": "1"}, b""),  # quiet mode
    ("DeleteObjects", 200, {}, b"<DeleteResult/>"),
    ("DeleteObjects", 403, {}, b""),
    ("GetBucketLocation", 200, {}, b"<LocationConstraint/>"),
    # Statuses of proxies and load balancers in front of S3.
    ("PutObject", 413, HTML, PAGE),
    ("PutObject", 503, HTML, PAGE),
    ("HeadObject", 502, HTML, b""),
    ("GetObject", 429, HTML, PAGE),
]
OTHERS = [
    ("PutObject", 200, HTML, PAGE),
    ("PutObject", 200, {}, PAGE),
    ("PutObject", 200, ETAG, PAGE),
    ("PutObject", 200, HTML, b""),
    ("DeleteObjects", 200, {}, b""),
    ("PutObject", 200, JSON, b"{}"),
    ("PutObject", 405, HTML, PAGE),
    ("PutObject", 302, {"location": "https://login"}, b""),
    ("UploadPart", 403, HTML | MOTO, PAGE),
    ("HeadObject", 200, {}, b""),
    ("HeadObject", 200, ID, b""),
    ("HeadObject", 200, HTML | DATE, b""),
    ("HeadObject", 200, PLAIN | {"x-request-id": "1"} | DATE, b""),  # any web server
    ("HeadObject", 200, HTML | {"x-amz-cf-id": "1"} | DATE, b""),  # CloudFront
    ("HeadObject", 403, HTML, b""),
    ("HeadObject", 404, JSON, b""),
    ("HeadObject", 307, {"location": "https://login"}, b""),
    ("HeadBucket", 200, HTML, b""),
    ("GetObject", 200, HTML, b""),
    ("GetObject", 204, {}, b""),
    ("GetObject", 404, HTML, PAGE),
    ("GetObject", 302, HTML, PAGE),
    ("GetObject", 511, XML, b"<x/>"),
    ("ListObjectsV2", 200, HTML, PAGE),
    ("ListObjectsV2", 200, {}, b'\xef\xbb\xbf <?xml version="1.0"?>\n<!-- -->\n<HTML xmlns="x"/>'),
    ("ListObjectsV2", 200, JSON, b"{}"),
    ("ListObjectsV2", 200, {}, b""),  # truncated
    ("ListParts", 200, ID | XML, b"\n"),
    ("GetObjectTagging", 200, ID, b""),
    ("DeleteObject", 200, HTML, PAGE),
]


@pytest.mark.parametrize(("operation", "status", "headers", "body"), S3)
def test_responses_of_s3_and_compatible_servers(operation, status, headers, body):
    ResponseOrigin().check(operation, status, headers, body)


@pytest.mark.parametrize(("operation", "status", "headers", "body"), OTHERS)
def test_responses_that_are_not_from_s3(operation, status, headers, body):
    with pytest.raises(NotS3):
        ResponseOrigin().check(operation, status, headers, body)


@pytest.mark.parametrize("operation", ["HeadObject", "GetObject"])
@pytest.mark.parametrize(
    ("status", "headers"), [(200, HTML | ETAG | DATE), (404, PLAIN), (403, JSON)]
)
def test_a_server_with_request_ids_always_returns_them(operation, status, headers):
    response_origin = ResponseOrigin()
    response_origin.check("HeadBucket", 200, ID)
    response_origin.check("HeadObject", 404, {})
    response_origin.check(operation, status, headers | ID)
    with pytest.raises(NotS3):
        response_origin.check(operation, status, headers)


@pytest.mark.parametrize(
    "body", [b"", b"text", ERROR, LIST, b"<headline>", b"{}", b"<?xml version='1.0'?><html"[:20]]
)
def test_bodies_that_are_not_html(body):
    assert not is_page(body)


def test_it_is_a_lost_connection():
    error = app_error(NotS3(operation="PutObject", status=200, type="text/html"))
    error.__cause__ = NotS3(operation="PutObject", status=200, type="text/html")
    assert error.code == "NotS3"
    assert outage_kind_of(error) is OutageKind.OFFLINE
    assert may_have_arrived(error)
    assert "PutObject returned HTTP 200, text/html" in error.detail


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def aws_session(server):
    url = f"http://localhost:{server.port}"
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    aws_session = AwsSession(
        Connection(endpoint_url=url, region="eu-central-1"), SessionSource(keys)
    )
    yield aws_session
    aws_session.close()


def page(status=200):
    return b"HTTP/1.1 %d x\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (
        status,
        len(PAGE),
        PAGE,
    )


@pytest.mark.parametrize("status", [200, 302, 403, 404])
@pytest.mark.parametrize(
    "ask",
    [
        lambda aws_session: aws_session.s3().get_object(Bucket="b", Key="k"),
        lambda aws_session: aws_session.s3().list_objects_v2(Bucket="b"),
        lambda aws_session: aws_session.s3().create_multipart_upload(Bucket="b", Key="k"),
        lambda aws_session: aws_session.kms("eu-central-1").list_aliases(),
        lambda aws_session: aws_session.identity(),
    ],
    ids=["get", "list", "create", "kms", "sts"],
)
def test_every_client_sends_once(server, aws_session, ask, status):
    server.steps += [page(status)] * 5
    with pytest.raises((NotS3, AppError)) as caught:
        ask(aws_session)
    assert getattr(caught.value, "code", "NotS3") == "NotS3"
    assert len(server.heads) == 1


def test_a_bucket_in_another_region_is_still_found(server, aws_session):
    moved = (
        b"HTTP/1.1 301 Moved\r\nx-amz-bucket-region: eu-west-1\r\nx-amz-request-id: 1\r\n"
        b"Content-Type: application/xml\r\nContent-Length: %d\r\n\r\n%s"
    )
    error = b"<Error><Code>PermanentRedirect</Code><Message>x</Message></Error>"
    server.steps += [moved % (len(error), error)]
    aws_session.s3().delete_object(Bucket="b", Key="k")
    assert len(server.heads) == 2
    assert b"eu-west-1/s3/aws4_request" in server.heads[1]
