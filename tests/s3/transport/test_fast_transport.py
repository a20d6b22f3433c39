from __future__ import annotations

import asyncio
import ssl
from hashlib import sha256
from typing import Any

import pytest
import trustme
from botocore.credentials import Credentials as Fixed

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.s3.server.endpoint_scheme import EndpointScheme
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.transport import fast_transport as module
from s3enc_gui.s3.transport.credentials import Credentials
from s3enc_gui.s3.transport.exchange import LARGE
from s3enc_gui.s3.transport.fast_transport import TRIES, FastTransport
from s3enc_gui.s3.transport.interface import Body
from s3enc_gui.s3.transport.response_origin import ResponseOrigin
from tests.s3.transport.http.server import BUSY, OK, serving

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
SMALL, BIG = b"some bytes", bytes(range(256)) * (LARGE // 128)


def opened(endpoint_url):
    return AwsSession(
        Connection(endpoint_url=endpoint_url, region="eu-central-1"), SessionSource(KEYS)
    )


def refusal(status, code):
    body = f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode()
    return b"HTTP/1.1 %d No\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


@pytest.fixture(autouse=True)
def quick_probes(monkeypatch):
    """The servers here don't answer a TLS handshake."""
    monkeypatch.setattr("s3enc_gui.s3.server.endpoint_scheme.PROBE_TIMEOUT", 0.05)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.0)


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def ask():
    """Return `ask(server, work)`, which returns or raises like `work(transport)`."""

    def ask(server, work, scheme="http", context=ssl.create_default_context):
        aws_session = opened(f"{scheme}://localhost:{server.port}")

        async def run():
            credentials = Credentials(Fixed("key", "secret", "token"))
            client = aws_session.s3()
            scheme = EndpointScheme(client.meta.endpoint_url)
            transport = FastTransport(client, credentials, context, ResponseOrigin(), scheme)
            try:
                async with asyncio.timeout(20):
                    return await work(transport)
            finally:
                transport.close()

        try:
            return asyncio.run(run())
        finally:
            aws_session.close()

    return ask


class Sent:
    """A body that records its progress."""

    def __init__(self, data, stop=None):
        self.changes: list[int] = []
        self.body = Body(data, self.changes.append, stop or Cancellation())

    def put(self, transport):
        params = {"ChecksumCRC64NVME": "AAAAAAAAAAA="}
        return transport.put_object("bucket", "a b", self.body, params)


BODIES = pytest.mark.parametrize("data", [b"", SMALL, BIG], ids=["empty", "small", "big"])


@BODIES
def test_it_is_sent_signed_and_counted(ask, server, data):
    sent = Sent(data)
    response = ask(server, sent.put)
    [head] = server.heads
    assert (response.etag, server.bodies, sum(sent.changes)) == ("e", [data], len(data))
    assert head.startswith(b"PUT /bucket/a%20b HTTP/1.1\r\nhost: localhost:")
    assert b"x-amz-checksum-crc64nvme: AAAAAAAAAAA=" in head
    assert b"x-amz-security-token: token" in head
    assert sha256(data).hexdigest().encode() in head


def test_over_tls_the_payload_is_not_signed(ask):
    authority = trustme.CA()
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(theirs)

    def trusting():
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    sent = Sent(BIG)
    with serving(theirs) as server:
        ask(server, sent.put, "https", trusting)
    assert b"x-amz-content-sha256: UNSIGNED-PAYLOAD" in server.heads[0]
    assert (server.bodies, sum(sent.changes)) == ([BIG], len(BIG))


def test_an_untrusted_certificate_is_no_outage(ask):
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(theirs)
    with serving(theirs) as server, pytest.raises(AppError) as caught:
        ask(server, Sent(SMALL).put, "https")
    assert caught.value.code == "SSLError"


def test_a_part(ask, server):
    ask(server, lambda one: one.upload_part("bucket", "k", "u+/=", 7, Body(SMALL), {}))
    assert server.heads[0].startswith(b"PUT /bucket/k?partNumber=7&uploadId=u%2B%2F%3D HTTP/1.1")


def test_checking_existence(ask, server):
    server.steps.append(b'HTTP/1.1 200 OK\r\nETag: "e"\r\nContent-Length: 99\r\n\r\n')
    fields = ask(server, lambda one: one.head_object("bucket", "k", "v 1", checksum=True))
    assert (fields["ETag"], fields["ContentLength"]) == ('"e"', 99)
    assert server.heads[0].startswith(b"HEAD /bucket/k?versionId=v%201 HTTP/1.1")
    assert b"x-amz-checksum-mode: ENABLED" in server.heads[0]


def test_a_line_is_used_again(ask, server):
    async def work(transport):
        for data in (SMALL, BIG, SMALL, BIG):
            await Sent(data).put(transport)

    ask(server, work)
    assert (server.connections, len(server.bodies)) == (1, 4)


def close_connection(sock):
    return False


def partial_response(sock):
    sock.sendall(OK[:10])
    return False


@pytest.mark.parametrize(
    ("step", "data"),
    [
        (BUSY, SMALL),
        (BUSY, BIG),
        (close_connection, SMALL),
        (close_connection, BIG),
        (partial_response, SMALL),
        (partial_response, BIG),
    ],
)
def test_a_retried_body_is_counted_once(ask, server, step, data):
    sent = Sent(data)
    server.steps += [step] * (TRIES - 1)
    assert ask(server, sent.put).etag == "e"
    assert len(server.heads) == TRIES
    assert sum(sent.changes) == len(data)


@pytest.mark.parametrize(
    ("step", "code"), [(BUSY, "503"), (refusal(500, "InternalError"), "InternalError")]
)
def test_retries_end(ask, server, step, code):
    sent = Sent(BIG)
    server.steps += [step] * 9
    with pytest.raises(AppError) as caught:
        ask(server, sent.put)
    assert (caught.value.code, len(server.heads), sum(sent.changes)) == (code, TRIES, 0)


def test_retries_end_without_a_response(ask, server):
    sent = Sent(SMALL)
    server.steps += [close_connection] * 9
    with pytest.raises(AppError) as caught:
        ask(server, sent.put)
    assert (caught.value.code, len(server.heads), sum(sent.changes)) == (
        "ConnectionClosedError",
        TRIES,
        0,
    )


def test_a_client_error_is_not_retried(ask, server):
    server.steps.append(refusal(412, "PreconditionFailed"))
    with pytest.raises(AppError) as caught:
        ask(server, Sent(BIG).put)
    assert (caught.value.code, len(server.heads)) == ("PreconditionFailed", 1)
    cause: Any = caught.value.__cause__
    assert cause.response["ResponseMetadata"]["RetryAttempts"] == 0


def test_nobody_listens(ask):
    with serving() as server:
        pass
    with pytest.raises(AppError) as caught:
        ask(server, Sent(SMALL).put)
    assert caught.value.code == "EndpointConnectionError"


def test_an_error_while_sending_a_large_body(ask, server):
    def refuse(sock):
        sock.sendall(refusal(403, "AccessDenied"))
        return False

    sent = Sent(BIG * 8)
    server.steps.append(refuse)
    with pytest.raises(AppError) as caught:
        ask(server, sent.put)
    assert sum(sent.changes) == 0
    assert caught.value.code in ("AccessDenied", "ConnectionClosedError")


def test_cancellation_while_sending_a_large_body(ask, server):
    stop = Cancellation()

    def take_some(sock):
        sock.recv(65536)
        stop.set()
        while sock.recv(65536):
            pass
        return False

    sent = Sent(BIG * 8, stop)
    server.steps.append(take_some)
    with pytest.raises(Cancelled):
        ask(server, sent.put)
    assert sum(sent.changes) == 0
    assert len(server.heads) == 1


@BODIES
def test_cancellation_before_sending(ask, server, data):
    stop = Cancellation()
    stop.set()
    with pytest.raises(Cancelled):
        ask(server, Sent(data, stop).put)
    assert server.heads == []


@BODIES
def test_the_response_to_a_canceled_request_counts(ask, server, data):
    async def work(transport):
        task = asyncio.create_task(Sent(data).put(transport))
        while not server.heads:
            await asyncio.sleep(0)
        task.cancel()
        return await task

    assert ask(server, work).etag == "e"


def test_an_unreadable_date_is_none(ask, server):
    server.steps.append(b"HTTP/1.1 200 OK\r\nLast-Modified: yesterday\r\nETag: e\r\n\r\n")
    fields = ask(server, lambda one: one.head_object("bucket", "k"))
    assert (fields["LastModified"], fields["ETag"]) == (None, "e")


def test_an_unreadable_response(ask, server):
    server.steps += [b"HTTP/1.1 \xb2\xb2\xb2 OK\r\n\r\n"] * TRIES
    with pytest.raises(AppError) as caught:
        ask(server, lambda one: one.head_object("bucket", "k"))
    assert caught.value.code == "HTTPClientError"


def test_a_key_that_cannot_be_sent(ask, server):
    with pytest.raises(AppError):
        ask(server, lambda one: one.put_object("bucket", "\udce4", Body(SMALL), {}))
