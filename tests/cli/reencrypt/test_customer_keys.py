"""`s3enc reencrypt` to and from customer-provided keys (SSE-C)."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.customer_keys.customer_key import parse_customer_key
from s3enc_gui.store.connections import secrets
from tests.fakes.keyring import FakeKeyring

pytestmark = pytest.mark.contract


def test_to_a_key_and_back_without_the_keyring(
    s3enc, localstack, at, new_bucket, small, tmp_path, monkeypatch
):
    monkeypatch.setattr(secrets, "_system_keyring", FakeKeyring)  # a new one each time: forgets
    bucket, sheet = new_bucket(at(localstack)), tmp_path / "sheet"
    assert s3enc("keys", "generate", "mine", sheet).status == 0
    key = parse_customer_key(sheet.read_bytes())
    folder = f"s3://{bucket}/"
    assert s3enc("upload", small, folder).status == 0
    ran = s3enc("reencrypt", folder, "--to", "SSE-C", "--sse-c-key", sheet, "--dry-run", "--json")
    assert ran.json["to"]["key"] == key.md5, ran.err
    assert s3enc("inspect", f"{folder}{small.name}").status == 0
    ran = s3enc("reencrypt", folder, "--to", "SSE-C", "--sse-c-key", sheet, "--yes")
    assert ran.status == 0, ran.err
    assert key.md5 in ran.out
    assert key.md5 in s3enc("inspect", f"{folder}{small.name}", "--sse-c-key", sheet).out
    ran = s3enc("reencrypt", folder, "--to", "AES256", "--where", "SSE-C", "--yes")
    assert ran.status == 1
    assert "needs a customer-provided key" in ran.out
    ran = s3enc("reencrypt", folder, "--to", "AES256", "--sse-c-copy-source-key", sheet, "--yes")
    assert ran.status == 0, ran.err
    assert "SSE-S3" in s3enc("inspect", f"{folder}{small.name}").out


def test_another_key_and_back_without_the_keyring(
    s3enc, localstack, at, new_bucket, small, tmp_path
):
    bucket = new_bucket(at(localstack))
    uri = f"s3://{bucket}/{small.name}"
    for name, content in (("mine", b"m" * 32), ("other", b"o" * 32)):
        (tmp_path / name).write_bytes(content)
    mine, other = tmp_path / "mine", tmp_path / "other"
    assert s3enc("upload", small, f"s3://{bucket}/", "--sse-c-key", mine).status == 0
    keys = ("--sse-c-key", other, "--sse-c-copy-source-key", mine)
    ran = s3enc("reencrypt", uri, "--to", "SSE-C", *keys, "--yes", "--json")
    assert ran.status == 0, ran.err
    assert s3enc("inspect", uri, "--sse-c-key", other).status == 0
    again = s3enc("reencrypt", uri, "--to", "SSE-C", *keys, "--yes")  # it has the key already
    assert (again.status, "needs a customer-provided key" in again.out) == (0, False)
    undo = ("reencrypt", "--undo", ran.json["log"], "--yes", "--sse-c-copy-source-key", other)
    ran = s3enc(*undo)
    assert ran.status == 1
    assert "needs a customer-provided key" in ran.out
    ran = s3enc(*undo, "--sse-c-key", mine)
    assert ran.status == 0, ran.err + ran.out
    assert s3enc("inspect", uri, "--sse-c-key", mine).status == 0
    assert s3enc(*undo, "--sse-c-key", mine).status == 0


@pytest.mark.parametrize("to", ["SSE-C", "AES256"])
def test_the_key_belongs_to_sse_c(s3enc, to, tmp_path):
    (tmp_path / "key").write_bytes(bytes(32))
    more = () if to == "SSE-C" else ("--sse-c-key", tmp_path / "key")
    ran = s3enc("reencrypt", "s3://bucket/", "--to", to, *more)
    assert ran.status == 2
    assert "SSE-C requires such a key" in ran.err
