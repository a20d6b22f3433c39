from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.transport.interface import GetRequest
from s3enc_gui.s3.transport.responses import normal_etag, read_checksum, read_write_response

MD5 = "0123456789abcdef0123456789abcdef"
FORMS = [f'"{MD5}"', MD5, f'"{MD5.upper()}"', MD5.upper(), f'W/"{MD5}"', f'W/"{MD5.upper()}"']


@pytest.mark.parametrize("raw", FORMS)
def test_one_etag_in_all_its_forms_is_the_same(raw):
    assert normal_etag(raw) == MD5


@pytest.mark.parametrize("raw", [None, "", '""'])
def test_no_etag_is_empty(raw):
    assert normal_etag(raw) == ""


@pytest.mark.parametrize("raw", FORMS)
def test_the_raw_etag_is_kept(raw):
    answer = read_write_response({"ETag": raw})
    assert (answer.etag, answer.raw_etag) == (MD5, raw)


@pytest.mark.parametrize(
    ("raw", "sent"),
    [(raw, None if raw.startswith("W/") else raw) for raw in FORMS] + [("", None)],
)
def test_if_match_is_the_text_that_came_and_never_a_weak_etag(raw, sent):
    details = ObjectDetails(
        Location("b", "k"), EncryptionStatus(), 1, etag=normal_etag(raw), raw_etag=raw
    )
    assert details.if_match == sent
    assert GetRequest(print, if_match=details.if_match).parameters.get("IfMatch") == sent


def test_an_etag_that_was_noted_without_its_quotes_gets_them():
    details = ObjectDetails(Location("b", "k"), EncryptionStatus(), 1, etag=MD5)
    assert details.if_match == f'"{MD5}"'


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        ("AAAAAAAAAAA=", None, "FULL_OBJECT"),
        ("AAAAAAAAAAA=", "FULL_OBJECT", "FULL_OBJECT"),
        ("AAAAAAAAAAA=", "full_object", "FULL_OBJECT"),
        ("AAAAAAAAAAA=", "COMPOSITE", "COMPOSITE"),
        ("AAAAAAAAAAA=-4", "COMPOSITE", "COMPOSITE"),
        ("AAAAAAAAAAA=-4", "FULL_OBJECT", "COMPOSITE"),
        ("AAAAAAAAAAA=-4", None, "COMPOSITE"),
    ],
)
def test_a_value_with_a_number_of_parts_is_a_checksum_of_parts(value, kind, read):
    checksum = read_checksum({"ChecksumCRC64NVME": value, "ChecksumType": kind})
    assert checksum
    assert (checksum.value, checksum.kind) == (value, read)
