from __future__ import annotations

import pytest

from s3enc_gui.domain.headers.content_encoding import codings


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        (" GZip ", "gzip"),
        ("x-gzip", "gzip"),
        ("aws-chunked", ""),
        ("aws-chunked,gzip", "gzip"),
        ("br, zstd", "br, zstd"),
        ("gz ip, \x07, br", "br"),
        ("größe", ""),
    ],
)
def test_codings(header, found):
    assert codings(header) == found
