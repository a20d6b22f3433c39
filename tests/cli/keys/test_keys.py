"""`s3enc keys`, and `--sse-c-key` of upload, inspect and download."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path

import pytest
from keyring.errors import NoKeyringError

from s3enc_gui.domain.customer_keys.customer_key import CustomerKey, parse_customer_key
from s3enc_gui.store.connections import secrets
from tests.fakes.keyring import FakeKeyring

pytestmark = pytest.mark.contract


@pytest.fixture
def keyring(monkeypatch):
    keyring = FakeKeyring()
    monkeypatch.setattr(secrets, "_system_keyring", lambda: keyring)
    return keyring


@pytest.fixture
def sheet(tmp_path):
    return tmp_path / "sheet.txt"


def test_a_key_is_generated_listed_exported_and_removed(s3enc, keyring, sheet, tmp_path):
    ran = s3enc("keys", "generate", "invoices", sheet)
    assert ran.status == 0, ran.err
    key = parse_customer_key(sheet.read_bytes())
    assert key.md5 in ran.out
    (stored,) = keyring.entries.values()
    assert stored == key.base64
    (listed,) = s3enc("keys", "list", "--json").json["keys"]
    assert (listed["name"], listed["md5"], listed["buckets"]) == ("invoices", key.md5, [])
    assert "invoices" in s3enc("keys", "list").out
    again = tmp_path / "again.txt"
    assert s3enc("keys", "export", "invoices", again).status == 0
    assert parse_customer_key(again.read_bytes()) == key
    assert s3enc("keys", "generate", "other", sheet).status == 1  # the file exists
    assert s3enc("keys", "remove", "invoices").status == 2  # nobody can be asked
    assert keyring.entries
    ran = s3enc("keys", "remove", "invoices", "--yes")
    assert "0 objects" in ran.err
    assert (ran.status, keyring.entries) == (0, {})
    assert s3enc("keys", "import", "back", again).status == 0
    assert set(keyring.entries.values()) == {key.base64}


def test_a_printed_page_is_typed_back(s3enc, keyring, tmp_path, monkeypatch):
    page = tmp_path / "sheet.html"
    assert s3enc("keys", "generate", "invoices", page).status == 0
    key = parse_customer_key(page.read_bytes())
    assert s3enc("keys", "rename", "invoices", "invoices 2026").status == 0
    monkeypatch.setattr(sys, "stdin", StringIO("\n".join(key.rows)))
    assert s3enc("keys", "check", "invoices 2026", "-").status == 0
    monkeypatch.setattr(sys, "stdin", StringIO("\n".join(CustomerKey(bytes(32)).rows)))
    assert "another key" in s3enc("keys", "check", "invoices 2026", "-").err
    monkeypatch.setattr(sys, "stdin", StringIO(CustomerKey(bytes(32)).base64))
    ran = s3enc("keys", "import", "pasted", "-")
    assert (ran.status, "needs a file" in ran.err) == (1, True)
    assert set(keyring.entries.values()) == {key.base64}


def test_without_a_keyring_the_file_is_what_is_left(s3enc, keyring, sheet):
    keyring.error = NoKeyringError()
    ran = s3enc("keys", "generate", "invoices", sheet)
    assert ran.status == 0
    assert "--sse-c-key FILE" in ran.err
    parse_customer_key(sheet.read_bytes())


def test_a_file_is_uploaded_inspected_and_downloaded(
    s3enc, keyring, seaweedfs_tls, at, new_bucket, small, sheet, tmp_path
):
    bucket = new_bucket(at(seaweedfs_tls))
    s3enc("keys", "generate", "invoices", sheet)
    key = parse_customer_key(sheet.read_bytes())
    uri, named = f"s3://{bucket}/{small.name}", ("--sse-c-key", "keyring:invoices")
    ran = s3enc("upload", small, f"s3://{bucket}/", *named, "--json")
    assert ran.status == 0, ran.err
    assert ran.json["files"][0]["verdict"] == "verified"
    shown = s3enc("inspect", uri, "--sse-c-key", sheet)
    assert "SSE-C" in shown.out, shown.err
    assert key.md5 in shown.out
    assert key.md5 in s3enc("inspect", uri).out  # the key is known for the bucket
    ran = s3enc("download", uri, f"{tmp_path}/to/", "--sse-c-key", sheet)
    assert ran.status == 0, ran.err
    assert (tmp_path / "to" / small.name).read_bytes() == small.read_bytes()
    assert "1 object in the history needs" in s3enc("keys", "remove", "invoices", "--yes").err
    everything = [path for path in Path.home().rglob("*") if path.is_file()]
    assert any(path.name == "journal.sqlite" for path in everything)
    for path in everything:
        content = path.read_bytes()
        assert key.content not in content, path
        assert key.base64.encode() not in content, path
        assert key.content.hex().encode() not in content, path


def test_the_key_and_another_encryption_are_an_error(s3enc, keyring, sheet, small):
    s3enc("keys", "generate", "invoices", sheet)
    ran = s3enc("upload", small, "s3://bucket/", "--sse-c-key", sheet, "--sse", "AES256")
    assert ran.status != 0
    assert "SSE-C requires such a key" in ran.err
    ran = s3enc("upload", small, "s3://bucket/", "--sse-c-key", "keyring:unknown")
    assert "No key has the name or MD5 “unknown”" in ran.err


def test_a_key_is_not_sent_over_http(s3enc, keyring, sheet, small, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    s3enc("keys", "generate", "invoices", sheet)
    url = ("--endpoint-url", "http://s3.example.invalid")
    ran = s3enc("upload", small, "s3://bucket/", "--sse-c-key", sheet, *url)
    assert "only sent over https://" in ran.err
    ran = s3enc("inspect", "s3://bucket/key", "--sse-c-key", sheet, *url)
    assert "only sent over https://" in ran.err
