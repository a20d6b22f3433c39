"""Tunnels through proxies that don't behave."""

from __future__ import annotations

import socket
import ssl

import pytest

from s3enc_gui.s3.transport.http import endpoint as module
from s3enc_gui.s3.transport.http.endpoint import Endpoint
from s3enc_gui.s3.transport.http.proxy import Proxy
from s3enc_gui.s3.transport.http.tunnel import ProxyFailed
from tests.s3.transport.http.server import serving
from tests.s3.transport.http.sockets import on_loop
from tests.servers.proxy import proxying


@pytest.mark.parametrize(
    ("url", "proxy", "shown"),
    [
        ("http://proxy", Proxy("http", "proxy", 80), "http://proxy:80"),
        ("proxy:3128", Proxy("http", "proxy", 3128), "http://proxy:3128"),
        ("//proxy:3128", Proxy("http", "proxy", 3128), "http://proxy:3128"),
        ("https://proxy/", Proxy("https", "proxy", 443), "https://proxy:443"),
        ("http://[::1]:8080", Proxy("http", "::1", 8080), "http://[::1]:8080"),
        ("http://a:b@proxy:1", Proxy("http", "proxy", 1, "Basic YTpi"), "http://proxy:1"),
        ("http://a@proxy:1", Proxy("http", "proxy", 1, "Basic YTo="), "http://proxy:1"),
        (
            "http://%C3%A4:%40@proxy:1",
            Proxy("http", "proxy", 1, "Basic w6Q6QA=="),
            "http://proxy:1",
        ),
    ],
)
def test_addresses_of_proxies(url, proxy, shown):
    assert Proxy.parse(url) == proxy
    assert proxy.url == shown
    assert not proxy.authorization or proxy.authorization not in repr(proxy)


@pytest.mark.parametrize("url", ["", "http://", "ftp://proxy", "http://proxy:x", "http://p:99999"])
def test_addresses_that_are_none(url):
    with pytest.raises(ValueError, match=r"proxy|Port|port|digit"):
        Proxy.parse(url)


def test_the_requests_to_a_proxy():
    proxy = Proxy.parse("http://a:b@proxy:1")
    assert proxy.connect_request("::1", 443) == (
        b"CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\nProxy-Authorization: Basic YTpi\r\n\r\n"
    )
    head = b"PUT /b/k?x=1 HTTP/1.1\r\nHost: s3:9000\r\n\r\n"
    assert proxy.forwarded(head, "http://s3:9000") == (
        b"PUT http://s3:9000/b/k?x=1 HTTP/1.1\r\nProxy-Authorization: Basic YTpi\r\n"
        b"Host: s3:9000\r\n\r\n"
    )


def through(server, trusting, answer):
    """Connect through a scripted proxy."""
    server.steps.append(answer)
    proxy = Proxy("http", "localhost", server.port)
    return on_loop(Endpoint("https", "s3.example.org", trusting, proxy).connect())


def hang_up(sock):
    sock.shutdown(socket.SHUT_RDWR)
    return False


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", 407, "Tunnel connection failed"),
        (b"HTTP/1.0 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", 503, "503 Busy"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", 0, "isn't HTTP"),
        (b"HTTP/1.1 200 OK\r\n\r\n<html>", 0, "before the server"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"a" * 70_000, 0, "too long"),
        (hang_up, 0, "closed"),
    ],
    ids=["407", "503", "garbage", "more", "long", "closed"],
)
def test_no_tunnel(trusting, answer, status, words):
    with serving() as server, pytest.raises(ProxyFailed, match=words) as caught:
        through(server, trusting, answer)
    assert caught.value.status == status


def test_a_silent_proxy(trusting, monkeypatch):
    monkeypatch.setattr(module, "CONNECT_TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = Proxy("http", "127.0.0.1", listener.getsockname()[1])
        with pytest.raises(ProxyFailed, match="timed out"):
            on_loop(Endpoint("https", "s3.example.org", trusting, proxy).connect())


def test_a_proxy_whose_name_has_no_address(trusting):
    proxy = Proxy("http", "proxy.invalid", 3128)
    with pytest.raises(ProxyFailed):
        on_loop(Endpoint("https", "s3.example.org", trusting, proxy).connect())


def test_a_certificate_that_does_not_fit_is_the_servers(server_context, trusting):
    with serving(server_context("other.example.org")) as server, proxying() as proxy:
        there = Proxy("http", "localhost", proxy.port)
        with pytest.raises(ssl.SSLCertVerificationError):
            on_loop(Endpoint("https", f"localhost:{server.port}", trusting, there).connect())


def test_the_proxy_resolves_the_servers_name(server_context, trusting, monkeypatch):
    asked_for = []
    find = socket.getaddrinfo

    def counted(host, *arguments, **more):
        asked_for.append(host)
        return find(host, *arguments, **more)

    with serving(server_context("127.0.0.1")) as server, proxying() as proxy:
        monkeypatch.setattr(socket, "getaddrinfo", counted)
        there = Proxy("http", "localhost", proxy.port)
        endpoint = Endpoint("https", f"127.0.0.1:{server.port}", trusting, there)
        on_loop(endpoint.connect()).close()
    assert asked_for[0] == "localhost"
    assert proxy.tunnels == [f"127.0.0.1:{server.port}"]


class AtOnce(ssl.SSLContext):
    """Checks the certificate when it wraps a socket, as truststore's."""

    def wrap_socket(self, sock, *arguments, **more):
        assert more.get("do_handshake_on_connect", True)
        secure = super().wrap_socket(sock, *arguments, **more)
        assert secure.getpeercert()
        return secure


def test_contexts_that_check_certificates_at_once(server_context, authority):
    context = AtOnce(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    with serving(server_context("localhost")) as server:
        endpoint = Endpoint("https", f"localhost:{server.port}", context)
        sock = on_loop(endpoint.connect())
        assert sock.gettimeout() == 0
        sock.close()
    with serving(server_context("other")) as server:
        endpoint = Endpoint("https", f"localhost:{server.port}", context)
        with pytest.raises(ssl.SSLCertVerificationError):
            on_loop(endpoint.connect())
