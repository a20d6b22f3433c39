"""Connections over IPv6 only, by both transports."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from dataclasses import replace
from threading import Thread
from urllib.parse import urlsplit

import pytest

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.jobs.listing.inspect_object import InspectObject

pytestmark = pytest.mark.contract


def pump(source, target):
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def port_of_ipv6(hostile):
    """A port of ::1 that leads to the server."""
    target = urlsplit(hostile.server.endpoint_url)
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("This computer has no IPv6")
    open_sockets, threads = [listener], []

    def accept():
        with suppress(OSError):
            while True:
                ours = listener.accept()[0]
                theirs = socket.create_connection((target.hostname, target.port))
                open_sockets.extend((ours, theirs))
                for pair in ((ours, theirs), (theirs, ours)):
                    threads.append(Thread(target=pump, args=pair))
                    threads[-1].start()

    thread = Thread(target=accept)
    thread.start()
    yield listener.getsockname()[1]
    for one in open_sockets:
        with closing(one), suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
    for each in (thread, *threads):
        each.join()


def look(harness, url):
    harness.connection = replace(harness.connection, endpoint_url=url, ipv6_only=True)
    return harness.run(InspectObject(harness.connection, Location("bucket", "a")))


def test_a_server_with_an_ipv6_address_is_reached(hostile, harness, port_of_ipv6):
    hostile.put("a", b"123")
    assert look(harness, f"http://[::1]:{port_of_ipv6}").size == 3


def test_a_server_without_one_is_not(hostile, harness):
    hostile.put("a", b"123")
    with pytest.raises(AppError) as caught:
        look(harness, hostile.server.endpoint_url)
    assert caught.value.code == "EndpointConnectionError"
    assert hostile.requests == []
