from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.guard.bucket_page import BucketPage
from s3enc_gui.gui.guard.bucket_dialog import BucketDialog
from s3enc_gui.gui.guard.bucket_windows import BucketWindows
from s3enc_gui.gui.guard.encryption_dialog import DefaultEncryptionDialog
from s3enc_gui.gui.guard.guard_dialog import RequireEncryptionDialog
from s3enc_gui.jobs.guard.read_page import ReadBucketPage
from tests.gui.guard.samples import BUCKET, CONNECTION, DENIED, KEY
from tests.wording.guard.test_page import PAGE


@pytest.fixture
def dialog(qtbot, runner):
    dialog = BucketDialog(runner, CONNECTION, BUCKET)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_settings_appear_as_they_are_read(dialog, runner):
    assert runner.started == [ReadBucketPage(CONNECTION, BUCKET)]
    runner.report(BucketPage(BUCKET, region="eu-west-1"))
    assert dialog.facts.value("region") == "eu-west-1"
    assert dialog.facts.value("encryption") == "…"
    runner.succeed(PAGE)
    assert dialog.facts.value("encryption") == "SSE-KMS"
    assert dialog.facts.value("key") == KEY


def test_each_setting_says_why_it_could_not_be_read(dialog, runner):
    runner.succeed(BucketPage(BUCKET, owner=DENIED, encryption=BucketEncryption("AES256")))
    assert dialog.facts.value("owner") == "You aren't allowed to look"
    assert dialog.facts.value("encryption") == "SSE-S3"


def test_a_bucket_that_does_not_exist_is_shown(dialog, runner):
    runner.fail(DENIED)
    assert dialog.banner.accessibleName() == DENIED.title
    assert dialog.facts.value("encryption") == "–"


def test_f5_and_refresh_read_again(dialog, runner):
    runner.succeed(PAGE)
    dialog.refresh.click()
    assert runner.started == [ReadBucketPage(CONNECTION, BUCKET)] * 2


@pytest.fixture
def windows(qtbot, runner, dialog):
    return BucketWindows(runner, dialog)


def test_a_bucket_has_one_window_of_each_kind(windows, dialog):
    for _ in range(2):
        windows.show_page(CONNECTION, BUCKET)
        windows.show_default(CONNECTION, BUCKET)
        windows.show_guard(CONNECTION, BUCKET)
    for kind in (BucketDialog, DefaultEncryptionDialog, RequireEncryptionDialog):
        assert len(dialog.findChildren(kind)) == 1
    windows.show_page(CONNECTION, "other")
    assert len(dialog.findChildren(BucketDialog)) == 2
    windows.show_page(CONNECTION, "")  # no bucket is open
    assert len(dialog.findChildren(BucketDialog)) == 2


def test_the_page_leads_to_the_others_and_shows_what_was_written(windows, dialog, runner):
    windows.show_page(CONNECTION, BUCKET)
    [page] = dialog.findChildren(BucketDialog)
    runner.handle_of(ReadBucketPage).succeed(PAGE)
    page.encryption.click()
    page.guard.click()
    [guard] = dialog.findChildren(RequireEncryptionDialog)
    assert dialog.findChildren(DefaultEncryptionDialog)
    count = len(runner.jobs_of(ReadBucketPage))
    guard.writer.written.emit()
    assert len(runner.jobs_of(ReadBucketPage)) == count + 1


def test_windows_tell_of_themselves_so_that_they_can_offer_to_sign_in(windows, qtbot):
    with qtbot.waitSignal(windows.opened) as opened:
        windows.show_guard(CONNECTION, BUCKET)
    assert opened.args[1] == CONNECTION
