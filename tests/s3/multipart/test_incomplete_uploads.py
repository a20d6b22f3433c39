"""The list of incomplete uploads: unusual keys, entries and servers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.multipart.incomplete_uploads import IncompleteUploads, abort_incomplete_uploads
from s3enc_gui.s3.session.aws_session import AwsSession
from tests.servers.hostile import Answer, hostile_server, xml
from tests.servers.hostile.faults.registry import misbehave

KEYS = ["a b", "a+b", "a%20b", "a\x07b", "a\r\nb", "a\n", "a\ufffe", "a\uffff", "aé😀", "a<&>"]
FAULTS = [
    (),
    ("uploads-list-raw-control-characters",),
    ("uploads-list-has-odd-entry",),
    ("uploads-list-only-says-that-it-encodes",),
    ("create-answer-names-key-raw", "errors-name-key-raw"),
]


@pytest.fixture
def hostile():
    with hostile_server() as hostile:
        yield hostile


@pytest.fixture
def client(hostile, monkeypatch):
    for name, value in hostile.server.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    aws_session = AwsSession(Connection())
    yield aws_session.s3()
    aws_session.close()


def begin(client, *keys):
    for key in keys:
        client.create_multipart_upload(Bucket="bucket", Key=key)


def listed(client, prefix=""):
    return [
        incomplete_upload.key for incomplete_upload in IncompleteUploads(client, "bucket", prefix)
    ]


@pytest.mark.parametrize("names", FAULTS, ids="+".join)
@pytest.mark.parametrize("page", [1000, 1])
def test_keys_are_exact(hostile, client, names, page):
    hostile.page = page
    misbehave(hostile, *names)
    begin(client, *KEYS)
    assert sorted(listed(client)) == sorted(KEYS)


@pytest.mark.parametrize("names", FAULTS, ids="+".join)
@pytest.mark.parametrize("key", KEYS)
def test_only_uploads_to_the_exact_key_are_aborted(hostile, client, names, key):
    misbehave(hostile, *names)
    others = [one for one in KEYS if one != key]
    begin(client, *KEYS)
    assert abort_incomplete_uploads(client, "bucket", key, None) == 1
    assert sorted(upload.key for upload in hostile.uploads.values()) == sorted(others)


@pytest.mark.parametrize("key", ["a+b", "a%20b"])
def test_an_ambiguous_key_is_looked_up(hostile, client, key):
    misbehave(hostile, "uploads-list-only-says-that-it-encodes")
    begin(client, key)
    assert listed(client) == [key]


def test_entries_that_name_no_upload_are_counted(hostile, client):
    misbehave(hostile, "uploads-list-has-odd-entry")
    begin(client, "k")
    uploads = IncompleteUploads(client, "bucket")
    (incomplete_upload,) = uploads
    assert (incomplete_upload.key, incomplete_upload.begun, uploads.skipped) == ("k", None, 3)


def page(*entries, more=""):
    return xml("ListMultipartUploadsResult", more + "".join(entries))


def entry(key, **fields):
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<Upload><Key>{key}</Key><UploadId>u</UploadId>{inside}</Upload>"


def test_all_fields_are_read(hostile, client):
    told = entry(
        "k",
        Initiated="2026-03-01T12:00:00.000Z",
        Initiator="<ID>arn:x</ID><DisplayName>x</DisplayName>",
        ChecksumAlgorithm="CRC64NVME",
    )
    hostile.always("ListMultipartUploads", page(told))
    (incomplete_upload,) = IncompleteUploads(client, "bucket")
    assert incomplete_upload.begun == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert (incomplete_upload.initiator, incomplete_upload.checksum) == ("arn:x", "CRC64NVME")


def test_a_key_that_is_not_utf_8_is_shown_but_not_exact(hostile, client):
    answer = page(entry("k"))
    answer.body = answer.body.replace(b"<Key>k", b"<Key>k\xff\x07")
    hostile.always("ListMultipartUploads", answer)
    (incomplete_upload,) = IncompleteUploads(client, "bucket")
    assert (incomplete_upload.has_exact_key, incomplete_upload.shown_key) == (False, "k\ufffd\x07")


@pytest.mark.parametrize(
    "more",
    [
        "<IsTruncated>true</IsTruncated>",
        "<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker>",
    ],
)
def test_a_list_without_an_end_is_an_error(hostile, client, more):
    hostile.always("ListMultipartUploads", page(entry("k"), more=more))
    with pytest.raises(AppError) as caught:
        listed(client)
    assert caught.value.code == "UnreadableAnswer"


@pytest.mark.parametrize("body", [b"", b"<ListMultipartUploadsResult>", b"<html>", b"<html/>"])
def test_an_invalid_list_is_an_error(hostile, client, body):
    hostile.always("ListMultipartUploads", Answer(body=body))
    with pytest.raises(AppError):
        listed(client)
