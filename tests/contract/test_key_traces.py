"""The search for customer-provided keys finds them in every form."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

import pytest

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey
from tests.contract.key_traces import has_key, written_files

KEY = CustomerKey(b"\xff\xfe>?'\n" * 5 + b"ab")  # Base64 with + and /
BASE64 = base64.b64encode(KEY.content)


@pytest.mark.parametrize(
    "content",
    [
        b"before" + KEY.content + b"after",
        b"key=" + BASE64,
        b"key=" + quote(BASE64, safe="").encode(),
        b"key=" + re.sub("%..", lambda found: found[0].lower(), quote(BASE64, safe="")).encode(),
        b"key=" + base64.urlsafe_b64encode(KEY.content),
        KEY.content.hex().encode(),
        KEY.content.hex().upper().encode(),
        f"CustomerKey({KEY.content!r})".encode(),
        KEY.rows[2].encode(),
    ],
)
def test_a_key_is_found(content):
    assert has_key(content, [KEY])


def test_its_md5_is_no_trace():
    assert not has_key(f"MD5 {KEY.md5}, {KEY!r}".encode(), [KEY])


def test_all_files_are_searched_but_those_apart(tmp_path):
    for name in ("a/journal.sqlite-wal", "a/b/log", "to/object"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = written_files([tmp_path], [tmp_path / "to"])
    assert {one.name for one in found} == {"journal.sqlite-wal", "log"}
