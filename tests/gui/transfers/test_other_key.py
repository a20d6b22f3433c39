from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.transfers.other_key.other_key_dialog import OtherKeyDialog
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.uploads.other_key import FindKeyDestination, KeyDestination, UseOtherKey
from s3enc_gui.jobs.uploads.queue.events import Added, Removed, StateChanged
from tests.fakes.samples import ARN
from tests.gui.transfers.conftest import queued

DISABLED = AppError("The KMS key is disabled", "It is off.", code="KMS.DisabledException")
NEW = "arn:aws:kms:eu-central-1:123456789012:key/0ecd1de5-bd2e-4f0e-8a0f-000000000000"
WHERE = KeyDestination(Connection(), "my-bucket", "eu-central-1", True, ARN, (1, 3))


def failed(id, error=DISABLED):
    row = queued(id, result=Result.FAILED)
    return replace(row, outcome=replace(row.outcome, error=error))


@pytest.fixture
def bar(panel, report):
    """The bar after two of four transfers failed because of their key."""
    other = failed(2, AppError("The file is gone", code="ENOENT"))
    report(Added((failed(1), other, failed(3), queued(4, result=Result.VERIFIED))))
    return panel.other_key.bar


def test_the_bar_counts_only_failures_of_keys(bar):
    assert bar.isVisible()
    assert bar.text == "2 files weren't uploaded because of their KMS key. The KMS key is disabled."
    assert bar.choose.text() == "Choose another key"
    assert bar.choose.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_it_waits_for_the_end_of_all_and_goes_with_the_transfers(panel, report):
    bar = panel.other_key.bar
    report(Added((failed(1), queued(2, TransferState.RUNNING))))
    assert bar.isHidden()
    report(Removed(frozenset({2})))
    assert bar.isVisible()
    report(StateChanged((1,), TransferState.WAITING))
    assert bar.isHidden()


def test_other_failures_show_no_bar(panel, report):
    report(Added((failed(1, AppError("The file is gone", code="ENOENT")),)))
    assert panel.other_key.bar.isHidden()


@pytest.fixture
def dialog(panel, bar, runner):
    bar.choose.click()
    assert runner.started[-1] == FindKeyDestination((1, 3))
    runner.succeed(WHERE)
    return panel.window().findChild(OtherKeyDialog)


def test_the_dialog_sends_exactly_these_files_with_the_new_key(dialog, runner):
    assert runner.jobs_of(ListKeys) == [ListKeys(Connection(), "eu-central-1")]
    assert dialog.key.reference == ARN
    assert not dialog.go.isEnabled()  # the key that failed
    dialog.key.custom.setText(NEW)
    dialog.go.click()
    assert runner.jobs_of(UseOtherKey) == [UseOtherKey((1, 3), NEW)]
    assert not dialog.go.isEnabled()
    runner.handle_of(UseOtherKey).succeed(2)
    assert dialog.result() == OtherKeyDialog.DialogCode.Accepted


def test_an_error_is_shown_in_the_dialog(dialog, runner):
    dialog.key.custom.setText(NEW)
    dialog.go.click()
    runner.handle_of(UseOtherKey).fail(AppError("The bucket can't be reached"))
    assert dialog.banner.isVisible()
    assert dialog.go.isEnabled()


def test_closing_it_stops_its_jobs(dialog, runner):
    dialog.reject()
    assert ListKeys(Connection(), "eu-central-1") in runner.cancelled


def test_a_bucket_that_is_not_found_is_reported(panel, bar, runner):
    problems: list[AppError] = []
    panel.problem.connect(problems.append)
    bar.choose.click()
    runner.fail(AppError("The bucket doesn't exist"))
    assert [one.title for one in problems] == ["The bucket doesn't exist"]
