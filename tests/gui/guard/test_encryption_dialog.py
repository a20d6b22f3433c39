from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.guard.default_encryption import EncryptionChange
from s3enc_gui.gui.guard.encryption_dialog import DefaultEncryptionDialog
from s3enc_gui.jobs.guard.change_encryption import PlanEncryption
from s3enc_gui.jobs.guard.write_setting import WriteSetting, Written
from s3enc_gui.jobs.listing.buckets import BucketFacts, ReadBucket
from tests.gui.guard.samples import BUCKET, CONNECTION, DENIED, FACTS, KEY, encryption_plan


@pytest.fixture
def dialog(qtbot, runner):
    dialog = DefaultEncryptionDialog(runner, CONNECTION, BUCKET)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def read(dialog, runner):
    runner.handle_of(ReadBucket).succeed(FACTS)
    dialog.make_plan()
    return dialog


def test_it_reads_the_setting_and_writes_nothing(dialog, runner):
    assert runner.started == [ReadBucket(CONNECTION, BUCKET)]
    assert not dialog.form.isEnabled()


def test_without_a_change_nothing_is_requested(read, runner):
    assert read.form.wanted() == (EncryptionChange(), None)
    assert runner.jobs_of(PlanEncryption) == []
    assert not read.write.isEnabled()


@pytest.mark.parametrize(
    "default",
    [
        BucketEncryption("aws:kms", KEY, bucket_key=True, blocked=("SSE-C",)),
        BucketEncryption("aws:kms"),
        BucketEncryption("aws:kms:dsse", KEY),
        BucketEncryption("AES256", bucket_key=True),
    ],
)
def test_what_the_bucket_has_is_no_change(dialog, runner, default):
    runner.handle_of(ReadBucket).succeed(BucketFacts(BUCKET, "eu-west-1", default, None))
    assert dialog.form.wanted() == (EncryptionChange(), None)


def test_only_what_differs_is_changed(read):
    read.form.block.setChecked(True)
    assert read.form.wanted() == (EncryptionChange(block_sse_c=True), None)
    read.form.kinds[Encryption.SSE_KMS].click()
    read.form.key.preselect(KEY)
    read.form.bucket_key.setChecked(True)
    choice = EncryptionChoice(Encryption.SSE_KMS, bucket_key=True)
    assert read.form.wanted() == (EncryptionChange(choice, block_sse_c=True), KEY)


def test_a_change_is_shown_and_written_after_asking(read, runner, answer):
    read.form.kinds[Encryption.SSE_KMS].click()
    read.make_plan()
    wanted = EncryptionChange(EncryptionChoice(Encryption.SSE_KMS, bucket_key=False))
    assert runner.started[-1] == PlanEncryption(CONNECTION, BUCKET, wanted, None)
    plan = encryption_plan()
    runner.succeed(plan)
    assert "+      <SSEAlgorithm>aws:kms</SSEAlgorithm>" in read.difference.toPlainText()
    read.write.click()
    answer(read, "Write")
    assert runner.started[-1] == WriteSetting(CONNECTION, plan.change)
    runner.succeed(Written(plan.change, plan.change.after))
    assert read.banner.accessibleName() == "The setting is in force"
    assert runner.started[-1] == ReadBucket(CONNECTION, BUCKET)


def test_what_was_said_of_another_choice_is_not_shown(read, runner):
    read.form.kinds[Encryption.SSE_KMS].click()
    read.make_plan()
    runner.succeed(encryption_plan(DENIED))
    read.form.kinds[Encryption.DSSE_KMS].click()
    read.make_plan()
    assert (read.difference.toPlainText(), read._cautions.text()) == ("", "")
    assert read.difference.placeholderText()


def test_a_key_that_was_not_checked_is_a_warning(read, runner):
    read.form.kinds[Encryption.SSE_KMS].click()
    read.make_plan()
    runner.succeed(encryption_plan(DENIED))
    assert "couldn't check the key" in read._cautions.text()
    assert read.write.isEnabled()


def test_a_change_that_cannot_be_made_is_said(read, runner):
    read.form.kinds[Encryption.SSE_KMS].click()
    read.make_plan()
    runner.fail(DENIED)
    assert DENIED.title in read._cautions.text()
    assert not read.write.isEnabled()


def test_a_setting_that_cannot_be_read_is_shown(dialog, runner):
    facts = BucketFacts(BUCKET, "eu-west-1", None, None, error=DENIED)
    runner.handle_of(ReadBucket).succeed(facts)
    assert dialog.banner.accessibleName() == DENIED.title
    assert not dialog.form.isEnabled()
