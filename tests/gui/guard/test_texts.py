"""The windows about a bucket in the pseudo-language."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.guard.bucket_page import BucketPage
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.gui.guard.bucket_dialog import BucketDialog
from s3enc_gui.gui.guard.encryption_dialog import DefaultEncryptionDialog
from s3enc_gui.gui.guard.guard_dialog import RequireEncryptionDialog
from s3enc_gui.jobs.guard.change_encryption import PlanEncryption
from s3enc_gui.jobs.guard.plan_guard import PlanGuard, ReadGuard
from s3enc_gui.jobs.guard.prove_guard import CheckProvable
from s3enc_gui.jobs.guard.read_page import ReadBucketPage
from s3enc_gui.jobs.guard.write_setting import FindUndo
from s3enc_gui.jobs.listing.buckets import ReadBucket
from tests.gui.guard.samples import (
    BUCKET,
    CONNECTION,
    DENIED,
    FACTS,
    SSE_S3,
    THEIRS,
    encryption_plan,
    guard_plan,
    undo_of,
)
from tests.i18n.shown import check_texts
from tests.wording.guard.test_page import PAGE

pytestmark = pytest.mark.usefixtures("pseudo_language")

ERROR = (DENIED.title, DENIED.detail, DENIED.hint, DENIED.code)
DATA = (BUCKET, "arn:aws:kms:eu-west-1:123456789012:key/…", "Mine", *ERROR)


def shown(qtbot, kind, runner):
    window = kind(runner, CONNECTION, BUCKET)
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_page(qtbot, runner):
    window = shown(qtbot, BucketDialog, runner)
    check_texts(window, *DATA)
    runner.handle_of(ReadBucketPage).succeed(PAGE)
    check_texts(window, *DATA)
    window.refresh.click()
    runner.handle_of(ReadBucketPage).succeed(BucketPage(BUCKET, owner=DENIED))
    check_texts(window, *DATA)


def test_the_default_encryption(qtbot, runner):
    window = shown(qtbot, DefaultEncryptionDialog, runner)
    check_texts(window, *DATA)
    runner.handle_of(ReadBucket).succeed(FACTS)
    window.form.block.setChecked(True)
    window.make_plan()
    runner.handle_of(PlanEncryption).succeed(encryption_plan(DENIED))
    check_texts(window, *DATA)
    window.write.click()
    check_texts(window, *DATA)


def test_the_rules(qtbot, runner):
    window = shown(qtbot, RequireEncryptionDialog, runner)
    runner.handle_of(ReadBucket).succeed(FACTS)
    runner.handle_of(ReadGuard).succeed(Guard())
    check_texts(window, *DATA)
    for rule in (*window.form.kinds, *window.form.others):
        (window.form.kinds | window.form.others)[rule].click()
        check_texts(window, *DATA)
    window.form.kinds[Rule.SSE_S3].click()
    runner.handle_of(PlanGuard).succeed(guard_plan(SSE_S3, THEIRS))
    check_texts(window, *DATA)
    window.form.kinds[Rule.DSSE].click()
    runner.handle_of(PlanGuard).succeed(guard_plan(SSE_S3))
    window.write.click()
    check_texts(window, *DATA)


def test_undo_and_proof(qtbot, runner):
    window = shown(qtbot, RequireEncryptionDialog, runner)
    runner.handle_of(ReadGuard).succeed(SSE_S3)
    has = guard_plan(SSE_S3).change.after
    runner.handle_of(PlanGuard).succeed(guard_plan(SSE_S3, has))
    window.undo.click()
    runner.handle_of(FindUndo).succeed(undo_of(guard_plan(SSE_S3), THEIRS))
    check_texts(window, *DATA)
    window.form.kinds[Rule.SSE_S3].click()
    window.undo.click()
    runner.handle_of(FindUndo).succeed(undo_of(guard_plan(SSE_S3), has))
    check_texts(window, *DATA)
    window.prover.ask(SSE_S3)
    runner.handle_of(CheckProvable).succeed(None)
    check_texts(window, *DATA)
