"""Guard on servers that evaluate bucket policies: SeaweedFS and the demo."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.domain.guard.rules import Rule
from s3enc_gui.domain.guard.setting_change import Setting
from s3enc_gui.domain.guard.trial import Decision, Sent
from s3enc_gui.jobs.guard import prove_guard
from s3enc_gui.jobs.guard.change_encryption import PlanEncryption
from s3enc_gui.jobs.guard.plan_guard import PlanGuard, ReadGuard
from s3enc_gui.jobs.guard.prove_guard import ProveGuard
from s3enc_gui.jobs.guard.read_page import ReadBucketPage
from s3enc_gui.jobs.guard.write_setting import FindUndo, UndoSetting, WriteSetting
from s3enc_gui.wording.guard.page import page_rows
from tests.domain.guard.upload_table import ALIAS, KEY, KEY_ID, OTHER_KEY, UPLOADS, guard_with

pytestmark = pytest.mark.contract

# As upload_table.ANSWERS; "!": fails for another reason. Both servers are asked over http.
ANSWERS = {
    "demo_server": {
        Rule.ANY_KMS: "DDAAAAAADDAD",
        Rule.THIS_KEY: "DDDAAADADDAD",  # resolves an ID and an alias before it evaluates
        Rule.SSE_S3: "DADDDDDDDDDA",
        Rule.DSSE: "DDDDDDDADDDD",
        Rule.NO_SSE_C: "AAAAAAAADAAA",
        Rule.TLS: "DDDDDDDDDDDD",
    },
    # It has no aws/s3 (500), and denies the parts of an upload, which have no headers.
    "seaweedfs": {
        Rule.ANY_KMS: "DD!AAAAADDDD",
        Rule.THIS_KEY: "DDDADDDADDDD",
        Rule.SSE_S3: "DADDDDDDDDDA",
        Rule.DSSE: "DDDDDDDADDDD",
        Rule.NO_SSE_C: "AA!AAAAADAAA",
        Rule.TLS: "DDDDDDDDDDDD",
    },
}


def options_of(upload, keys):
    if upload.sent is Sent.SSE_C:
        return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": b"k" * 32}
    if upload.sent is Sent.NOTHING:
        return {}
    options = {"ServerSideEncryption": upload.sent.value}
    return {**options, "SSEKMSKeyId": keys[upload.key]} if upload.key else options


def answer_of(s3, bucket, upload, keys):
    """Upload in one request or in parts, and return the letter of the answer."""
    options = options_of(upload, keys)
    where = {"Bucket": bucket, "Key": "key"}
    try:
        if not upload.in_parts:
            s3.put_object(Body=b"x", **where, **options)
            return "A"
        upload_id = s3.create_multipart_upload(**where, **options)["UploadId"]
        where["UploadId"] = upload_id
        etag = s3.upload_part(PartNumber=1, Body=b"x", **where)["ETag"]
        parts = {"Parts": [{"PartNumber": 1, "ETag": etag}]}
        s3.complete_multipart_upload(MultipartUpload=parts, **where)
    except ClientError as error:
        return "D" if error.response["Error"]["Code"] == "AccessDenied" else "!"
    return "A"


@pytest.fixture
def keys():
    """Create two keys and an alias on a server; the names of the table and theirs."""

    def make(server):
        key, other = server.new_key(), server.new_key()
        alias = f"alias/guard-{key[-12:]}"
        server.client("kms").create_alias(AliasName=alias, TargetKeyId=key.rpartition("/")[2])
        return {KEY: key, KEY_ID: key.rpartition("/")[2], ALIAS: alias, OTHER_KEY: other}

    return make


@pytest.fixture
def run(connect, monkeypatch, tmp_path):
    """Run a job with the services of a server, without pauses."""
    path = tmp_path / "state" / "changes.json"
    monkeypatch.setattr("s3enc_gui.jobs.guard.write_setting.bucket_changes_path", lambda: path)
    monkeypatch.setattr(prove_guard, "PAUSE", 0.0)

    def run(server, job, *arguments):
        harness = connect(server)
        return harness.run(job(harness.connection, *arguments))

    return run


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("rule", Rule)
def test_what_the_server_answers(request, new_bucket, keys, run, name, rule):
    server = request.getfixturevalue(name)
    s3, bucket, known = server.client("s3"), new_bucket(server), keys(server)
    plan = run(server, PlanGuard, bucket, guard_with(rule, known[KEY]))
    run(server, WriteSetting, plan.change)
    found = "".join(answer_of(s3, bucket, upload, known) for upload in UPLOADS.values())
    assert found == ANSWERS[name][rule]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("demo_server", Rule.SSE_S3),
        ("demo_server", Rule.NO_SSE_C),
        ("seaweedfs", Rule.SSE_S3),
        ("seaweedfs", Rule.THIS_KEY),
    ],
)
def test_a_guard_is_written_proved_and_undone(request, new_bucket, keys, run, name, rule):
    server = request.getfixturevalue(name)
    s3, bucket = server.client("s3"), new_bucket(server)
    theirs = {**STATEMENT, "Resource": f"arn:aws:s3:::{bucket}/secret/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [theirs]})
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    before = s3.get_bucket_policy(Bucket=bucket)["Policy"]

    guard = guard_with(rule, keys(server)[KEY])
    plan = run(server, PlanGuard, bucket, guard)
    assert all(one.is_as_expected for one in plan.trials)
    assert run(server, WriteSetting, plan.change).unread is None
    assert run(server, ReadGuard, bucket) == guard

    proofs = run(server, ProveGuard, bucket, guard)
    wrong = [one for one in proofs if not one.is_as_expected]
    uploads = s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    assert len(uploads) == sum(one.left is not None for one in proofs)
    if name == "seaweedfs" and rule is Rule.THIS_KEY:
        assert [(one.upload.in_parts, one.answer) for one in wrong] == [(True, Decision.DENIED)]
        assert wrong[0].left is not None
    else:
        assert wrong == []
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)

    run(server, UndoSetting, run(server, FindUndo, bucket, Setting.POLICY))
    assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == before


def test_the_rule_for_tls_lets_https_pass(seaweedfs_tls, new_bucket, run):
    server, guard = seaweedfs_tls, guard_with(Rule.TLS)
    bucket = new_bucket(server)
    run(server, WriteSetting, run(server, PlanGuard, bucket, guard).change)
    proofs = run(server, ProveGuard, bucket, guard)
    assert [one.answer for one in proofs] == [Decision.ACCEPTED] * 2 + [None] * 2
    assert run(server, ReadGuard, bucket) == guard


STATEMENT = {
    "Sid": "Mine",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:GetObject",
}


def test_nothing_is_proved_where_objects_would_stay(demo_server, new_bucket, run):
    bucket = new_bucket(demo_server, ObjectLockEnabledForBucket=True)
    with pytest.raises(AppError) as caught:
        run(demo_server, ProveGuard, bucket, guard_with(Rule.SSE_S3))
    assert caught.value.code == "NotProvable"
    assert "Versions" not in demo_server.client("s3").list_object_versions(Bucket=bucket)


def test_the_default_encryption_is_written_with_the_keys_arn(demo_server, new_bucket, run):
    server, bucket = demo_server, new_bucket(demo_server)
    key = server.new_key(alias="of-default")
    choice = EncryptionChoice(Encryption.SSE_KMS, bucket_key=True)
    wanted = EncryptionChange(choice, block_sse_c=True)
    plan = run(server, PlanEncryption, bucket, wanted, "alias/of-default")
    assert run(server, WriteSetting, plan.change).unread is None
    s3 = server.client("s3")
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule == {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key},
        "BucketKeyEnabled": True,
        "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
    }
    with pytest.raises(ClientError) as caught:
        s3.put_object(
            Bucket=bucket, Key="k", SSECustomerAlgorithm="AES256", SSECustomerKey=b"k" * 32
        )
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    run(server, UndoSetting, run(server, FindUndo, bucket, Setting.ENCRYPTION))
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert "BlockedEncryptionTypes" not in rule


@pytest.mark.parametrize("name", ["demo_server", "seaweedfs"])
def test_the_page_of_a_bucket(request, new_bucket, run, name):
    server = request.getfixturevalue(name)
    bucket = new_bucket(server)
    page = run(server, ReadBucketPage, bucket)
    rows = dict(page_rows(page))
    assert all(rows.values())
    assert not [value for value in rows.values() if value.startswith("Couldn't")], rows
    assert rows["Versioning"] == "Off"
    assert rows["Bucket policy"] == rows["Replication"] == rows["Lifecycle"] == "None"
    assert rows["Object Lock"] == "Off"
