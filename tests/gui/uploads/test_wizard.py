from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions, UploadPlan
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorButton
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.question import Question
from s3enc_gui.jobs.connections.list_connections import Identify
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.listing.buckets import ListBuckets, ReadBucket
from s3enc_gui.jobs.uploads.scan import ScanPaths
from s3enc_gui.jobs.uploads.upload import UploadFiles
from tests.gui.uploads.conftest import ARN, CONNECTION, TEST_KEY, facts

ITEM = UploadItem("/home/a.txt", "in/a.txt", 10)


def test_starts_all_jobs_at_once(qtbot, runner):
    qtbot.addWidget(UploadWizard(runner, CONNECTION, "my-bucket", "", ["/home"]))
    assert set(runner.started) == {
        Identify(CONNECTION),
        ListBuckets(CONNECTION),
        ReadBucket(CONNECTION, "my-bucket"),
        ScanPaths(("/home",)),
    }


def test_page_titles(ready, runner):
    titles = [ready.page_title]
    for _ in range(2):
        ready.go_next()
        titles.append(ready.page_title)
    assert titles == ["Select files", "Set properties", "Review"]
    ready.upload()
    assert ready.page_title == "Uploading…"
    runner.succeed((Outcome(ITEM, Result.VERIFIED),))
    assert ready.page_title == "Upload results"


@pytest.mark.parametrize(
    "text",
    [
        "Files to upload",
        "Bucket",
        "Folder (prefix)",
        "Access control list",
        "Storage class",
        "If an object already exists",
        "KMS key",
        "Custom KMS ARN",
        "Metadata",
        "Tags",
    ],
)
def test_every_field_has_its_label(ready, text):
    labels = [label for label in ready.findChildren(QLabel) if label.text() == text]
    named = [label.buddy() for label in labels if label.buddy() and label.buddy().isEnabled()]
    assert text in [field.accessibleName() for field in named]


@pytest.mark.parametrize("page", range(4))
def test_upload_can_be_pressed_on_every_page(ready, runner, page):
    ready._show_page(page)
    ready._footer.upload.click()
    options = UploadOptions(EncryptionChoice(Encryption.SSE_S3))
    assert runner.started[-1] == UploadFiles(CONNECTION, UploadPlan("my-bucket", (ITEM,), options))


def test_upload_waits_for_the_buckets_facts(wizard, runner):
    assert not wizard._footer.upload.isEnabled()
    assert wizard._footer.hint.text() == "Reading the bucket…"
    runner.handle_of(ReadBucket).succeed(facts())
    assert wizard._footer.upload.isEnabled()
    assert wizard._footer.hint.text() == ""


def test_enter_goes_to_the_next_page_and_ctrl_enter_uploads(ready, qtbot, runner):
    qtbot.keyClick(ready, Qt.Key.Key_Return)
    assert ready.page_title == "Set properties"
    with qtbot.waitSignal(ready.results.changed):
        qtbot.keyClick(ready, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert runner.jobs_of(UploadFiles)


def walk(wizard, step):
    """Return the titles of the pages up to the last one."""
    titles = [wizard.page_title]
    step()
    while wizard.page_title != titles[-1]:
        titles.append(wizard.page_title)
        step()
    return titles


def test_permissions_are_passed_over_until_they_are_asked_for(ready, qtbot):
    assert walk(ready, ready.go_next) == ["Select files", "Set properties", "Review"]
    assert walk(ready, ready.go_back) == ["Review", "Set properties", "Select files"]
    assert [label.text() for label in ready._steps._labels] == [
        "1  Select files",
        "Set permissions (optional)",
        "2  Set properties",
        "3  Review",
    ]
    qtbot.keyClick(ready._steps.advanced, Qt.Key.Key_Space)
    assert ready.page_title == "Set permissions"
    assert ready.focusWidget() is ready.permissions.acl
    ready.go_next()
    assert ready.focusWidget() is ready._footer.next
    ready.go_back()
    assert walk(ready, ready.go_next) == ["Set permissions", "Set properties", "Review"]
    whole = ["Review", "Set properties", "Set permissions", "Select files"]
    assert walk(ready, ready.go_back) == whole
    ready.upload_more()
    assert walk(ready, ready.go_next) == ["Select files", "Set properties", "Review"]


def test_chosen_permissions_are_passed_by(ready):
    ready.permissions.acl.setCurrentIndex(1)
    assert "Set permissions" in walk(ready, ready.go_next)


def test_upload_more_keeps_the_options_and_empties_the_list(ready, runner):
    ready.upload()
    runner.succeed((Outcome(ITEM, Result.VERIFIED),))
    ready._footer.upload_more.click()
    assert ready.page_title == "Select files"
    assert ready.draft.files.count == 0
    assert (ready.draft.bucket, ready.draft.files.prefix) == ("my-bucket", "in")


def test_going_back_removes_stored_files(ready, runner):
    ready.upload()
    runner.fail(AppError("The KMS key is disabled"))
    assert ready._footer.back.isVisible()
    ready.go_back()
    assert (ready.page_title, ready.draft.files.count) == ("Review", 1)


DENIED = AppError(
    "You don't have permission to encrypt with this KMS key",
    code="AccessDenied",
    denial=Denial("PutObject", (Permission("kms:GenerateDataKey", ARN + TEST_KEY),)),
)


def buttons(wizard):
    return {
        button.accessibleName(): button
        for banner in wizard.findChildren(ErrorBanner)
        for button in banner.findChildren(QPushButton)
        if button.isVisible()
    }


def test_a_denied_key_leads_back_to_the_keys(with_keys, runner, qtbot):
    wizard = with_keys
    wizard.upload()
    runner.succeed((Outcome(ITEM, Result.FAILED, error=DENIED),))
    assert list(buttons(wizard)) == ["Choose another key", "Copy text for your administrator"]
    qtbot.keyClick(buttons(wizard)["Choose another key"], Qt.Key.Key_Space)
    assert wizard.page_title == "Set properties"
    assert wizard.focusWidget() is wizard.properties.encryption.key.combo
    assert wizard.draft.files.count == 1


def test_while_files_are_uploaded_the_key_stays(with_keys, runner):
    wizard = with_keys
    wizard.upload()
    banner = wizard.findChildren(ErrorBanner)[0]
    banner.show_error(DENIED)
    (remedy, _) = banner.findChildren(QPushButton)
    assert not remedy.isEnabled()
    runner.succeed((Outcome(ITEM, Result.FAILED, error=DENIED),))
    assert remedy.isEnabled()


def test_a_denied_list_of_keys_has_the_administrators_text(wizard, runner):
    default = BucketEncryption("aws:kms", ARN + TEST_KEY)
    runner.handle_of(ReadBucket).succeed(facts(default))
    denial = Denial("ListAliases", (Permission("kms:ListAliases", "*"),))
    button = wizard.properties.encryption.key.findChild(AdministratorButton)
    assert button.isHidden()
    runner.handle_of(ListKeys).fail(AppError("Denied", code="AccessDenied", denial=denial))
    assert not button.isHidden()


def test_files_dropped_later_are_added(ready, runner):
    ready.go_next()
    ready.add_paths(["/home/more"])
    assert runner.started[-1] == ScanPaths(("/home/more",))
    assert ready.page_title == "Select files"


def test_emits_the_outcomes(ready, runner, qtbot):
    ready.upload()
    done = (Outcome(ITEM, Result.VERIFIED),)
    with qtbot.waitSignal(ready.uploaded) as blocker:
        runner.succeed(done)
    assert blocker.args == [done]


def test_closing_while_uploading_asks_first(ready, runner):
    ready.upload()
    ready.close()
    assert ready.isVisible()
    box = ready.findChild(QMessageBox)
    stop = next(button for button in box.buttons() if button.text() == "Stop and close")
    stop.click()
    assert runner.cancelled == [runner.started[-1]]
    runner.cancel()
    assert not ready.isVisible()


def test_the_upload_continues_without_the_window(ready, runner, qtbot):
    ready.upload()
    ready.close()
    box = ready.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Close and continue").click()
    assert not ready.isVisible()
    assert UploadFiles not in map(type, runner.cancelled)
    with qtbot.waitSignal(ready.uploaded):
        runner.succeed((Outcome(ITEM, Result.VERIFIED),))


def boxes(wizard):
    return [box for box in wizard.findChildren(QMessageBox) if box.isVisible()]


def press(wizard, text):
    (box,) = boxes(wizard)
    next(button for button in box.buttons() if button.text() == text).click()


@pytest.mark.parametrize("way", ["escape", "cancel", "close"])
def test_closing_with_chosen_files_asks_once(ready, qtbot, way):
    for _ in range(2):
        if way == "escape":
            qtbot.keyClick(ready, Qt.Key.Key_Escape)
        elif way == "cancel":
            ready._footer.cancel.click()
        else:
            ready.close()
    assert ready.isVisible()
    press(ready, "Keep open")
    assert ready.isVisible()
    ready.close()
    press(ready, "Close without uploading")
    assert not ready.isVisible()


def test_the_question_about_chosen_files_goes_with_them(ready):
    ready.close()
    ready.draft.files.clear()
    for question in ready.findChildren(Question):
        question.refresh()
    assert not boxes(ready)
    assert ready.close()


def test_stored_files_are_not_asked_about(ready, runner):
    ready.upload()
    runner.succeed((Outcome(ITEM, Result.VERIFIED),))
    assert ready.close()


def test_the_question_about_an_upload_disappears_at_its_end(ready, runner):
    ready.upload()
    ready.close()
    runner.succeed((Outcome(ITEM, Result.VERIFIED),))
    for question in ready.findChildren(Question):
        question.refresh()
    assert not boxes(ready)
    assert ready.isVisible()


def test_closing_cancels_all_jobs(wizard, runner):
    wizard.dismiss()
    assert Identify(CONNECTION) in runner.cancelled
    assert ReadBucket(CONNECTION, "my-bucket") in runner.cancelled


def test_emits_the_destination_at_the_start(qtbot, ready):
    with qtbot.waitSignal(ready.started) as blocker:
        ready.upload()
    assert blocker.args == [ready.draft.connection, "my-bucket", ready.draft.files.prefix]


def test_advanced_stands_beside_its_step_and_the_title_stays_where_it_is(wizard, qtbot):
    steps, heading = wizard._steps, wizard._title
    qtbot.waitUntil(lambda: heading.y() > 0)
    permissions, properties = steps._labels[1:3]
    assert permissions.geometry().right() < steps.advanced.x() < properties.x()
    y = heading.y()
    steps.advanced.click()
    QApplication.processEvents()
    assert steps.advanced.isHidden()
    assert heading.y() == y
