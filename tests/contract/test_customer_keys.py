"""SSE-C over both transports: upload, proof, reading, wrong keys, copies; on real servers."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect, Verdict
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.log.log_level import LogLevel
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadOptions, UploadPlan
from s3enc_gui.jobs.customer_keys.copies_of_keys import AddKey, KeyCopy, ReadKeyList
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.wording.boto3_code import boto3_code
from s3enc_gui.wording.history.receipt_export import as_csv, as_json
from s3enc_gui.wording.history.receipt_html import html_pieces
from tests.contract.conftest import KEY, OTHER

pytestmark = pytest.mark.contract

SSE_C = EncryptionChoice(Encryption.SSE_C, customer_key=KEY.md5)
SENT = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": KEY.content}


@pytest.fixture(params=["seaweedfs_tls", "localstack"])
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(
    params=[AwsSession.botocore_transport, AwsSession.mixed_transport], ids=lambda m: m.__name__
)
def harness(request, server, keyed, monkeypatch):
    monkeypatch.setattr(AwsSession, "mixed_transport", request.param)
    return keyed(server)


def read(server, bucket, key, **more):
    return server.client("s3").get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def test_small_and_large_files_are_stored_and_proved(harness, server, new_bucket, small, large):
    bucket = new_bucket(server)
    outcomes = harness.upload(bucket, [small, large], SSE_C)
    for outcome, path in zip(outcomes, (small, large), strict=True):
        assert outcome.result is Result.VERIFIED, outcome.proof
        found = {one.aspect: one for one in outcome.proof.findings}
        assert found[Aspect.ALGORITHM].stored == "SSE-C"
        assert found[Aspect.CUSTOMER_KEY].stored == KEY.md5
        assert found[Aspect.CUSTOMER_KEY].verdict is Verdict.VERIFIED
        assert read(server, bucket, path.name, **SENT) == path.read_bytes()
        with pytest.raises(ClientError):
            read(server, bucket, path.name)
    again = harness.upload(bucket, [small, large], SSE_C)
    assert {one.result for one in again} == {Result.EXISTS}
    skipped = harness.upload(bucket, [small], SSE_C, if_exists=IfExists.SKIP)
    assert skipped[0].result is Result.SKIPPED


def test_an_object_is_read_with_the_key_that_its_bucket_is_known_for(
    harness, server, new_bucket, small
):
    bucket = new_bucket(server)
    harness.upload(bucket, [small], SSE_C)
    location = Location(bucket, small.name)
    details = harness.run(InspectObject(harness.connection, location))
    assert details.status.customer_key == KEY.md5
    assert details.size == small.stat().st_size
    other = harness.connection.with_customer_key(OTHER.md5)
    details = harness.run(InspectObject(other, location))
    assert details.status.customer_key == KEY.md5  # the key given was another one
    harness.services.customer_keys.remove(KEY.md5)
    with pytest.raises(AppError) as refused:
        harness.run(InspectObject(other, location))
    assert refused.value.code == "OtherCustomerKey"


def test_a_key_that_is_not_known_for_the_bucket_is_not_sent(keyed, seaweedfs_tls, new_bucket):
    harness, bucket = keyed(seaweedfs_tls), new_bucket(seaweedfs_tls)
    seaweedfs_tls.client("s3").put_object(Bucket=bucket, Key="a", Body=b"a", **SENT)
    details = harness.run(InspectObject(harness.connection, Location(bucket, "a")))
    assert details.status.needs_customer_key
    keyed_connection = harness.connection.with_customer_key(KEY.md5)
    details = harness.run(InspectObject(keyed_connection, Location(bucket, "a")))
    assert details.status.customer_key == KEY.md5
    # From now on it is known.
    details = harness.run(InspectObject(harness.connection, Location(bucket, "a")))
    assert details.status.customer_key == KEY.md5


def test_a_folder_with_objects_of_several_keys_is_downloaded(
    harness, server, new_bucket, small, large, tmp_path
):
    bucket = new_bucket(server)
    other = EncryptionChoice(Encryption.SSE_C, customer_key=OTHER.md5)
    harness.upload(bucket, [small, large], SSE_C, prefix="one/")
    harness.upload(bucket, [small], other, prefix="other/")
    harness.upload(bucket, [small], prefix="plain/")
    request = DownloadRequest(harness.connection, bucket, str(tmp_path / "to"), prefixes=("",))
    results = harness.run(DownloadObjects(request)).results
    assert [one.error for one in results] == [None] * 4
    for folder in ("one", "other", "plain"):
        assert (tmp_path / "to" / folder / small.name).read_bytes() == small.read_bytes()
    assert (tmp_path / "to" / "one" / large.name).read_bytes() == large.read_bytes()


def test_a_folder_with_plain_objects_is_downloaded_with_a_key_that_is_given(
    keyed, server, new_bucket, small, large, tmp_path
):
    harness, bucket = keyed(server), new_bucket(server)
    s3 = server.client("s3")
    for key, more in (("a", SENT), ("b", {}), ("c", SENT)):
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode(), **more)
    connection = harness.connection.with_customer_key(KEY.md5)
    request = DownloadRequest(connection, bucket, str(tmp_path / "to"), prefixes=("",))
    results = harness.run(DownloadObjects(request)).results
    assert [one.error for one in results] == [None] * 3
    assert [(tmp_path / "to" / key).read_text() for key in "abc"] == ["a", "b", "c"]
    connection = harness.connection.with_customer_key(OTHER.md5)
    request = DownloadRequest(connection, bucket, str(tmp_path / "other"), prefixes=("",))
    results = {one.key: one for one in harness.run(DownloadObjects(request)).results}
    assert [results[key].error and results[key].error.code for key in "abc"] == [
        "OtherCustomerKey",
        None,
        "OtherCustomerKey",
    ]


def test_no_key_in_what_is_written_shown_or_logged(
    keyed, seaweedfs_tls, new_bucket, small, isolated_home, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG, "s3enc_gui")
    harness, bucket = keyed(seaweedfs_tls), new_bucket(seaweedfs_tls)
    harness.services.log.start(LogLevel.DEBUG, "s3enc")
    harness.upload(bucket, [small], SSE_C)
    receipts = harness.services.journal.receipts(ReceiptQuery())
    assert [one.customer_key for one in receipts] == [KEY.md5]
    plan = UploadPlan(bucket, (), UploadOptions(SSE_C))
    exported = [
        as_csv(receipts),
        as_json(receipts),
        *(piece for piece, _ in html_pieces([receipts])),
        boto3_code(harness.connection, None, plan),
        repr(AddKey("one", KeyCopy(typed="\n".join(KEY.rows)))),
        repr(harness.run(ReadKeyList())),
    ]
    refused: list[str] = []
    for key, name in ((KEY, "missing"), (OTHER, small.name)):
        harness.services.customer_keys.remove((OTHER if key == KEY else KEY).md5)
        harness.services.customer_keys.hold(key)
        keyed_connection = harness.connection.with_customer_key(key.md5)
        with pytest.raises(AppError) as caught:
            harness.run(InspectObject(keyed_connection, Location(bucket, name)))
        refused += [repr(caught.value), str(caught.value), repr(caught.value.__cause__)]
    harness.services.log.stop()
    shown = [caplog.text, *map(repr, harness.reports), *exported]
    files = [*tmp_path.rglob("*"), *Path(isolated_home).rglob("*")]
    written = [path.read_bytes() for path in files if path.is_file() and path != small]
    assert written
    texts = [one.encode() for one in (*shown, *refused)]
    for key in (KEY, OTHER):
        texts_of_key = (key.base64, key.content.hex(), *key.rows)
        forms = (key.content, *(form.encode() for form in texts_of_key))
        assert not [one for one in (*written, *texts) if any(form in one for form in forms)]
