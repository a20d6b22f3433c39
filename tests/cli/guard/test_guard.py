from __future__ import annotations

import json

import pytest

from s3enc_gui.cli.bucket_settings import writing
from s3enc_gui.jobs.guard import prove_guard
from tests.servers.hostile.faults.registry import misbehave

BUCKET = "s3://bucket"
THEIRS = (
    '{"Version":"2012-10-17","Statement":[{"Sid":"Mine", "Effect":"Deny","Principal":"*",'
    '"Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/secret/*"}]}'
)


@pytest.fixture(autouse=True)
def theirs(hostile, monkeypatch):
    hostile.buckets["bucket"].policy = THEIRS
    monkeypatch.setattr(prove_guard, "PAUSE", 0.0)


def policy(hostile):
    return hostile.buckets["bucket"].policy


def test_set_explains_shows_the_difference_and_writes(s3enc, hostile):
    ran = s3enc("guard", "set", BUCKET, "--require", "sse-s3", "--require", "tls", "--yes")
    assert ran.status == 0, ran.err
    assert "Encrypted with SSE-S3: Uploads must request SSE-S3." in ran.out
    assert "log delivery" in ran.out
    assert '+      "Sid": "S3encRequireSseS3",' in ran.out
    assert "SSE-S3, in parts" in ran.out
    assert "Written, and read back" in ran.out
    assert "in the moment between" in ran.err
    assert THEIRS.removesuffix("]}") in policy(hostile)

    shown = s3enc("guard", "show", BUCKET, "--json")
    assert shown.json["rules"] == ["sse-s3", "tls"]
    undone = s3enc("guard", "undo", BUCKET, "--yes")
    assert undone.status == 0
    assert policy(hostile) == THEIRS
    assert s3enc("guard", "show", BUCKET).out == "Not required\n"
    assert s3enc("guard", "undo", BUCKET, "--yes").status == 1  # nothing is left to undo


def test_nothing_is_written_unasked(s3enc, hostile):
    ran = s3enc("guard", "set", BUCKET, "--require", "sse-s3")
    assert ran.status == 2
    assert "Add --yes to write it" in ran.err
    assert s3enc("guard", "set", BUCKET, "--require", "sse-s3", "--dry-run").status == 0
    assert policy(hostile) == THEIRS


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("", 1), ("no", 1)])
def test_the_user_is_asked(s3enc, hostile, monkeypatch, answer, status):
    monkeypatch.setattr(writing, "can_ask", lambda: True)
    questions = []

    def ask(question, _):
        questions.append(question)
        return answer

    monkeypatch.setattr(writing, "ask", ask)
    assert s3enc("guard", "set", BUCKET, "--require", "dsse").status == status
    assert questions == ["Write this bucket policy? [y/N]"]
    assert (policy(hostile) != THEIRS) is (status == 0)


def test_the_result_as_json(s3enc, hostile):
    ran = s3enc("guard", "set", BUCKET, "--require", "kms", "--yes", "--json")
    assert ran.status == 0
    assert ran.json["written"] is ran.json["verified"] is True
    assert ran.json["before"] == THEIRS
    assert ran.json["after"] == policy(hostile)
    assert [one["found"] for one in ran.json["trials"]] == ["accepted"] * 2 + ["denied"] * 2
    again = s3enc("guard", "set", BUCKET, "--require", "kms", "--yes", "--json")
    assert (again.status, again.json["written"]) == (0, False)


def test_remove_leaves_the_users_statements(s3enc, hostile):
    s3enc("guard", "set", BUCKET, "--require", "tls", "--yes")
    assert s3enc("guard", "remove", BUCKET, "--yes").status == 0
    assert policy(hostile) == THEIRS


def test_rules_that_nobody_could_meet_are_not_written(s3enc, hostile):
    statement = json.loads(THEIRS)["Statement"][0] | {"Action": "s3:PutObject"}
    statement["Resource"] = "arn:aws:s3:::bucket/*"
    hostile.buckets["bucket"].policy = before = json.dumps({"Statement": [statement]})
    ran = s3enc("guard", "set", BUCKET, "--require", "sse-s3", "--yes")
    assert ran.status == 1
    assert "nobody could upload anything" in ran.err
    assert "denied by “Mine”" in ran.out
    assert policy(hostile) == before


def test_undo_refuses_what_is_no_longer_ours(s3enc, hostile):
    s3enc("guard", "set", BUCKET, "--require", "tls", "--yes")
    hostile.buckets["bucket"].policy = '{"Statement": [{"Sid": "Others"}]}'
    ran = s3enc("guard", "undo", BUCKET, "--yes")
    assert ran.status == 1
    assert '+      "Sid": "Others"' in ran.err
    assert policy(hostile) == '{"Statement": [{"Sid": "Others"}]}'


def test_a_server_that_forgets_the_policy_is_reported_as_different(s3enc, hostile):
    misbehave(hostile, "setting-writes-are-ignored")
    ran = s3enc("guard", "set", BUCKET, "--require", "tls", "--yes", "--json")
    assert ran.status == 3
    assert ran.json["error"]["code"] == "StoredDifferently"


def test_a_server_without_policies_says_so(s3enc, hostile):
    misbehave(hostile, "setting-writes-are-not-implemented")
    ran = s3enc("guard", "set", BUCKET, "--require", "tls", "--yes")
    assert ran.status == 1
    assert "The server doesn't support this operation [NotImplemented]" in ran.err


def test_a_server_that_does_not_enforce_the_policy_is_found_out(s3enc, hostile):
    ran = s3enc("guard", "set", BUCKET, "--require", "sse-s3", "--yes", "--prove")
    assert ran.status == 3
    assert "SSE-S3: accepted, as intended" in ran.out
    assert "the server doesn't enforce the rule" in ran.out
    assert "Proved: 2 of 4 uploads answered as intended." in ran.out
    assert list(hostile.objects) == []
    proved = s3enc("guard", "prove", BUCKET, "--yes", "--json")
    assert [one["answer"] for one in proved.json["proofs"]] == ["accepted"] * 4


def test_a_bucket_without_rules_has_nothing_to_prove(s3enc, hostile):
    assert s3enc("guard", "prove", BUCKET, "--yes").status == 1


@pytest.mark.parametrize("file_format", ["json", "terraform", "cloudformation"])
def test_the_policy_goes_to_a_file_and_not_to_the_bucket(s3enc, hostile, tmp_path, file_format):
    path = tmp_path / "policy"
    options = ("--require", "no-sse-c", "--format", file_format)
    printed = s3enc("guard", "export", BUCKET, *options)
    assert s3enc("guard", "export", BUCKET, *options, "--output", path).status == 0
    assert path.read_text() == printed.out
    assert "S3encDenySseC" in printed.out
    assert policy(hostile) == THEIRS
    assert s3enc("guard", "export", BUCKET, *options, "--output", tmp_path / "no" / "p").status == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--require", "kms-key"),
        ("--require", "kms-key", "--sse-kms-key-id", "alias/test_key"),
        ("--require", "sse-s3", "--require", "dsse"),
        ("--require", "other"),
        (),
    ],
)
def test_rules_that_make_no_sense_are_usage_errors(s3enc, hostile, arguments):
    assert s3enc("guard", "set", BUCKET, *arguments, "--yes").status == 2
    assert hostile.requests == []


def test_a_folder_has_no_policy(s3enc):
    assert s3enc("guard", "show", "s3://bucket/folder/").status == 2
