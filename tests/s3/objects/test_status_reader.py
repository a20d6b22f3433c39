from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.encryption.status_kind import StatusKind
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.s3.objects.status_reader import StatusReader, StatusReading

KEY, AWS_KEY = "arn:aws:kms:eu-west-1:111122223333:key/a", "arn:aws:kms:eu-west-1:1:key/b"
OBJECT = ListedObject("a", 1, None, "e", version_id="v")
NEEDS_KEY = "The object was stored using a form of Server Side Encryption. Give the key."


def error(code, detail=""):
    return AppError("No", detail, code=code)


class Scripted:
    """A transport with responses to HEADs, and one to GETs: data or an error."""

    def __init__(self, *heads, get: Any = b"x"):
        self.heads, self.get = list(heads), get
        self.asked: list[Any] = []

    async def head_object(self, *params, **more):
        self.asked.append((*params, more))
        return self._said(self.heads.pop(0))

    async def get_object(self, bucket, key, wanted):
        self.asked.append(("GET", wanted.parameters))
        for byte in self._said(self.get):
            wanted.stop.check()
            wanted.take(bytes([byte]))

    def _said(self, response):
        if isinstance(response, Exception):
            raise response
        return response


def look(transport, listed=OBJECT):
    return asyncio.run(StatusReader(transport, "bucket", {AWS_KEY}).read(listed))


def kms(key, algorithm="aws:kms"):
    return {"ServerSideEncryption": algorithm, "SSEKMSKeyId": key}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"ServerSideEncryption": "AES256"}, StatusKind.SSE_S3),
        (kms(KEY), StatusKind.SSE_KMS),
        (kms(AWS_KEY), StatusKind.SSE_KMS_AWS),
        (kms(KEY, "aws:kms:dsse"), StatusKind.DSSE_KMS),
        ({"ServerSideEncryption": "aws:fsx"}, StatusKind.OTHER),
        ({"ServerSideEncryption": "of tomorrow"}, StatusKind.OTHER),
        ({"SSECustomerAlgorithm": "AES256"}, StatusKind.SSE_C),
        ({}, StatusKind.NONE),
        ({"ServerSideEncryption": "AES256", "Metadata": {"x-amz-3": "k"}}, StatusKind.CLIENT_SIDE),
    ],
)
def test_each_kind_of_status(fields, kind):
    assert look(Scripted(fields)).looked.kind is kind


def test_client_side_encryption_is_read_beside_server_side():
    looked = look(Scripted(kms(KEY) | {"Metadata": {"x-amz-key-v2": "k"}})).looked
    assert looked.status == EncryptionStatus("aws:kms", KEY, client_side=True, generation="V2")


def test_head_requests_nothing_that_needs_the_key():
    transport = Scripted({})
    look(transport)
    assert transport.asked == [("bucket", "a", "v", {})]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("AccessDenied", StatusKind.DENIED),
        ("404", StatusKind.GONE),
        ("405", StatusKind.GONE),
        ("503", StatusKind.UNKNOWN),
        ("ConnectionClosedError", StatusKind.UNKNOWN),
        ("301", StatusKind.UNKNOWN),
    ],
)
def test_an_error_keeps_its_code(code, kind):
    seen = look(Scripted(error(code)))
    assert (seen.looked.kind, seen.looked.status, seen.looked.error) == (kind, None, code)
    assert seen.error == error(code)


def test_a_405_without_a_version_is_no_delete_marker():
    seen = look(Scripted(error("405")), replace(OBJECT, version_id=None))
    assert seen.looked.kind is StatusKind.UNKNOWN


@pytest.mark.parametrize("code", ["InvalidRequest", "InvalidArgument"])
def test_a_400_means_sse_c_if_get_says_so(code):
    transport = Scripted(error("400"), get=error(code, NEEDS_KEY))
    looked = look(transport).looked
    assert (looked.kind, looked.error) == (StatusKind.SSE_C, "")
    assert transport.asked[1] == ("GET", {"Range": "bytes=0-0", "VersionId": "v"})


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidRequest", "InvalidArgument"])
def test_another_400_is_the_error_of_get(code):
    looked = look(Scripted(error("400"), get=error(code))).looked
    assert (looked.kind, looked.error) == (StatusKind.UNKNOWN, code)


@pytest.mark.parametrize("get", [b"x", b"", b"all of it", error("InvalidRange")])
def test_a_transient_400_is_retried(get):
    responses = [error("400"), {"ServerSideEncryption": "AES256"}]
    assert look(Scripted(*responses, get=get)).looked.kind is StatusKind.SSE_S3


def test_a_persistent_400_is_transient():
    looked = look(Scripted(error("400"), error("400"))).looked
    assert (looked.kind, looked.error) == (StatusKind.UNKNOWN, "400")


def test_a_delete_marker_needs_no_request():
    marker = ListedObject("a", 0, None, "", version_id="v", is_delete_marker=True)
    assert look(Scripted(), marker).looked.kind is StatusKind.GONE


@pytest.mark.parametrize(("etag", "same"), [('"e"', True), ('"other"', False)])
def test_an_object_written_since_is_not_the_listed_one(etag, same):
    assert look(Scripted({"ETag": etag})).as_listed is same


@pytest.mark.parametrize("said", ["AccessDenied", "403", "SignatureDoesNotMatch"])
def test_a_403_is_denied(said):
    seen = look(Scripted(error("403"), get=error(said)))
    assert (seen.looked.kind, seen.looked.error) == (StatusKind.DENIED, "403")
    assert seen.error == error("403")


@pytest.mark.parametrize(
    "said", ["RequestTimeTooSkewed", "InvalidAccessKeyId", "ExpiredToken", "SlowDown"]
)
def test_a_403_that_affects_all_objects_is_the_error_of_get(said):
    transport = Scripted(error("403"), get=error(said))
    seen = look(transport)
    assert (seen.looked.kind, seen.looked.error) == (StatusKind.UNKNOWN, said)
    assert seen.error == error(said)
    assert transport.asked[1] == ("GET", {"Range": "bytes=0-0", "VersionId": "v"})


def test_a_transient_403_is_retried():
    responses = [error("403"), {"ServerSideEncryption": "AES256"}]
    assert look(Scripted(*responses)).looked.kind is StatusKind.SSE_S3
    stays = look(Scripted(error("403"), error("403"))).looked
    assert (stays.kind, stays.error) == (StatusKind.DENIED, "403")


WRITTEN = datetime(2026, 3, 1, 12, 0, 0, 700_000, tzinfo=UTC)
LATER = datetime(2026, 3, 1, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"ETag": '"e"', "LastModified": WRITTEN.replace(microsecond=0)}, None),
        ({"ETag": '"e"', "LastModified": datetime(2026, 3, 1, 12, 0, 1, tzinfo=UTC)}, None),
        ({"ETag": '"e"'}, None),
        ({}, None),
        ({"ETag": '"e"', "ContentLength": 1, "LastModified": LATER}, (1, "e", LATER, "STANDARD")),
        ({"ETag": '"n"', "ContentLength": 9}, (9, "n", None, "STANDARD")),
        (
            {"ETag": '"n"', "LastModified": LATER.replace(tzinfo=None), "StorageClass": "GLACIER"},
            (1, "n", LATER, "GLACIER"),
        ),
    ],
)
def test_another_object_than_listed_is_reported(fields, found):
    one = look(Scripted(fields), ListedObject("a", 1, WRITTEN, "e", "GLACIER_IR")).found
    assert (one and (one.size, one.etag, one.modified, one.storage_class)) == found
    assert one is None or one.key == "a"


class Denying:
    """A transport that denies all HEADs; from the object `wrong_from` on for its wrong clock."""

    def __init__(self, wrong_from=10**9):
        self.wrong_from = wrong_from
        self.heads = self.gets = 0

    async def head_object(self, *params, **more):
        self.heads += 1
        await asyncio.sleep(0)
        raise error("403")

    async def get_object(self, *params):
        self.gets += 1
        await asyncio.sleep(0)
        raise error("AccessDenied" if self.heads < self.wrong_from else "RequestTimeTooSkewed")


def look_at_many(transport, count, at_once=100):
    async def run():
        status_reader, codes, left = (
            StatusReader(transport, "bucket", set()),
            [],
            iter(range(count)),
        )

        async def work():
            for _ in left:
                codes.append((await status_reader.read(OBJECT)).looked.error)

        await asyncio.gather(*(work() for _ in range(at_once)))
        return codes

    return asyncio.run(run())


def test_thousands_of_denied_objects_share_few_probes():
    transport = Denying()
    assert look_at_many(transport, 5000) == ["403"] * 5000
    assert transport.gets < 250


def test_an_earlier_probe_does_not_decide_later_denials():
    codes = look_at_many(Denying(2500), 5000)
    assert codes.count("403") < 2500
    assert set(codes[-2500:]) == {"RequestTimeTooSkewed"}


def test_a_canceled_reader_does_not_cancel_the_shared_probe():
    async def run():
        transport: Any = Denying()
        status_reader = StatusReader(transport, "bucket", set())
        looks = [asyncio.ensure_future(status_reader.read(OBJECT)) for _ in range(10)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        looks[0].cancel()
        found = await asyncio.gather(*looks, return_exceptions=True)
        assert isinstance(found[0], asyncio.CancelledError)
        return {look.looked.error for look in found[1:] if isinstance(look, StatusReading)}

    assert asyncio.run(run()) == {"403"}
