"""Writes of a bucket's policy and default encryption on a server that does wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.setting_change import Setting
from s3enc_gui.domain.guard.trial import Decision
from s3enc_gui.jobs.guard import prove_guard
from s3enc_gui.jobs.guard.change_encryption import PlanEncryption
from s3enc_gui.jobs.guard.plan_guard import PlanGuard, ReadGuard
from s3enc_gui.jobs.guard.prove_guard import ProveGuard
from s3enc_gui.jobs.guard.write_setting import FindUndo, UndoSetting, WriteSetting
from tests.servers.hostile import Answer, refusal
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.hostile.faults.settings import OTHERS_POLICY

pytestmark = pytest.mark.contract

SSE_S3 = Guard(frozenset({Rule.SSE_S3}))
THEIR_STATEMENT = '{"Sid":"Mine",  "Effect":"Deny","Principal":"*", "Action":"s3:GetObject"'
THEIR_STATEMENT += ',"Resource":"arn:aws:s3:::bucket/secret/*"}'
THEIRS = '{ "Statement":\n[ ' + THEIR_STATEMENT + ' ],"Version":"2012-10-17" }'
BLOCK = EncryptionChange(block_sse_c=True)
UNKNOWN = """<?xml version="1.0" encoding="UTF-8"?>
<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>
 <ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>
 <KMSMasterKeyID>arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555</KMSMasterKeyID>
 <NewInDefault a="1">x &amp; y</NewInDefault></ApplyServerSideEncryptionByDefault>
 <BucketKeyEnabled>true</BucketKeyEnabled><NewOption><Deep>1</Deep></NewOption>
 <BlockedEncryptionTypes><EncryptionType>NEW-KIND</EncryptionType></BlockedEncryptionTypes>
</Rule></ServerSideEncryptionConfiguration>"""


@pytest.fixture
def harness(hostile, connect, no_pauses):
    """Once: these requests don't pass through the transports."""
    return connect(hostile.server)


@pytest.fixture
def bucket(hostile, monkeypatch, tmp_path):
    """The default bucket, with a policy of the user."""
    path = tmp_path / "state" / "changes.json"
    monkeypatch.setattr("s3enc_gui.jobs.guard.write_setting.bucket_changes_path", lambda: path)
    monkeypatch.setattr(prove_guard, "PAUSE", 0.0)
    hostile.buckets["bucket"].policy = THEIRS
    return hostile.buckets["bucket"]


def plan(harness, guard=SSE_S3):
    return harness.run(PlanGuard(harness.connection, "bucket", guard))


def plan_block(harness):
    return harness.run(PlanEncryption(harness.connection, "bucket", BLOCK))


def write(harness, change):
    return harness.run(WriteSetting(harness.connection, change))


def find_undo(harness, setting=Setting.POLICY):
    return harness.run(FindUndo(harness.connection, "bucket", setting))


def writes(hostile):
    return [
        one.operation
        for one in hostile.requests
        if one.operation.startswith(("PutBucket", "DeleteBucket"))
    ]


def test_a_policy_is_written_read_back_and_undone_to_the_byte(harness, hostile, bucket):
    written = write(harness, plan(harness).change)
    assert written.unread is None
    assert bucket.policy == written.stored == written.change.after
    assert (
        '{"Sid":"Mine",  "Effect":"Deny","Principal":"*", "Action":"s3:GetObject"' in bucket.policy
    )
    assert harness.run(ReadGuard(harness.connection, "bucket")) == SSE_S3
    undo = find_undo(harness)
    assert undo.undoable
    harness.run(UndoSetting(harness.connection, undo))
    assert bucket.policy == THEIRS
    assert find_undo(harness) is None


def test_a_policy_that_was_made_for_a_bucket_without_one_is_deleted_by_undo(
    harness, hostile, bucket
):
    bucket.policy = ""
    write(harness, plan(harness).change)
    harness.run(UndoSetting(harness.connection, find_undo(harness)))
    assert bucket.policy == ""
    assert writes(hostile) == ["PutBucketPolicy", "DeleteBucketPolicy"]


def test_undo_goes_back_change_by_change_and_survives_a_restart(harness, bucket, connect, hostile):
    write(harness, plan(harness).change)
    first = bucket.policy
    write(harness, plan(harness, Guard(frozenset({Rule.TLS}))).change)
    again = connect(hostile.server)  # another process
    for before in (first, THEIRS):
        again.run(UndoSetting(again.connection, find_undo(again)))
        assert bucket.policy == before


def test_a_policy_that_changed_since_it_was_read_is_not_overwritten(harness, hostile, bucket):
    change = plan(harness).change
    bucket.policy = OTHERS_POLICY
    with pytest.raises(AppError) as caught:
        write(harness, change)
    assert caught.value.code == "SettingChanged"
    assert bucket.policy == OTHERS_POLICY
    assert writes(hostile) == []


def test_undo_refuses_a_policy_that_is_no_longer_ours_and_shows_the_difference(
    harness, hostile, bucket
):
    write(harness, plan(harness).change)
    bucket.policy = OTHERS_POLICY
    undo = find_undo(harness)
    assert not undo.undoable
    assert '+      "Sid": "Others"' in undo.difference
    assert '-      "Sid": "S3encRequireSseS3"' in undo.difference
    with pytest.raises(AppError):
        harness.run(UndoSetting(harness.connection, undo))
    with pytest.raises(AppError):  # changed between the look and the write
        harness.run(UndoSetting(harness.connection, replace(undo, undoable=True, current="{}")))
    assert bucket.policy == OTHERS_POLICY


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("setting-writes-are-not-implemented", "NotImplemented"),
        ("setting-writes-are-denied", "AccessDenied"),
        ("setting-writes-fail", "InternalError"),
    ],
)
def test_a_refused_write_is_an_error_and_leaves_nothing_to_undo(
    harness, hostile, bucket, fault, code
):
    write(harness, plan(harness, Guard(frozenset({Rule.TLS}))).change)
    first = bucket.policy
    misbehave(hostile, fault)
    with pytest.raises(AppError) as caught:
        write(harness, plan(harness).change)
    assert caught.value.code == code
    with pytest.raises(AppError) as caught:
        write(harness, plan_block(harness).change)
    assert caught.value.code == code
    assert find_undo(harness, Setting.ENCRYPTION) is None
    assert bucket.policy == first
    assert find_undo(harness).kept.change.before == THEIRS  # of the change before


def test_what_a_server_ignores_is_not_reported_as_written(harness, hostile, bucket):
    misbehave(hostile, "setting-writes-are-ignored")
    for change in (plan(harness).change, plan_block(harness).change):
        with pytest.raises(AppError) as caught:
            write(harness, change)
        assert caught.value.code == "StoredDifferently"
    assert bucket.policy == THEIRS


def test_a_lost_answer_is_no_error_if_the_setting_is_there(harness, hostile, bucket):
    misbehave(hostile, "setting-writes-lose-their-answer")
    written = write(harness, plan(harness).change)
    assert written.stored == bucket.policy == written.change.after
    assert write(harness, plan_block(harness).change).unread is None


def test_a_policy_that_somebody_else_writes_at_the_same_time_is_reported(harness, hostile, bucket):
    misbehave(hostile, "policy-is-written-by-others")
    with pytest.raises(AppError) as caught:
        write(harness, plan(harness).change)
    assert caught.value.code == "StoredDifferently"
    assert not find_undo(harness).undoable
    assert bucket.policy == OTHERS_POLICY


def test_a_policy_that_the_server_writes_in_its_own_way_is_the_same(harness, hostile, bucket):
    misbehave(hostile, "policy-is-rewritten")
    written = write(harness, plan(harness).change)
    assert written.stored != written.change.after
    assert find_undo(harness).undoable


def test_a_write_that_cannot_be_read_back_says_so(harness, hostile, bucket):
    change = plan(harness).change
    answers = [None, refusal(403, "AccessDenied")]

    def answer(work):
        return answers.pop(0) or work()

    hostile.overrides["GetBucketPolicy"] = answer
    written = write(harness, change)
    assert written.unread is not None
    assert bucket.policy == change.after
    del hostile.overrides["GetBucketPolicy"]
    assert find_undo(harness).undoable


@pytest.mark.parametrize(
    "fault",
    [
        "settings-are-not-implemented",
        "settings-are-denied",
        "settings-are-listings",
        "settings-are-empty",
        "settings-are-pages",
        "settings-are-refused-with-200",
        "policy-is-half",
        "policy-is-in-xml",
        "policy-without-statements",
        "policy-is-nested",
    ],
)
def test_a_policy_that_cannot_be_read_is_never_written(harness, hostile, bucket, fault):
    """So nothing is tried on a server that doesn't implement policies."""
    misbehave(hostile, fault)
    with pytest.raises(AppError):
        plan(harness)
    assert writes(hostile) == []


@pytest.mark.parametrize(
    "answer",
    [
        refusal(501, "NotImplemented"),
        refusal(403, "AccessDenied"),
        Answer(200, {}, b""),
        Answer(200, {}, b"<html>Please sign in</html>"),
        Answer(200, {}, b"<ListBucketResult/>"),
        Answer(200, {}, b"<ServerSideEncryptionConfiguration><Rule/><Rule/>"),
        Answer(
            200,
            {},
            b"<ServerSideEncryptionConfiguration><Rule/><Rule/></ServerSideEncryptionConfiguration>",
        ),
    ],
)
def test_a_default_encryption_that_cannot_be_read_is_never_written(
    harness, hostile, bucket, answer
):
    hostile.always("GetBucketEncryption", answer)
    with pytest.raises(AppError):
        plan_block(harness)
    assert writes(hostile) == []


def test_elements_that_nobody_knows_stay(harness, hostile, bucket):
    bucket.configuration = UNKNOWN
    written = write(harness, plan_block(harness).change)
    assert written.unread is None
    for kept in (
        '<NewInDefault a="1">x &amp; y</NewInDefault>',
        "<NewOption><Deep>1</Deep></NewOption>",
        "<EncryptionType>NEW-KIND</EncryptionType>",
        "<SSEAlgorithm>aws:kms</SSEAlgorithm>",
        "<BucketKeyEnabled>true</BucketKeyEnabled>",
        "<EncryptionType>SSE-C</EncryptionType>",
    ):
        assert kept in bucket.configuration
    undo = find_undo(harness, Setting.ENCRYPTION)
    harness.run(UndoSetting(harness.connection, undo))
    assert bucket.configuration == UNKNOWN


def test_a_choice_replaces_algorithm_and_key_only(harness, bucket):
    bucket.configuration = UNKNOWN
    wanted = EncryptionChange(EncryptionChoice(Encryption.SSE_S3))
    plan = harness.run(PlanEncryption(harness.connection, "bucket", wanted))
    write(harness, plan.change)
    assert "KMSMasterKeyID" not in bucket.configuration
    assert "<SSEAlgorithm>AES256</SSEAlgorithm>" in bucket.configuration
    assert '<NewInDefault a="1">' in bucket.configuration


def test_blocked_types_that_the_server_drops_are_reported(harness, hostile, bucket):
    misbehave(hostile, "blocked-types-are-dropped")
    with pytest.raises(AppError) as caught:
        write(harness, plan_block(harness).change)
    assert caught.value.code == "StoredDifferently"


def test_a_server_that_evaluates_no_policy_is_found_out_and_no_object_stays(
    harness, hostile, bucket
):
    hostile.put("theirs", b"theirs")
    proofs = harness.run(ProveGuard(harness.connection, "bucket", SSE_S3))
    assert [one.answer for one in proofs] == [Decision.ACCEPTED] * 4
    assert [one.is_as_expected for one in proofs] == [True, True, False, False]
    assert list(hostile.objects) == ["theirs"]
    assert hostile.uploads == {}
    written = [key for (_, key), _ in hostile.ever.items() if key != "theirs"]
    assert len(written) == 1 + 2 * prove_guard.TRIES  # one accepted, two tried again
    assert all(key.startswith("s3enc-guard-test-") for key in written)


def test_objects_of_a_proof_are_deleted_by_their_versions(harness, hostile, bucket):
    bucket.keeps_versions = True
    harness.run(ProveGuard(harness.connection, "bucket", SSE_S3))
    assert not any(bucket.versions.values())


def test_a_proof_says_which_object_it_could_not_remove(harness, hostile, bucket):
    hostile.always("DeleteObject", refusal(403, "AccessDenied"))
    proofs = harness.run(ProveGuard(harness.connection, "bucket", SSE_S3))
    (left, *_) = [one.left for one in proofs if one.left]
    assert "s3enc-guard-test-" in left.detail
    assert len(hostile.objects) == 3  # none is tried twice


@pytest.mark.parametrize(
    ("policy", "answer"),
    [
        ("with an explicit deny in a resource-based policy", Decision.DENIED),
        ("because no identity-based policy allows the s3:PutObject action", Decision.UNKNOWN),
        ("with an explicit deny in a service control policy", Decision.UNKNOWN),
        ("with an explicit deny in a resource-based policy (key policy)", Decision.UNKNOWN),
    ],
)
def test_a_denial_by_another_policy_proves_nothing(harness, hostile, bucket, policy, answer):
    action = "kms:GenerateDataKey" if "key policy" in policy else "s3:PutObject"
    message = f"User: arn:aws:iam::123456789012:user/me is not authorized to perform: {action}"
    message += f' on resource: "arn:aws:s3:::bucket/key" {policy.partition(" (")[0]}'
    hostile.always("PutObject", refusal(403, "AccessDenied", message))
    proofs = harness.run(ProveGuard(harness.connection, "bucket", SSE_S3))
    assert [one.answer for one in proofs if not one.upload.in_parts] == [answer] * 3


def test_the_undo_file_has_the_whole_policy_and_is_private(harness, hostile, bucket, tmp_path):
    write(harness, plan(harness).change)
    path = tmp_path / "state" / "changes.json"
    (entry,) = json.loads(path.read_text())["changes"]
    assert entry["before"] == THEIRS
    assert path.stat().st_mode & 0o077 == 0


def test_what_cannot_be_kept_for_undo_is_not_written(
    harness, hostile, bucket, monkeypatch, tmp_path
):
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "changes.json"
    change = plan(harness).change
    monkeypatch.setattr("s3enc_gui.jobs.guard.write_setting.bucket_changes_path", lambda: path)
    with pytest.raises(AppError) as caught:
        write(harness, change)
    assert caught.value.code == "UndoNotKept"
    assert writes(hostile) == []
