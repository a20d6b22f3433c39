from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any

import pytest
import trustme
from botocore.exceptions import ClientError, ConnectionClosedError, ConnectTimeoutError, SSLError

from s3enc_gui.s3.errors.translation import app_error, may_have_arrived
from s3enc_gui.s3.errors.wrong_scheme import HttpsRequired, NoHttps, WrongScheme
from s3enc_gui.s3.server import endpoint_scheme as module
from s3enc_gui.s3.server.endpoint_scheme import EndpointScheme, speaks_tls

URL = "http://s3.example.org:9000"
ID = {"x-amz-request-id": "1"}
NGINX = b"<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>"
WRONG_VERSION = SSLError(
    endpoint_url=URL,
    error=ssl.SSLError("[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)"),
)


def used(url, status, headers, body=b""):
    """Return the URL to use instead; None where the response doesn't say so."""
    try:
        EndpointScheme(url).check(status, headers, body)
    except WrongScheme as error:
        return error.use
    return None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("marks", [{}, ID])
def test_a_redirect_to_https(status, marks):
    headers = {"location": "https://s3.example.org/b/k", **marks}
    assert used(URL, status, headers) == "https://s3.example.org"


@pytest.mark.parametrize(
    ("url", "location", "use"),
    [
        (URL, "https://S3.Example.org:9443/b/k", "https://s3.example.org:9443"),
        (URL, "https://b.s3.example.org/k", "https://s3.example.org"),
        ("http://s3.example.org", "https://s3.example.org/b", "https://s3.example.org"),
        ("http://h/s3", "https://h/s3/b/k", "https://h/s3"),
        ("http://[::1]:9000", "https://[::1]:9443/b", "https://[::1]:9443"),
        (URL, "https://s3.example.org:port/b/k", "https://s3.example.org"),
    ],
)
def test_the_url_to_use(url, location, use):
    assert used(url, 301, {"location": location}) == use


@pytest.mark.parametrize(
    ("url", "status", "headers", "body"),
    [
        (URL, 301, {"location": "http://s3.example.org/b/k"}, b""),
        (URL, 302, {"location": "https://sign-in.example.com/?to=s3.example.org"}, b""),
        (URL, 302, {"location": "https://evils3.example.org/"}, b""),
        (URL, 307, ID, b"<Error><Code>TemporaryRedirect</Code></Error>"),
        (URL, 200, {"location": "https://s3.example.org/b/k"}, b""),
        ("https://s3.example.org", 302, {"location": "https://s3.example.org/b"}, b""),
        (URL, 400, ID, b"<Error><Message>" + NGINX + b"</Message></Error>"),
        ("https://s3.example.org", 400, {}, NGINX),
        (URL, 403, {}, NGINX),
        (URL, 400, {}, b"<Error><Code>InvalidArgument</Code></Error>"),
    ],
)
def test_other_responses(url, status, headers, body):
    assert used(url, status, headers, body) is None


@pytest.mark.parametrize(
    "body",
    [
        NGINX,
        b"Client sent an HTTP request to an HTTPS server.\n",
        b"<p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
        b"Bad Request\r\nThis combination of host and port requires TLS.\r\n",
    ],
)
@pytest.mark.parametrize(("url", "port"), [(URL, 9000), ("http://s3.example.org", 80)])
def test_pages_of_tls_ports(body, url, port):
    assert used(url, 400, {"content-type": "text/html"}, body) == f"https://s3.example.org:{port}"


def test_the_request_was_not_executed():
    cause = HttpsRequired(endpoint_url=URL, use="https://s3.example.org", reason="redirected")
    error = app_error(cause)
    error.__cause__ = cause
    assert not may_have_arrived(error)


# --- errors -----------------------------------------------------------------------------------


def explained(error, url):
    """Return the error that explains an error of an endpoint."""
    return asyncio.run(EndpointScheme(url).explained(error))


def test_https_for_a_port_without_tls():
    found = explained(WRONG_VERSION, "https://s3.example.org:9000")
    assert isinstance(found, NoHttps)
    assert found.use == URL


def test_an_untrusted_certificate_is_another_error():
    cause = ssl.SSLError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    error = SSLError(endpoint_url="https://s3.example.org", error=cause)
    assert explained(error, "https://s3.example.org") is error


def test_an_endpoint_that_responded_has_the_right_scheme():
    scheme = EndpointScheme("https://s3.example.org")
    scheme.note_response()
    assert asyncio.run(scheme.explained(WRONG_VERSION)) is WRONG_VERSION


@contextmanager
def listening(context=None):
    """Return the URL of a port that ends each connection, after a TLS handshake with `context`."""

    def serve():
        with suppress(OSError):
            while True:
                sock, _ = listener.accept()
                with suppress(OSError):
                    if context:
                        context.wrap_socket(sock, server_side=True).close()
                sock.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture
def context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


def closed(url):
    return ConnectionClosedError(endpoint_url=url)


def anonymous_400():
    return response_error(400, {"server": "nginx"})


def response_error(status, headers):
    response: Any = {"ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": headers}}
    return ClientError(response, "HeadObject")


def test_a_port_that_closes_and_speaks_tls(context):
    with listening(context) as url:
        for error in (closed(url), anonymous_400()):
            found = explained(error, url)
            assert isinstance(found, HttpsRequired)
            assert found.use == url.replace("http:", "https:")


def test_a_port_that_closes_is_asked_once(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "speaks_tls", lambda *where: asked.append(where))
    scheme, error = EndpointScheme(URL), closed(URL)
    assert [asyncio.run(scheme.explained(error)) for _ in range(3)] == [error] * 3
    assert asked == [("s3.example.org", 9000)]


def test_no_connection_goes_around_a_proxy(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.org:3128")
    monkeypatch.setattr(module, "speaks_tls", lambda *_: pytest.fail("It was asked"))
    error = closed(URL)
    assert explained(error, URL) is error


@pytest.mark.parametrize(
    "error",
    [
        response_error(400, ID),
        response_error(403, {}),
        ConnectTimeoutError(endpoint_url=URL),
        ValueError("invalid"),
    ],
)
def test_errors_with_other_reasons(error, monkeypatch):
    monkeypatch.setattr(module, "speaks_tls", lambda *_: pytest.fail("It was asked"))
    assert explained(error, URL) is error


def test_whether_a_port_speaks_tls(context):
    with listening(context) as url:
        assert speaks_tls("127.0.0.1", int(url.rpartition(":")[2]))
    with listening() as url:
        assert not speaks_tls("127.0.0.1", int(url.rpartition(":")[2]))
    assert not speaks_tls("127.0.0.1", int(url.rpartition(":")[2]))  # nobody listens


def test_a_refused_handshake_is_tls(context):
    context.sni_callback = lambda *_: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    with listening(context) as url:
        assert speaks_tls("127.0.0.1", int(url.rpartition(":")[2]))
