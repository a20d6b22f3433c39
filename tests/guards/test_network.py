from __future__ import annotations

import socket

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError

from tests.guards.network import is_local


@pytest.mark.parametrize("host", ["127.0.0.1", "127.5.5.5", "::1", "localhost", b"localhost", None])
def test_local(host):
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "s3.amazonaws.com", "::", "0.0.0.0", b"a.b"])  # noqa: S104
def test_not_local(host):
    assert not is_local(host)


def test_name_is_not_resolved():
    with pytest.raises(socket.gaierror, match=r"loopback only, not s3\.amazonaws\.com"):
        socket.getaddrinfo("s3.amazonaws.com", 443)


def test_address_is_not_reached():
    with socket.socket() as one, pytest.raises(ConnectionRefusedError, match="loopback only"):
        one.connect(("192.0.2.1", 443))


def test_loopback_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address, timeout=5) as one:
            assert one.getpeername() == address


def test_boto3_finds_no_network():
    session = boto3.Session("a", "b", region_name="eu-west-1")
    s3 = session.client("s3", config=Config(retries={"total_max_attempts": 1}))
    with pytest.raises(EndpointConnectionError):
        s3.list_buckets()
    s3.close()


def test_restriction_covers_the_run_and_is_undone(run_with):
    before = socket.getaddrinfo
    run_with(
        "network",
        """
        import pytest, socket
        with pytest.raises(OSError, match="loopback only"):
            socket.getaddrinfo("example.com", 80)
        def test_it():
            pass
        """,
        passed=1,
    )
    assert socket.getaddrinfo == before
