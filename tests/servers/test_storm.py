"""The storm before the servers: honest in good weather, and each fault is what its name says."""

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

from tests.servers.server import Server
from tests.servers.storm import REFUSALS, Fault, Stage, evenly

pytestmark = pytest.mark.contract

MANY = 64 * 1024


@pytest.fixture
def before(storm, new_bucket):
    """A storm before a server with a bucket: the storm, its client, and names for a request."""

    def make(server):
        outage_kind = storm(server)
        return (
            outage_kind,
            outage_kind.server.client("s3"),
            {"Bucket": new_bucket(server), "Key": "k ä/+"},
        )

    return make


@pytest.fixture
def here(before, moto_server):
    return before(moto_server)


def test_good_outage_changes_nothing(before, any_server):
    outage_kind, s3, names = before(any_server)
    s3.put_object(**names, Body=b"x" * MANY, Metadata={"a": "b c"})
    answer = s3.get_object(**names)
    assert (answer["Body"].read(), answer["Metadata"]) == (b"x" * MANY, {"a": "b c"})
    assert s3.head_object(**names)["ContentLength"] == MANY
    assert s3.list_objects_v2(Bucket=names["Bucket"])["KeyCount"] == 1
    s3.delete_object(**names)
    assert (outage_kind.counts.total(), outage_kind.mishaps) == (0, [])


def test_signatures_stay_valid(before, seaweedfs):
    outage_kind, _, names = before(seaweedfs)
    url = outage_kind.server.endpoint_url
    forger = Server("forger", url, url, secret_key="wrong")
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        forger.client("s3").put_object(**names, Body=b"x")
    forger.close()


def test_a_body_in_chunks_passes(here):
    outage_kind, s3, names = here
    where = urlsplit(outage_kind.server.endpoint_url).netloc
    with closing(HTTPConnection(where, timeout=10)) as connection:
        path = f"/{names['Bucket']}/chunks"
        connection.request("PUT", path, iter([b"ab", b"cde"]), encode_chunked=True)
        assert connection.getresponse().status == 200
    assert s3.get_object(Bucket=names["Bucket"], Key="chunks")["Body"].read() == b"abcde"


def struck(here, fault):
    """PutObject with this fault for certain; returns the error."""
    outage_kind, s3, names = here
    outage_kind.rates = {fault: 1.0}
    with pytest.raises((ClientError, BotoCoreError)) as caught:
        s3.put_object(**names, Body=b"x" * MANY)
    outage_kind.clear()
    assert outage_kind.counts == {fault: 1}
    return caught.value


def is_stored(here):
    _, s3, names = here
    return s3.list_objects_v2(Bucket=names["Bucket"])["KeyCount"] == 1


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.UNREAD, Fault.HALF_READ])
def test_what_is_cut_early_is_not_done(here, fault):
    assert isinstance(struck(here, fault), ConnectionClosedError | EndpointConnectionError)
    assert not is_stored(here)


def test_what_is_cut_late_is_done(here):
    assert isinstance(struck(here, Fault.ANSWER_LOST), ConnectionClosedError)
    assert is_stored(here)


def test_a_truncated_answer_ends_in_mid_sentence(here):
    outage_kind, s3, names = here
    s3.put_object(**names, Body=b"x" * MANY)
    outage_kind.rates = {Fault.TRUNCATED: 1.0}
    with pytest.raises(BotoCoreError):
        s3.get_object(**names)["Body"].read()
    assert outage_kind.forwarded == 2


@pytest.mark.parametrize("fault", REFUSALS)
def test_s3_refuses_in_its_own_words(here, fault):
    answer = struck(here, fault).response
    assert answer["Error"]["Code"] == fault.value
    assert answer["Error"]["Message"].endswith(".")
    assert not is_stored(here)


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [("kms", "list_aliases", "ThrottlingException"), ("sts", "get_caller_identity", "SlowDown")],
)
def test_other_services_refuse_in_theirs(here, service, operation, code):
    outage_kind, _, _ = here
    outage_kind.rates = {Fault.SLOW_DOWN: 1.0}
    with pytest.raises(ClientError, match=code):
        getattr(outage_kind.server.client(service), operation)()


def test_a_head_is_refused_without_a_body(here):
    outage_kind, s3, names = here
    outage_kind.rates = {Fault.SLOW_DOWN: 1.0}
    with pytest.raises(ClientError, match="503"):
        s3.head_object(**names)


def test_a_delay_is_only_a_delay(here):
    outage_kind, s3, names = here
    outage_kind.rates = {Fault.DELAYED: 1.0}
    s3.put_object(**names, Body=b"x")
    assert outage_kind.counts == {Fault.DELAYED: 1}


def test_a_blackout_refuses_until_it_is_lifted(here):
    outage_kind, s3, names = here
    s3.put_object(**names, Body=b"x")
    outage_kind.blackout()
    with pytest.raises((EndpointConnectionError, ConnectionClosedError)):
        s3.head_object(**names)
    outage_kind.lift()
    assert s3.head_object(**names)["ContentLength"] == 1


def test_the_watcher_sees_before_and_after(here, moto_server):
    outage_kind, s3, names = here
    seen = []

    def watch(one):
        listed = moto_server.client("s3").list_objects_v2(Bucket=names["Bucket"])
        seen.append((one.number, one.method, one.stage, listed["KeyCount"]))

    outage_kind.watcher = watch
    s3.put_object(**names, Body=b"x")
    assert seen == [(1, "PUT", Stage.ARRIVED, 0), (1, "PUT", Stage.DONE, 1)]


def test_the_same_seed_is_the_same_outage(storm, moto_server):
    def faults():
        outage_kind = storm(moto_server, seed=7)
        outage_kind.rates = evenly(0.5)
        return [outage_kind._drawn() for _ in range(100)]

    drawn = faults()
    assert drawn == faults()
    assert drawn.count(None) in range(30, 80)
    assert len(set(drawn)) == len(Fault)  # all but REFUSED, and none


def test_a_server_that_is_not_there_is_a_mishap(here):
    outage_kind, s3, names = here
    outage_kind.upstream = Server("gone", "http://127.0.0.1:9", "http://127.0.0.1:9")
    with pytest.raises(BotoCoreError):
        s3.head_object(**names)
    assert len(outage_kind.mishaps) == 1
    outage_kind.mishaps.clear()
