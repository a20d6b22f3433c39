"""`s3enc copy` and `s3enc move`."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3enc_gui.domain.customer_keys.customer_key import parse_customer_key
from s3enc_gui.store.connections import secrets
from tests.fakes.keyring import FakeKeyring
from tests.servers.hostile import hostile_server

pytestmark = pytest.mark.contract


@pytest.fixture
def keyring(monkeypatch):
    keyring = FakeKeyring()
    monkeypatch.setattr(secrets, "_system_keyring", lambda: keyring)
    return keyring


@pytest.fixture
def s3(at):
    with hostile_server() as s3:
        at(s3.server)
        s3.put("a/one.txt", b"one")
        s3.put("a/b/two.txt", b"two")
        yield s3


def test_a_copy_and_a_move_of_objects_and_folders(s3enc, s3):
    ran = s3enc("copy", "s3://bucket/a/one.txt", "s3://bucket/new.txt")
    assert ran.status == 0, ran.err
    assert "Copied and verified: s3://bucket/a/one.txt → s3://bucket/new.txt" in ran.out
    ran = s3enc("copy", "s3://bucket/a/one.txt", "s3://bucket/new.txt", "--quiet")
    assert ran.status == 1
    assert "--if-exists overwrite" in ran.out + ran.err
    ran = s3enc("move", "s3://bucket/a/", "s3://bucket/to/", "--json")
    assert ran.status == 0, ran.err
    found = {one["target"]: one for one in ran.json["objects"]}
    assert set(found) == {"s3://bucket/to/a/one.txt", "s3://bucket/to/a/b/two.txt"}
    assert all(one["moved"] and one["result"] == "verified" for one in found.values())
    assert set(s3.objects) == {"new.txt", "to/a/one.txt", "to/a/b/two.txt"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("s3://bucket/a/one.txt", "s3://bucket/a/b/two.txt", "s3://bucket/x"), "Add a /"),
        (("s3://bucket/a/", "s3://bucket/x/", "--version-id", "1"), "omit --version-id"),
        (("s3://bucket/a/one.txt", "s3://bucket/x", "--sse", "aws:kms"), "A KMS key is needed"),
        (("s3://bucket/a/one.txt", "s3://bucket/x", "--sse", "AES256", "--bucket-key"), "Bucket"),
    ],
)
def test_wrong_arguments_copy_nothing(s3enc, s3, arguments, told):
    ran = s3enc("copy", *arguments)
    assert ran.status == 2
    assert told in ran.err
    assert set(s3.objects) == {"a/one.txt", "a/b/two.txt"}


def test_objects_with_keys_are_copied_and_moved_between_kinds(
    s3enc, keyring, seaweedfs_tls, at, new_bucket, small, tmp_path
):
    bucket = new_bucket(at(seaweedfs_tls))
    for name in ("one", "other"):
        assert s3enc("keys", "generate", name, tmp_path / name).status == 0
    one, other = (parse_customer_key((tmp_path / name).read_bytes()) for name in ("one", "other"))
    folder = f"s3://{bucket}"
    assert s3enc("upload", small, f"{folder}/a/", "--sse-c-key", "keyring:one").status == 0
    ran = s3enc("copy", f"{folder}/a/{small.name}", f"{folder}/b", "--json")
    assert ran.status == 0, ran.err
    assert ran.json["objects"][0]["customer_key"] == one.md5  # its own key, as it is known
    sheet = ("--sse-c-copy-source-key", tmp_path / "one")
    ran = s3enc("move", f"{folder}/b", f"{folder}/c", *sheet, "--sse-c-key", "keyring:other")
    assert ran.status == 0, ran.err
    assert "Moved and verified" in ran.out
    s3enc("keys", "remove", "one", "--yes")
    assert other.md5 in s3enc("inspect", f"{folder}/c").out  # the bucket is known for it now
    ran = s3enc("move", f"{folder}/c", f"{folder}/d", "--sse", "AES256", "--json")
    assert (ran.status, ran.json["objects"][0]["algorithm"]) == (0, "AES256"), ran.err
    ran = s3enc("copy", f"{folder}/a/{small.name}", f"{folder}/e")
    assert ran.status == 1
    assert "[CustomerKey]" in ran.out + ran.err
    for path in Path.home().rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for key in (one, other):
                forms = (key.content, key.base64.encode(), key.content.hex().encode())
                assert not any(form in content for form in forms), path
