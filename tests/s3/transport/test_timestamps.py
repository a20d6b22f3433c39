from __future__ import annotations

from datetime import UTC, datetime

import boto3
import pytest
from botocore.utils import parse_timestamp

from s3enc_gui.s3.transport.timestamps import parse_timestamps_quickly, timestamp


@pytest.mark.parametrize(
    "text",
    [
        "2030-01-01T00:00:00.000Z",
        "2030-01-01T00:00:00Z",
        "2026-03-29T02:30:00.123456Z",
        "2026-03-29T02:30:00+02:00",
        "Tue, 01 Jan 2030 00:00:00 GMT",
        "1893456000",
        1893456000,
        1893456000.5,
    ],
)
def test_it_reads_what_botocore_reads(text):
    assert timestamp(text) == parse_timestamp(text)


def test_utc_is_utc():
    assert timestamp("2030-01-01T00:00:00.000Z") == datetime(2030, 1, 1, tzinfo=UTC)
    found = timestamp("2030-01-01T00:00:00.000Z")
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2030-13-01T00:00:00Z", "Z", "0001-01-01T00:00:00Z", 1e30, -1e30]
)
def test_what_is_no_time_is_not_known(text):
    assert timestamp(text) is None


def test_the_clients_of_a_session_parse_timestamps_quickly(moto_server):
    session = boto3.Session("test", "test", region_name="us-east-1")
    parse_timestamps_quickly(session._session)
    client = session.client("s3", endpoint_url=moto_server.endpoint_url)
    client.create_bucket(Bucket="timestamps")
    (bucket,) = (one for one in client.list_buckets()["Buckets"] if one["Name"] == "timestamps")
    assert bucket["CreationDate"].tzinfo is UTC
    client.delete_bucket(Bucket="timestamps")
    client.close()
