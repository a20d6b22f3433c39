from __future__ import annotations

from contextlib import suppress

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.customer_keys.key_headers import send_customer_keys
from s3enc_gui.s3.session import open_sessions
from s3enc_gui.s3.session.open_sessions import OpenSessions

KEY = CustomerKey(bytes(range(32)))
OTHER = CustomerKey(bytes(32))
NAMED = {"Bucket": "bucket", "Key": "key"}
SSE_C = "x-amz-server-side-encryption-customer-key"
SOURCE = "x-amz-copy-source-server-side-encryption-customer-key"


def client(url="https://s3.example.invalid"):
    return boto3.client(
        "s3",
        region_name="eu-west-1",
        endpoint_url=url,
        aws_access_key_id="id",
        aws_secret_access_key="secret",
    )


@pytest.fixture
def s3():
    s3 = client()
    send_customer_keys(s3, KEY, OTHER)
    return s3


@pytest.fixture
def sent(s3):
    """Return `sent(operation, **parameters)`: the headers of a request that isn't sent."""
    requests = []

    class Body:
        def stream(self, *_, **__):
            return iter(())

    def before_send(request, **_):
        requests.append(request)
        return AWSResponse(request.url, 200, HTTPHeaders(), Body())

    s3.meta.events.register_first("before-send.s3", before_send)

    def sent(operation, **parameters):
        getattr(s3, operation)(**NAMED, **parameters)
        headers = requests.pop().headers
        values = {name.lower(): value for name, value in headers.items()}
        return {k: v.decode() if isinstance(v, bytes) else v for k, v in values.items()}

    return sent


UPLOAD = {"UploadId": "u"}
PART = {**UPLOAD, "PartNumber": 1}
COPY = {"CopySource": {"Bucket": "b", "Key": "k"}}


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("put_object", {}),
        ("create_multipart_upload", {}),
        ("upload_part", PART),
        ("complete_multipart_upload", UPLOAD),
        ("list_parts", UPLOAD),
        ("head_object", {}),
        ("get_object", {}),
        ("get_object_attributes", {"ObjectAttributes": ["ETag"]}),
        ("copy_object", COPY),
        ("upload_part_copy", {**PART, **COPY}),
    ],
)
def test_every_request_for_an_object_has_the_key(sent, operation, parameters):
    headers = sent(operation, **parameters)
    keys = {SSE_C: KEY, SOURCE: OTHER} if "copy" in operation else {SSE_C: KEY}
    for name, key in keys.items():
        assert headers[name] == key.base64
        assert headers[f"{name}-md5"] == key.md5
        assert headers[name.replace("-key", "-algorithm")] == "AES256"
    assert ("copy" in operation) == (SOURCE in headers)


@pytest.mark.parametrize("source", [None, OTHER])
def test_copies_have_either_key_without_the_other(source):
    s3, requests = client(), []
    send_customer_keys(s3, None if source else KEY, source)
    s3.meta.events.register_first("before-send.s3", lambda request, **_: requests.append(request))
    s3.meta.events.register("before-send.s3", lambda **_: AWSResponse("", 200, HTTPHeaders(), None))
    with suppress(AttributeError):  # the response has no body
        s3.copy_object(**NAMED, **COPY)
    names = {name.lower() for name in requests[0].headers}
    assert (SSE_C in names, SOURCE in names) == (source is None, source is not None)


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [("abort_multipart_upload", UPLOAD), ("delete_object", {}), ("get_object_tagging", {})],
)
def test_no_other_request_has_it(sent, operation, parameters):
    assert not any("customer" in name for name in sent(operation, **parameters))


def test_a_presigned_url_has_no_key(s3):
    url = s3.generate_presigned_url("get_object", Params=NAMED)
    assert "customer" not in url.casefold()


@pytest.mark.parametrize("url", ["http://s3.example.invalid", "http://192.0.2.1:9000"])
def test_a_key_is_never_sent_in_the_clear(url):
    with pytest.raises(AppError) as refused:
        send_customer_keys(client(url), KEY)
    assert refused.value.code == "CustomerKeyInTheClear"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000", "http://localhost:9000"])
def test_this_computer_is_the_only_exception(url):
    send_customer_keys(client(url), KEY)


def test_new_credentials_open_the_sessions_of_its_keys_anew(monkeypatch):
    opened: list[Connection] = []

    class Session:
        def __init__(self, connection, *_):
            self.connection = connection
            opened.append(connection)

        def close(self):
            pass

    monkeypatch.setattr(open_sessions, "AwsSession", Session)
    sessions, plain = OpenSessions(), Connection(profile="work")
    keyed, pair = plain.with_customer_key("a"), plain.with_copy_keys("a", "b")
    other = Connection(profile="other").with_customer_key("a")
    for connection in (plain, keyed, pair, other):
        sessions.of(connection)
    sessions.reopened(plain)
    for connection in (plain, keyed, pair, other):
        sessions.of(connection)
    assert opened == [plain, keyed, pair, other, plain, keyed, pair]
    sessions.forget_key("a")
    for connection in (plain, keyed, pair, other):
        sessions.of(connection)
    assert opened[-3:] == [keyed, pair, other]
