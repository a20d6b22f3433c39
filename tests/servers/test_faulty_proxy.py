"""The faulty proxy: forwards unchanged without faults, and injects each fault as named."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
)

from tests.servers.faulty_proxy import REFUSALS, ProxyFault, Stage, evenly
from tests.servers.server import Server

pytestmark = pytest.mark.contract

MANY = 64 * 1024


@pytest.fixture
def before(faulty_proxy, new_bucket):
    """A proxy before a server with a bucket: the proxy, a client, and parameters of a request."""

    def make(server):
        proxy = faulty_proxy(server)
        return (
            proxy,
            proxy.server.client("s3"),
            {"Bucket": new_bucket(server), "Key": "k ä/+"},
        )

    return make


@pytest.fixture
def here(before, moto_server):
    return before(moto_server)


def test_without_faults_nothing_changes(before, any_server):
    proxy, s3, names = before(any_server)
    s3.put_object(**names, Body=b"x" * MANY, Metadata={"a": "b c"})
    response = s3.get_object(**names)
    assert (response["Body"].read(), response["Metadata"]) == (b"x" * MANY, {"a": "b c"})
    assert s3.head_object(**names)["ContentLength"] == MANY
    assert s3.list_objects_v2(Bucket=names["Bucket"])["KeyCount"] == 1
    s3.delete_object(**names)
    assert (proxy.counts.total(), proxy.mishaps) == (0, [])


def test_signatures_stay_valid(before, seaweedfs):
    proxy, _, names = before(seaweedfs)
    url = proxy.server.endpoint_url
    other = Server("other", url, url, secret_key="wrong")
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        other.client("s3").put_object(**names, Body=b"x")
    other.close()


def test_a_body_in_chunks_passes(here):
    proxy, s3, names = here
    where = urlsplit(proxy.server.endpoint_url).netloc
    with closing(HTTPConnection(where, timeout=10)) as connection:
        path = f"/{names['Bucket']}/chunks"
        connection.request("PUT", path, iter([b"ab", b"cde"]), encode_chunked=True)
        assert connection.getresponse().status == 200
    assert s3.get_object(Bucket=names["Bucket"], Key="chunks")["Body"].read() == b"abcde"


def put_with(here, fault):
    """PutObject with this fault; returns the error."""
    proxy, s3, names = here
    proxy.rates = {fault: 1.0}
    with pytest.raises((ClientError, BotoCoreError)) as caught:
        s3.put_object(**names, Body=b"x" * MANY)
    proxy.clear()
    assert proxy.counts == {fault: 1}
    return caught.value


def is_stored(here):
    _, s3, names = here
    return s3.list_objects_v2(Bucket=names["Bucket"])["KeyCount"] == 1


@pytest.mark.parametrize("fault", [ProxyFault.REFUSED, ProxyFault.UNREAD, ProxyFault.HALF_READ])
def test_a_connection_closed_early(here, fault):
    assert isinstance(put_with(here, fault), ConnectionClosedError | EndpointConnectionError)
    assert not is_stored(here)


def test_a_lost_response(here):
    assert isinstance(put_with(here, ProxyFault.ANSWER_LOST), ConnectionClosedError)
    assert is_stored(here)


def test_a_truncated_response(here):
    proxy, s3, names = here
    s3.put_object(**names, Body=b"x" * MANY)
    proxy.rates = {ProxyFault.TRUNCATED: 1.0}
    with pytest.raises(BotoCoreError):
        s3.get_object(**names)["Body"].read()
    assert proxy.forwarded == 2


@pytest.mark.parametrize("fault", REFUSALS)
def test_errors_of_s3(here, fault):
    response = put_with(here, fault).response
    assert response["Error"]["Code"] == fault.value
    assert response["Error"]["Message"].endswith(".")
    assert not is_stored(here)


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [("kms", "list_aliases", "ThrottlingException"), ("sts", "get_caller_identity", "SlowDown")],
)
def test_errors_of_other_services(here, service, operation, code):
    proxy, _, _ = here
    proxy.rates = {ProxyFault.SLOW_DOWN: 1.0}
    with pytest.raises(ClientError, match=code):
        getattr(proxy.server.client(service), operation)()


def test_a_head_error_has_no_body(here):
    proxy, s3, names = here
    proxy.rates = {ProxyFault.SLOW_DOWN: 1.0}
    with pytest.raises(ClientError, match="503"):
        s3.head_object(**names)


def test_a_delay_is_only_a_delay(here):
    proxy, s3, names = here
    proxy.rates = {ProxyFault.DELAYED: 1.0}
    s3.put_object(**names, Body=b"x")
    assert proxy.counts == {ProxyFault.DELAYED: 1}


def test_a_blackout(here):
    proxy, s3, names = here
    s3.put_object(**names, Body=b"x")
    proxy.blackout()
    with pytest.raises((EndpointConnectionError, ConnectionClosedError)):
        s3.head_object(**names)
    proxy.restore()
    assert s3.head_object(**names)["ContentLength"] == 1


def test_the_watcher_sees_before_and_after(here, moto_server):
    proxy, s3, names = here
    seen = []

    def watch(one):
        listed = moto_server.client("s3").list_objects_v2(Bucket=names["Bucket"])
        seen.append((one.number, one.method, one.stage, listed["KeyCount"]))

    proxy.watcher = watch
    s3.put_object(**names, Body=b"x")
    assert seen == [(1, "PUT", Stage.ARRIVED, 0), (1, "PUT", Stage.DONE, 1)]


def test_the_same_seed_injects_the_same_faults(faulty_proxy, moto_server):
    def faults():
        proxy = faulty_proxy(moto_server, seed=7)
        proxy.rates = evenly(0.5)
        return [proxy._draw() for _ in range(100)]

    drawn = faults()
    assert drawn == faults()
    assert drawn.count(None) in range(30, 80)
    assert len(set(drawn)) == len(ProxyFault)  # all but REFUSED, and none


def test_an_unreachable_server_is_a_mishap(here):
    proxy, s3, names = here
    proxy.upstream = Server("unreachable", "http://127.0.0.1:9", "http://127.0.0.1:9")
    with pytest.raises(BotoCoreError):
        s3.head_object(**names)
    assert len(proxy.mishaps) == 1
    proxy.mishaps.clear()
