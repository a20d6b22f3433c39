"""The checks before an upload: read while the pages are filled in, shown on the Review page."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.keys.kms_key import KeyDescription, Usability
from s3enc_gui.domain.policy.document import BucketPolicy
from s3enc_gui.domain.preflight.check import Status, Subject
from s3enc_gui.domain.preflight.facts import BucketSettings
from s3enc_gui.domain.uploads.found import FoundFile
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.connections.list_connections import Identify
from s3enc_gui.jobs.keys import DescribedKey, DescribeKeys, ListKeys
from s3enc_gui.jobs.listing.buckets import ReadBucket
from s3enc_gui.jobs.preflight.read_settings import ReadBucketSettings, ReadOwner
from s3enc_gui.jobs.uploads.upload import UploadFiles
from tests.gui.uploads.conftest import ALIASES, ARN, CONNECTION, ME, REGION, TEST_KEY, facts

ACCOUNT = "123456789012"
K = ARN + TEST_KEY
SSE = "s3:x-amz-server-side-encryption"
ONLY_KMS = {"StringNotEquals": {SSE: "aws:kms"}}
THIS_KEY = {"ArnNotEqualsIfExists": {f"{SSE}-aws-kms-key-id": K}}


def policy(*conditions, **change):
    statements = [
        {
            "Sid": f"Rule{number}",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::my-bucket/*",
            "Condition": condition,
            **change,
        }
        for number, condition in enumerate(conditions)
    ]
    return BucketPolicy.parse(json.dumps({"Statement": statements}))


def settings(*conditions, **change):
    usual = {
        "policy": policy(*conditions),
        "ownership": "BucketOwnerEnforced",
        "blocks_public_acls": True,
        "versioning": Versioning.OFF,
    }
    return BucketSettings(**{**usual, **change})


def described(name, manager="CUSTOMER", usability=Usability.USABLE):
    key_id = name.rpartition("/")[2]
    key = KeyDescription(ARN + key_id, key_id, "Enabled", "ENCRYPT_DECRYPT", "", manager)
    return DescribedKey(name, usability, key)


def read(runner, *conditions, **change):
    """Answer all requests for the bucket's settings, and for keys of the policy."""
    runner.handle_of(ReadBucketSettings).succeed(settings(*conditions, **change))
    runner.handle_of(ReadOwner).succeed(True)
    if K in str(conditions):
        runner.handle_of(DescribeKeys).succeed((described(K),))


def to_review(wizard):
    while wizard.page_title != "Review":
        wizard.go_next()
    return wizard.review


def status(wizard, subject):
    return {check.subject: check.status for check in wizard.preflight.checks}.get(subject)


def shown(widget):
    labels = (label for label in widget.findChildren(QLabel) if label.isVisible())
    return [label.text().replace("\u200b", "") for label in labels]


def test_settings_are_read_as_soon_as_the_bucket_is_known(wizard, runner):
    assert not runner.jobs_of(ReadBucketSettings)
    runner.handle_of(ReadBucket).succeed(facts())
    assert runner.jobs_of(ReadBucketSettings) == [
        ReadBucketSettings(CONNECTION, "my-bucket", REGION)
    ]
    assert not runner.jobs_of(ReadOwner)  # the caller isn't known yet
    runner.handle_of(Identify).succeed(ME)
    assert runner.jobs_of(ReadOwner) == [ReadOwner(CONNECTION, "my-bucket", ACCOUNT, REGION)]


def test_nothing_is_read_twice(known, runner):
    read(runner, ONLY_KMS, THIS_KEY)
    to_review(known)
    known.properties.encryption.kinds[Encryption.DSSE_KMS].click()
    known.go_back()
    known.files.destination.bucket.setEditText("other")
    known.files.destination.commit()
    runner.handle_of(ReadBucket).succeed(facts(bucket="other"))
    assert len(runner.jobs_of(ReadBucketSettings)) == 2
    known.files.destination.bucket.setEditText("my-bucket")
    known.files.destination.commit()
    to_review(known)
    assert len(runner.jobs_of(ReadBucketSettings)) == 2
    assert len(runner.jobs_of(ReadOwner)) == 2
    assert runner.jobs_of(DescribeKeys) == [DescribeKeys(CONNECTION, REGION, (K,))]


def test_the_upload_does_not_wait_for_the_checks(known, runner):
    assert known.preflight.busy
    assert known._footer.upload.isEnabled()
    known.upload()
    assert runner.jobs_of(UploadFiles)


def test_all_is_fine(known, runner):
    read(runner)
    review = to_review(known)
    assert not review.failures.isVisible()
    assert known._footer.upload.text() == "&Upload"
    assert review._counts.text() == "8 fine"
    assert shown(review.checks)[:3] == ["Fine", "Who you are", f"{ME.arn}, account {ACCOUNT}."]


def test_checks_appear_as_they_are_read(known, runner):
    review = to_review(known)
    assert review._counts.text() == "Checking…"
    handle = runner.handle_of(ReadBucketSettings)
    handle.progressed.emit((BucketSettings(policy(ONLY_KMS)),))
    assert status(known, Subject.POLICY) is Status.WILL_FAIL
    assert status(known, Subject.VERSIONING) is None


def test_a_policy_that_wants_key_k_is_met_with_one_click(known, runner):
    read(runner, ONLY_KMS, THIS_KEY)
    review = to_review(known)
    assert known.draft.kind is Encryption.SSE_S3
    assert review.failures.isVisible()
    assert "The upload will fail: Bucket policy" in shown(review.failures)
    assert any(f"It requires the KMS key {K}." in text for text in shown(review.failures))
    assert known._footer.upload.text() == "&Upload anyway"
    (button,) = review.failures.buttons
    assert button.text() == "Use this key"
    button.click()
    assert known.draft.choice() == EncryptionChoice(Encryption.SSE_KMS, K, bucket_key=False)
    assert status(known, Subject.POLICY) is Status.FINE
    assert not review.failures.isVisible()
    assert known._footer.upload.text() == "&Upload"
    assert known._footer.upload.hasFocus()
    assert ("KMS key", K) in [
        (name.text(), value.text())
        for name, value in zip(
            review.findChildren(QLabel), review.findChildren(QLabel)[1:], strict=False
        )
    ]
    known.upload()
    (job,) = runner.jobs_of(UploadFiles)
    assert job.plan.options.encryption.key == K


def test_the_chosen_key_stays_when_the_keys_are_listed(known, runner):
    read(runner, ONLY_KMS, THIS_KEY)
    to_review(known).failures.buttons[0].click()
    runner.handle_of(ListKeys).succeed(ALIASES)
    assert known.draft.choice().key == "alias/test_key"  # sent as its ARN
    assert known.draft.resolved_key() == K
    assert status(known, Subject.POLICY) is Status.FINE


def test_upload_anyway(known, runner):
    read(runner, ONLY_KMS)
    to_review(known)
    known._footer.upload.click()
    assert runner.jobs_of(UploadFiles)


@pytest.mark.parametrize("is_read_first", [True, False])
def test_the_remedy_is_the_obvious_way(known, runner, is_read_first):
    if is_read_first:
        read(runner, ONLY_KMS)
    review, footer = to_review(known), known._footer
    if not is_read_first:
        footer.upload.setFocus()
        read(runner, ONLY_KMS)
    (button,) = review.failures.buttons
    assert button.property("primary")
    assert not footer.upload.property("primary")
    assert not footer.upload.isDefault()
    assert not footer.upload.hasFocus()
    button.click()
    assert footer.upload.property("primary")
    assert footer.upload.isDefault()


def test_what_fails_is_said_once(known, runner):
    read(runner, ONLY_KMS)
    review = to_review(known)
    assert "Bucket policy" not in shown(review.checks)


def test_the_other_pages_say_that_the_upload_fails(known, runner):
    read(runner, ONLY_KMS)
    assert known._footer.hint.text() == "The upload will fail as it is. See Review."
    assert known._footer.upload.text() == "&Upload anyway"
    to_review(known)
    assert known._footer.hint.text() == ""


def test_an_acl_in_a_bucket_without_acls(known, runner):
    read(runner)
    acl = known.permissions.acl
    acl.setCurrentIndex(acl.findData("public-read"))
    review = to_review(known)
    (button,) = review.failures.buttons
    assert button.text() == "Send no ACL"
    button.click()
    assert known.draft.acl is None
    assert acl.currentData() is None
    assert not review.failures.isVisible()


def test_overwriting_where_the_policy_forbids_it(known, runner):
    read(runner, {"Null": {"s3:if-none-match": "true"}})
    known.properties.choose_if_exists(IfExists.OVERWRITE)
    (button,) = to_review(known).failures.buttons
    assert button.text() == "Don't overwrite"
    button.click()
    assert known.draft.if_exists is IfExists.FAIL


def test_a_large_file_is_uploaded_in_parts(known, runner):
    read(runner, {"Null": {"s3:if-none-match": "true"}})
    assert known.preflight.failing == ()
    known.draft.files.add([FoundFile("/home/b", "b", 16 * 1024 * 1024)])
    assert [check.subject for check in known.preflight.failing] == [Subject.POLICY]


def test_what_cannot_be_read_prevents_nothing(known, runner):
    denied = AppError("You aren't allowed to do this", code="AccessDenied")
    runner.handle_of(ReadBucketSettings).succeed(BucketSettings(denied, denied, denied, denied))
    runner.handle_of(ReadOwner).fail(denied)
    review = to_review(known)
    assert status(known, Subject.POLICY) is Status.CANNOT_CHECK
    assert not review.failures.isVisible()
    assert review._counts.text() == "5 fine · 3 can't be checked"


def test_a_connection_that_cannot_be_opened(known, runner):
    runner.handle_of(ReadBucketSettings).fail(AppError("The profile doesn't exist"))
    assert status(known, Subject.POLICY) is Status.CANNOT_CHECK


def test_an_unknown_caller(ready, runner):
    runner.handle_of(Identify).fail(AppError("Not signed in"))
    assert status(ready, Subject.CALLER) is Status.CANNOT_CHECK
    assert not runner.jobs_of(ReadOwner)


def test_check_again_reads_once_more(known, runner):
    read(runner, ONLY_KMS)
    review = to_review(known)
    review.check_again.click()
    assert not review.check_again.isEnabled()
    read(runner)
    assert review._counts.text() == "8 fine"
    assert len(runner.jobs_of(ReadBucketSettings)) == 2


def test_a_default_key_that_is_disabled(wizard, runner):
    """The bucket's default names a key that S3 can't use: nothing else says so."""
    runner.handle_of(Identify).succeed(ME)
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("aws:kms", K)))
    runner.handle_of(DescribeKeys).succeed((described(K, usability=Usability.DISABLED),))
    read(runner)
    wizard.properties.encryption.kinds[Encryption.BUCKET_DEFAULT].click()
    review = to_review(wizard)
    assert "The upload will fail: KMS key" in shown(review.failures)
    assert wizard.draft.can_be_sent


def test_a_chosen_key_that_is_disabled_is_said_once(wizard, runner):
    runner.handle_of(Identify).succeed(ME)
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("aws:kms", K)))
    runner.handle_of(DescribeKeys).succeed((described(K, usability=Usability.DISABLED),))
    read(runner)
    wizard._show_page(3)
    assert status(wizard, Subject.KEY) is Status.WILL_FAIL
    assert wizard.review._problem.isVisible()
    assert not wizard.review.failures.isVisible()
    upload = wizard._footer.upload
    assert (upload.text(), upload.isEnabled()) == ("&Upload", False)


def test_closing_cancels_the_checks(known, runner):
    known.dismiss()
    assert ReadBucketSettings(CONNECTION, "my-bucket", REGION) in runner.cancelled


def test_a_hundred_thousand_files_are_not_compared(known, runner, monkeypatch):
    read(runner, ONLY_KMS)
    monkeypatch.setattr(type(known.draft.files), "count", 100_000)
    monkeypatch.setattr(known.draft.files, "items", lambda: pytest.fail("all keys were computed"))
    known.draft.touch()
    assert status(known, Subject.POLICY) is Status.WILL_FAIL


def test_a_known_bucket_is_not_read_again(known, runner):
    field = known.files.destination
    for name in ("other", "my-bucket"):
        field.bucket.setEditText(name)
        field.commit()
        if name == "other":
            runner.handle_of(ReadBucket).succeed(facts(bucket=name))
    assert [job.bucket for job in runner.jobs_of(ReadBucket)] == ["my-bucket", "other"]
    assert known.draft.can_be_sent


def test_check_again_reads_everything(wizard, runner):
    runner.handle_of(Identify).fail(AppError("Not signed in"))
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("aws:kms", K)))
    runner.handle_of(DescribeKeys).succeed((described(K, usability=Usability.DISABLED),))
    runner.handle_of(ReadBucketSettings).succeed(settings())
    wizard._show_page(3)
    assert status(wizard, Subject.KEY) is Status.WILL_FAIL
    wizard.review.check_again.click()
    runner.handle_of(Identify).succeed(ME)
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("aws:kms", K)))
    runner.handle_of(DescribeKeys).succeed((described(K),))
    runner.handle_of(ReadBucketSettings).succeed(settings())
    runner.handle_of(ReadOwner).succeed(True)
    assert {check.status for check in wizard.preflight.checks} == {Status.FINE}
    assert wizard.draft.can_be_sent


@pytest.mark.usefixtures("tab_order")
def test_the_button_comes_before_the_summary_by_tab(known, runner, qtbot):
    read(runner, ONLY_KMS)
    review = to_review(known)
    (button,) = review.failures.buttons
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Tab)
    assert review._summary.isAncestorOf(known.focusWidget())
    qtbot.keyClick(review._summary, Qt.Key.Key_Backtab)
    assert known.focusWidget() is button
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert known.draft.kind is Encryption.SSE_KMS
