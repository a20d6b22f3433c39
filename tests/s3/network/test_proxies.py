"""Both transports through a real proxy on loopback, to a server with a private authority."""

from __future__ import annotations

import asyncio
import logging
import ssl
from typing import Any

import pytest
import trustme
from botocore.exceptions import ProxyConnectionError

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.transient_errors import outage_kind_of
from s3enc_gui.s3.network.settings import network
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.session.session_source import SessionSource
from s3enc_gui.s3.transport import fast_transport
from s3enc_gui.s3.transport.interface import Body
from tests.s3.transport.http.server import serving
from tests.s3.transport.http.sockets import on_loop
from tests.servers.proxy import proxying

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
PASSWORD = "p@ss:w/örd #1"
ENCODED = "p%40ss%3Aw%2F%C3%B6rd%20%231"
TRANSPORTS = [AwsSession.fast_transport, AwsSession.botocore_transport]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(fast_transport, "PAUSE", 0.0)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)


@pytest.fixture(autouse=True)
def reset():
    yield
    network.read_from(NetworkSettings)


@pytest.fixture(params=["https", "http"])
def server(request, tmp_path):
    """A server; `url` and `ca_bundle` are attributes."""
    context = None
    if request.param == "https":
        authority = trustme.CA()
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
    with serving(context) as server:
        server.url = f"{request.param}://localhost:{server.port}"  # type: ignore[attr-defined]
        server.ca_bundle = str(tmp_path / "ca.pem") if context else None  # type: ignore[attr-defined]
        yield server


@pytest.fixture(params=TRANSPORTS, ids=["fast", "botocore"])
def head(request, server):
    """Return `head()`, which sends HeadObject, and PutObject with a body."""

    def head(body=b"", session=None):
        connection = Connection(
            endpoint_url=server.url, region="eu-west-1", ca_bundle=server.ca_bundle
        )
        aws_session = session or AwsSession(connection, SessionSource(KEYS))

        async def work():
            transport = request.param(aws_session, "eu-west-1")
            try:
                async with asyncio.timeout(30):
                    if body:
                        return await transport.put_object("b", "k", Body(body), {})
                    return await transport.head_object("b", "k")
            finally:
                aws_session.close_transports()

        try:
            return on_loop(work())
        finally:
            aws_session.close()

    return head


@pytest.fixture
def use(monkeypatch):
    """Return `use(address, credentials)`, which sets the variables."""

    def use(address, credentials=""):
        url = f"http://{credentials}{'@' if credentials else ''}{address}"
        for name in ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
            monkeypatch.setenv(name, url)

    return use


def went_through(proxy, server):
    found = proxy.tunnels or [one.split(" ")[1] for one in proxy.requests]
    return found == ([f"localhost:{server.port}"] if server.ca_bundle else [f"{server.url}/b/k"])


def test_requests_go_through_the_proxy_with_user_and_password(head, server, use):
    with proxying("ü ser", PASSWORD) as proxy:
        use(proxy.address, f"%C3%BC%20ser:{ENCODED}")
        assert head()["ETag"] == '"e"'
        assert went_through(proxy, server)
    assert proxy.denied == 0
    assert b"roxy-" not in server.heads[0]  # the password isn't for the server


def test_a_large_body_goes_through_the_proxy(head, server, use):
    body = bytes(range(256)) * 4096 * 9
    with proxying("user", PASSWORD) as proxy:
        use(proxy.address, f"user:{ENCODED}")
        head(body)
        assert went_through(proxy, server)
    assert server.bodies == [body]


def test_a_user_without_a_password(head, server, use):
    with proxying("user", "") as proxy:
        use(proxy.address, "user")
        head()
        assert went_through(proxy, server)


def test_a_proxy_without_authentication(head, server, use):
    with proxying() as proxy:
        use(proxy.address)
        head()
        assert went_through(proxy, server)


@pytest.mark.parametrize("credentials", ["", f"user:{ENCODED}2"])
def test_a_wrong_password_is_said_and_tried_once(head, server, use, credentials):
    """Accounts may be locked after a few attempts."""
    with proxying("user", PASSWORD) as proxy:
        use(proxy.address, credentials)
        with pytest.raises(AppError) as caught:
            head()
        assert proxy.denied == 1
    assert caught.value.code == "ProxyAuthenticationRequired"
    title, detail, _ = map(str, caught.value.texts)
    assert title == "The proxy wants a user name and password"
    assert proxy.address in detail
    assert ENCODED not in detail
    assert outage_kind_of(caught.value) is OutageKind.PROXY
    assert server.connections == 0


@pytest.mark.parametrize(
    ("status", "code", "kind", "server"),
    [
        (403, "ProxyRefused", None, "https"),
        (502, "ServerBehindProxyError", OutageKind.OFFLINE, "https"),
    ],
    indirect=["server"],
)
def test_a_proxy_that_opens_no_tunnel(head, use, status, code, kind):
    with proxying() as proxy:
        proxy.refusal = status
        use(proxy.address)
        with pytest.raises(AppError) as caught:
            head()
    assert (caught.value.code, outage_kind_of(caught.value)) == (code, kind)
    assert str(status) in str(caught.value.texts[1])


def test_a_proxy_that_is_not_running(head, use):
    with proxying() as proxy:
        address = proxy.address
    use(address, f"user:{ENCODED}")
    with pytest.raises(AppError) as caught:
        head()
    assert caught.value.code == "ProxyConnectionError"
    assert isinstance(caught.value.__cause__, ProxyConnectionError)
    assert ENCODED not in "".join(map(str, caught.value.texts))
    assert outage_kind_of(caught.value) is OutageKind.OFFLINE


@pytest.mark.parametrize("address", [":3128", "proxy:port", "socks5://localhost:1"])
def test_an_address_that_is_none(head, monkeypatch, address):
    for name in ("https_proxy", "http_proxy"):
        monkeypatch.setenv(name, address)
    with pytest.raises(AppError) as caught:
        head()
    assert caught.value.code == "InvalidProxy"


def test_no_proxy_is_honored(head, server, use, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "localhost")
    use("localhost:1")
    assert head()["ETag"] == '"e"'


def test_the_proxy_of_the_settings(head, server, monkeypatch):
    monkeypatch.setattr("s3enc_gui.s3.network.proxies._is_this_computer", lambda _: False)
    monkeypatch.setenv("https_proxy", "http://localhost:1")
    monkeypatch.setenv("http_proxy", "http://localhost:1")
    with proxying("user", PASSWORD) as proxy:
        network.read_from(lambda: NetworkSettings(ProxyUse.MANUAL, proxy.address, "user", PASSWORD))
        assert head()["ETag"] == '"e"'
        assert went_through(proxy, server)


def test_this_computer_is_not_reached_through_the_proxy_of_the_settings(head):
    network.read_from(lambda: NetworkSettings(ProxyUse.MANUAL, "localhost:1"))
    assert head()["ETag"] == '"e"'


def test_no_proxy_at_all(head, use):
    use("localhost:1")
    network.read_from(lambda: NetworkSettings(ProxyUse.NONE))
    assert head()["ETag"] == '"e"'


def test_the_ca_bundle_of_the_settings(head, server):
    bundle, server.ca_bundle = server.ca_bundle, None
    network.read_from(lambda: NetworkSettings(ca_bundle=bundle))
    assert head()["ETag"] == '"e"'


def test_each_scheme_has_a_proxy_of_its_own(head, server, monkeypatch):
    with proxying("user", PASSWORD) as proxy:
        for name, password in (("http", "wrong"), ("https", "wrong"), (server.url[:5], ENCODED)):
            name = f"{name.rstrip(':')}_proxy"
            monkeypatch.setenv(name, f"http://user:{password}@{proxy.address}")
        assert head()["ETag"] == '"e"'
        assert proxy.denied == 0


def test_nothing_logged_has_the_password(head, use, caplog):
    caplog.set_level(logging.DEBUG)
    with proxying("user", PASSWORD) as proxy:
        use(proxy.address, f"user:{ENCODED}")
        head()
    assert caplog.records
    assert ENCODED not in caplog.text
    assert PASSWORD not in caplog.text


def test_clients_of_the_credential_chain_use_the_same_network(use):
    """Such as that of STS, with which botocore assumes a role."""
    use("localhost:1")
    aws_session = AwsSession(Connection(region="eu-west-1"), SessionSource(KEYS))
    client: Any = aws_session._session.create_client("sts", region_name="eu-west-1")
    proxy = client._endpoint.http_session.proxy_for(client.meta.endpoint_url)
    assert proxy is not None
    assert proxy.url == "http://localhost:1"
    client.close()
    aws_session.close()
