from __future__ import annotations

import csv
import io
import json

import pytest

from tests.servers.hostile import refusal
from tests.servers.hostile.stored import KEY as KEY_HEADER

SCOPE = "s3://bucket/f/"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
TO = ("--to", f"aws:kms={KEY}")


def keys_of(hostile):
    return {key: one.headers.get(KEY_HEADER) for key, one in hostile.objects.items()}


def test_a_dry_run_says_what_it_would_take_and_changes_nothing(s3enc, hostile):
    ran = s3enc("reencrypt", SCOPE, *TO, "--dry-run")
    assert ran.status == 0, ran.err
    assert ["Copy", "onto", "itself", "2", "8", "bytes"] in [
        one.split() for one in ran.out.splitlines()
    ], ran.out
    assert "Requests: 2 (PUT, COPY) and 8 (GET, HEAD)." in ran.out
    assert "ACLs are reset" in ran.out
    assert not hostile.asked["CopyObject"]


def test_a_dry_run_says_what_will_fail(s3enc, hostile):
    deny = {
        "Sid": "NoKms", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::bucket/*",
        "Condition": {"StringEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
    }  # fmt: skip
    hostile.buckets["bucket"].policy = json.dumps({"Statement": [deny]})
    ran = s3enc("reencrypt", SCOPE, *TO, "--dry-run")
    assert "Will fail. Bucket policy: Statement “NoKms” denies the copies." in ran.out
    found = s3enc("reencrypt", SCOPE, *TO, "--dry-run", "--json").json["checks"]
    assert [one["status"] for one in found if one["check"] == "policy"] == ["will-fail"]


def test_objects_are_changed_and_undone(s3enc, hostile):
    ran = s3enc("reencrypt", SCOPE, *TO, "--yes")
    assert ran.status == 0, ran.err
    assert "Changed, verified: 2 objects" in ran.out
    assert keys_of(hostile) == {"f/a": KEY, "f/b": KEY}
    log = ran.out.partition("Log for undoing it: ")[2].partition("\n")[0]
    undone = s3enc("reencrypt", "--undo", log, "--yes")
    assert undone.status == 0, undone.err
    assert keys_of(hostile) == {"f/a": None, "f/b": None}


def test_it_is_tried_in_place_with_a_test_object(s3enc, hostile):
    assert s3enc("reencrypt", SCOPE, *TO, "--yes", "--try-in-place").status == 0
    assert hostile.asked["UpdateObjectEncryption"] == 3
    assert set(hostile.objects) == {"f/a", "f/b"}


def test_json_has_the_plan_the_states_and_the_problems(s3enc, hostile):
    hostile.always("CopyObject", refusal(403, "AccessDenied", "no"))
    ran = s3enc("reencrypt", SCOPE, *TO, "--yes", "--json")
    assert ran.status == 1
    assert ran.json["ways"] == [{"way": "copy", "reason": None, "objects": 2, "bytes": 8}]
    assert ran.json["states"] == {"failed": 2}
    assert [one["error"] for one in ran.json["problems"]] == ["AccessDenied"] * 2


def test_receipts_have_before_and_after(s3enc, hostile, tmp_path):
    file = tmp_path / "receipts.csv"
    s3enc("reencrypt", SCOPE, *TO, "--yes", "--receipts", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [one["key"] for one in rows] == ["f/a", "f/b"]
    first = rows[0]
    assert (first["before_algorithm"], first["after_key"], first["state"]) == (
        "AES256", KEY, "verified"
    )  # fmt: skip


def test_only_what_is_encrypted_so(s3enc, hostile):
    ran = s3enc("reencrypt", SCOPE, *TO, "--dry-run", "--where", "aws:kms")
    assert "There is nothing to change." in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--to", "AES256"),
        (SCOPE, "--undo", "x"),
        (SCOPE, "--to", "plain"),
        (SCOPE, "--to", "aws:kms", "--yes"),
        (SCOPE, *TO, "--where", "sometimes"),
        (SCOPE, *TO),  # nobody can be asked
    ],
)
def test_what_makes_no_sense_is_refused(s3enc, hostile, arguments):
    ran = s3enc("reencrypt", *arguments)
    assert ran.status == 2
    assert not hostile.asked["CopyObject"]


def test_another_file_is_no_log_and_stays_as_it_is(s3enc, hostile, tmp_path):
    import sqlite3

    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE precious (x)")
    database.close()
    before = path.read_bytes()
    assert s3enc("reencrypt", "--undo", str(path), "--yes").status == 1
    assert s3enc("reencrypt", "--undo", str(tmp_path / "none"), "--yes").status == 2
    assert path.read_bytes() == before
    assert not (tmp_path / "none").exists()
