"""No header that is sent holds a line end or another control character."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import pytest
from botocore.credentials import Credentials as Fixed

from s3enc_gui.aio.cancellation import Cancellation
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.server.endpoint_scheme import EndpointScheme
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.transport.botocore_transport import BotocoreTransport
from s3enc_gui.s3.transport.credentials import Credentials
from s3enc_gui.s3.transport.fast_transport import FastTransport
from s3enc_gui.s3.transport.interface import Body
from s3enc_gui.s3.transport.response_origin import ResponseOrigin
from tests.s3.transport.http.server import serving

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
EVIL = ["a\r\nx-evil: 1", "a\nb", "a\n b", "a\rb", "a\x00b", "a\x1bb", "a\x7fb"]


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture(params=["fast", "botocore"])
def put(request, server):
    """Return `put(parameters, token)`, which sends one object."""

    def put(parameters, token=None):
        connection = Connection(endpoint_url=f"http://localhost:{server.port}", region="eu-west-1")
        aws_session = AwsSession(connection, SessionSource(KEYS))
        client: Any = aws_session.s3()
        fixed = Fixed("key", "secret", token)

        async def run():
            if request.param == "fast":
                context, origin = ssl.create_default_context, ResponseOrigin()
                transport: Any = FastTransport(
                    client,
                    Credentials(fixed),
                    context,
                    origin,
                    EndpointScheme(client.meta.endpoint_url),
                )
            else:
                client._request_signer._credentials = fixed
                transport = BotocoreTransport(client)
            try:
                body = Body(b"some bytes", lambda _: None, Cancellation())
                return await transport.put_object("bucket", "key", body, parameters)
            finally:
                if request.param == "fast":
                    transport.close()

        try:
            return asyncio.run(run())
        finally:
            aws_session.close()

    return put


@pytest.mark.parametrize("value", EVIL)
def test_metadata(put, server, value):
    with pytest.raises(AppError) as caught:
        put({"Metadata": {"note": value}})
    assert caught.value.code == "InvalidHeader"
    assert "x-amz-meta-note" in str(caught.value)
    assert server.heads == []


@pytest.mark.parametrize("value", EVIL)
def test_a_session_token(put, server, value):
    with pytest.raises(AppError) as caught:
        put({}, token=value)
    assert caught.value.code == "InvalidHeader"
    assert "session token" in str(caught.value)
    assert server.heads == []


def test_a_header_of_one_object(put, server):
    with pytest.raises(AppError) as caught:
        put({"ContentType": "text/plain\r\nx-evil: 1"})
    assert "content-type" in str(caught.value).lower()
    assert server.heads == []


@pytest.mark.parametrize("value", ["a\tb", "a b"])
def test_blanks_within_a_value_are_sent(put, server, value):
    put({"Metadata": {"note": value}})
    assert f"x-amz-meta-note: {value}\r\n".encode() in server.heads[0]
