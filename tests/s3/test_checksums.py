from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.checksums import (
    as_header,
    combined,
    crc64nvme,
    md5,
    multipart_etag,
)
from s3enc_gui.s3.server.refused_headers import refuses_checksum


def test_the_check_value_of_the_standard():
    assert crc64nvme(b"123456789") == 0xAE8B14860A799888
    assert base64.b64decode(as_header(0xAE8B14860A799888)).hex() == "ae8b14860a799888"


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=6))
def test_parts_combine_to_the_whole(parts):
    whole = combined((crc64nvme(part), len(part)) for part in parts)
    assert whole == crc64nvme(b"".join(parts))


def test_a_multipart_etag_is_the_md5_of_md5s():
    digests = [md5(b"a"), md5(b"b")]
    expected = hashlib.md5(b"".join(digests)).hexdigest()  # noqa: S324 - what S3 does
    assert multipart_etag(digests) == f"{expected}-2"


@pytest.mark.parametrize(
    ("code", "detail", "refused"),
    [
        ("NotImplemented", "A header you provided implies functionality …", True),
        ("InvalidRequest", "Unsupported header 'x-amz-sdk-checksum-algorithm'", True),
        ("InvalidArgument", "unknown algorithm crc64nvme", True),
        ("BadDigest", "The CRC64NVME you specified did not match the checksum.", False),
        ("InvalidRequest", "Something else", False),
        ("AccessDenied", "checksum", False),
    ],
)
def test_unsupported_checksums_differ_from_wrong_ones(code, detail, refused):
    assert refuses_checksum(AppError("x", detail, code=code)) is refused
