from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.uploads.parts import Part
from s3enc_gui.domain.uploads.transfer import OpenUpload, SentPart
from s3enc_gui.s3.checksums import as_header, crc64nvme, md5, multipart_etag
from s3enc_gui.s3.multipart.upload import MultipartUpload
from s3enc_gui.s3.transport.responses import read_write_response

PIECES = [b"a" * 10, b"b" * 10, b"c" * 5]
MD5 = md5(PIECES[0]).hex()
FORMS = [f'"{MD5}"', MD5, f'"{MD5.upper()}"', f'W/"{MD5}"']


class Client:
    """A client that lists these parts, and records the completion."""

    def __init__(self, *parts):
        self.parts = parts
        self.completed: Any = None

    def get_paginator(self, _):
        return SimpleNamespace(paginate=lambda **_: [{"Parts": list(self.parts)}])

    def complete_multipart_upload(self, **params):
        self.completed = params
        return {"ETag": '"x"'}


def upload(client, etag=f'"{MD5}"'):
    part = SentPart(1, 10, etag, crc64nvme(PIECES[0]))
    known = OpenUpload("id", 10, crc=True, parts=(part,))
    found = MultipartUpload.resume(client, "b", "k", 10, known)
    assert found
    return found


@pytest.mark.parametrize("noted", FORMS)
@pytest.mark.parametrize("listed", FORMS)
def test_a_part_is_known_by_its_etag_in_any_form(noted, listed):
    client: Any = Client({"PartNumber": 1, "Size": 10, "ETag": listed})
    assert list(upload(client, noted).missing()) == []


def test_a_part_with_another_etag_is_sent_again():
    client: Any = Client({"PartNumber": 1, "Size": 10, "ETag": f'"{"0" * 32}"'})
    assert len(list(upload(client).missing())) == 1


@pytest.mark.parametrize("raw", FORMS)
def test_parts_are_listed_with_the_etags_that_came(raw):
    client: Any = Client()
    sent = MultipartUpload(client, "b", "k", 10, True, "id", 10)
    noted = sent.add_sent(Part(1, 0, 10), 0, PIECES[0], read_write_response({"ETag": raw}))
    sent.complete({})
    assert client.completed["MultipartUpload"]["Parts"][0]["ETag"] == raw == noted.etag
    assert noted.md5 == md5(PIECES[0])


def test_sent_content_has_all_checksums():
    client: Any = Client()
    sent = MultipartUpload(client, "b", "k", 25, True, "id", 10)
    for number, data in enumerate(PIECES, 1):
        etag = {"ETag": f'"{md5(data).hex()}"'}
        sent.add_sent(
            Part(number, 0, len(data)), crc64nvme(data), memoryview(data), read_write_response(etag)
        )
    sums = b"".join(crc64nvme(data).to_bytes(8, "big") for data in PIECES)
    assert sent.sent.composite == f"{as_header(crc64nvme(sums))}-3"
    assert sent.sent.crc64nvme == as_header(crc64nvme(b"".join(PIECES)))
    assert sent.sent.md5_etag == multipart_etag([md5(data) for data in PIECES])
    assert len(base64.b64decode(sent.sent.composite.partition("-")[0])) == 8
