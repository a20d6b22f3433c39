"""The checks before an upload with real threads, on the demo server, which evaluates policies."""

from __future__ import annotations

import json

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.preflight.check import Subject
from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.jobs.services import Services
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile

pytestmark = pytest.mark.contract

SSE = "s3:x-amz-server-side-encryption"


@pytest.fixture
def server(demo_server, monkeypatch):
    for name, value in demo_server.environment().items():
        monkeypatch.setenv(name, value)
    return demo_server


@pytest.fixture
def key(server):
    return server.client("kms").describe_key(KeyId="alias/invoices")["KeyMetadata"]["Arn"]


@pytest.fixture
def bucket(server, new_bucket, key):
    """A bucket whose policy wants SSE-KMS with a certain key."""
    where = {"CreateBucketConfiguration": {"LocationConstraint": server.region}}
    bucket = new_bucket(server, **where)
    statements = [
        {
            "Sid": sid,
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/*",
            "Condition": condition,
        }
        for sid, condition in (
            ("DenyUnEncryptedObjectUploads", {"StringNotEquals": {SSE: "aws:kms"}}),
            ("DenyOtherKeys", {"ArnNotEqualsIfExists": {f"{SSE}-aws-kms-key-id": key}}),
        )
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    server.client("s3").put_bucket_policy(Bucket=bucket, Policy=policy)
    return bucket


@pytest.fixture
def runner(server, tmp_path):
    services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
    runner = JobRunner(services)
    yield runner
    runner.shutdown()
    services.close()


def test_the_key_that_the_policy_wants_is_chosen_with_one_click(
    qtbot, runner, server, bucket, key, tmp_path
):
    path = tmp_path / "text.txt"
    path.write_text("text")
    wizard = UploadWizard(runner, Connection(), bucket, "in", [str(path)])
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.waitUntil(lambda: bool(wizard.preflight.failing) and not wizard.preflight.busy)
    qtbot.waitUntil(lambda: wizard.draft.can_be_sent)
    for _ in range(2):
        wizard.go_next()
    (check,) = wizard.preflight.failing
    assert check.subject is Subject.POLICY
    assert wizard._footer.upload.text() == "&Upload anyway"
    qtbot.waitUntil(lambda: wizard.review.failures.buttons[0].text() == "Use this key")
    wizard.review.failures.buttons[0].click()
    assert wizard.preflight.failing == ()
    assert wizard._footer.upload.text() == "&Upload"
    assert wizard.draft.kind is Encryption.SSE_KMS
    with qtbot.waitSignal(wizard.uploaded, timeout=60_000) as uploaded:
        wizard.upload()
    (outcome,) = uploaded.args[0]
    assert outcome.result.value == "verified", outcome
    head = server.client("s3").head_object(Bucket=bucket, Key="in/text.txt")
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key)
    wizard.close()


def test_upload_anyway_is_refused_by_the_server(qtbot, runner, bucket, tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("text")
    wizard = UploadWizard(runner, Connection(), bucket, "in", [str(path)])
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.waitUntil(lambda: bool(wizard.preflight.failing) and wizard.draft.can_be_sent)
    with qtbot.waitSignal(wizard.uploaded, timeout=60_000) as uploaded:
        wizard.upload()
    (outcome,) = uploaded.args[0]
    assert outcome.error.code == "AccessDenied"
    wizard.close()
