from __future__ import annotations

import base64
import hashlib
import zlib
from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.object_details import Checksum, ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.s3.checksums import crc64nvme
from s3enc_gui.s3.objects.content_check import (
    by_checksum,
    by_etag,
    by_parts,
    matches_combined,
    why_unchecked,
)
from s3enc_gui.s3.objects.fetching import PartSizes

DATA = bytes(range(256)) * 100
SSE_S3 = EncryptionStatus("AES256")
MD5 = hashlib.md5(DATA, usedforsecurity=False)
PARTS = PartSizes(10_000, 5_600, 3)


def details(checksum=None, etag="", status=SSE_S3):
    return ObjectDetails(Location("b", "k"), status, len(DATA), etag=etag, checksum=checksum)


def encoded(digest):
    return base64.b64encode(digest).decode()


def agrees(how, data=DATA, step=777):
    check = how.start()
    for at in range(0, len(data), step):
        check.update(data[at : at + step])
    return check.matches()


@pytest.mark.parametrize(
    ("algorithm", "digest"),
    [
        ("CRC64NVME", crc64nvme(DATA).to_bytes(8, "big")),
        ("CRC32", zlib.crc32(DATA).to_bytes(4, "big")),
        ("SHA1", hashlib.sha1(DATA, usedforsecurity=False).digest()),
        ("SHA256", hashlib.sha256(DATA).digest()),
        ("SHA512", hashlib.sha512(DATA).digest()),
        ("MD5", MD5.digest()),
    ],
)
def test_a_checksum_of_the_whole(algorithm, digest):
    how = by_checksum(details(Checksum(algorithm, encoded(digest))))
    assert how
    assert how.decides
    assert how.label == f"{algorithm} of the object"
    assert agrees(how)
    assert not agrees(how, DATA[:-1] + b"x")


def test_crc32c_as_amazon_writes_it():
    how = by_checksum(replace(details(Checksum("CRC32C", "4waSgw==")), size=9))
    assert how
    assert agrees(how, b"123456789")


def pieces(data=DATA, size=10_000):
    return [data[at : at + size] for at in range(0, len(data), size)]


def test_a_checksum_of_the_parts():
    whole = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in pieces())).digest()
    how = by_parts(details(Checksum("SHA256", f"{encoded(whole)}-3", "COMPOSITE")), PARTS)
    assert how
    assert how.label == "SHA256 of its parts"
    assert agrees(how)
    assert not agrees(how, DATA[1:] + b"x")


def test_an_etag_of_the_parts():
    digests = (hashlib.md5(one, usedforsecurity=False).digest() for one in pieces())
    etag = hashlib.md5(b"".join(digests), usedforsecurity=False).hexdigest()
    how = by_parts(details(etag=f"{etag}-3"), PARTS)
    assert how
    assert not how.decides
    assert agrees(how)
    kms = EncryptionStatus("aws:kms", "k")
    assert by_parts(details(etag=f"{etag}-3", status=kms), PARTS) is None


def test_parts_of_other_sizes_check_nothing():
    assert by_parts(details(etag=f"{'0' * 32}-3"), PartSizes(9_000, 5_600, 3)) is None


@pytest.mark.parametrize("algorithm", [None, "AES256"])
def test_an_etag_is_the_md5_without_kms(algorithm):
    status = EncryptionStatus(algorithm)
    how = by_etag(details(etag=MD5.hexdigest(), status=status), amazon=True)
    assert how
    assert how.decides
    assert agrees(how)


def test_an_etag_is_not_the_md5_with_kms_nor_certainly_on_other_servers():
    kms = details(etag=MD5.hexdigest(), status=EncryptionStatus("aws:kms", "k"))
    assert by_etag(kms, amazon=True) is None
    elsewhere = by_etag(details(etag=MD5.hexdigest()), amazon=False)
    assert elsewhere
    assert not elsewhere.decides
    assert by_etag(details(etag="what is this"), amazon=False) is None


def test_crcs_of_ranges_are_combined():
    how = by_checksum(details(Checksum("CRC64NVME", encoded(crc64nvme(DATA).to_bytes(8)))))
    assert how
    parts = [(crc64nvme(one), len(one)) for one in pieces()]
    assert matches_combined(how, parts) is True
    assert matches_combined(how, reversed(parts)) is False
    sha = by_checksum(details(Checksum("SHA256", encoded(hashlib.sha256(DATA).digest()))))
    assert sha
    assert matches_combined(sha, parts) is None


def test_a_crc_can_be_continued():
    assert crc64nvme(DATA[9:], crc64nvme(DATA[:9])) == crc64nvme(DATA)


@pytest.mark.parametrize(
    ("checksum", "etag", "piece"),
    [
        (Checksum("CRC32", "AAAA-2", "COMPOSITE"), "", "CRC32 covers parts"),
        (Checksum("XXHASH128", "AAAA"), "", "XXHASH128 isn't supported"),
        (None, "0-3", "no checksum of the whole"),
        (None, "", "no checksum of it"),
    ],
)
def test_why_only_the_size_was_compared(checksum, etag, piece):
    assert piece in why_unchecked(details(checksum, etag))
    assert by_checksum(details(checksum, etag)) is None
