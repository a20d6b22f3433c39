from __future__ import annotations

import pytest

from s3enc_gui.domain.audits.audit import parse_requirement
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.reencryption.reencrypt_dialog import ReencryptDialog
from s3enc_gui.jobs.customer_keys.copies_of_keys import ReadKeyList
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.listing.buckets import BucketFacts, ReadBucket
from s3enc_gui.jobs.reencryption.events import PlanProgress, ReencryptionProgress
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.receipts import WriteReceipts
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.runs import ForgetPlan
from s3enc_gui.jobs.reencryption.selection import Selection
from tests.gui.customer_keys.conftest import KEY as CUSTOMER_KEY
from tests.gui.customer_keys.conftest import LISTED
from tests.gui.reencryption.samples import CONNECTION, KEY, SELECTION, plan, result, rows_of


@pytest.fixture
def dialog(qtbot, runner, runs):
    made = ReencryptDialog(runner, runs, CONNECTION, SELECTION, None)
    qtbot.addWidget(made)
    made.show()
    made.preselect(parse_requirement(f"aws:kms={KEY}"))
    return made


def planned(dialog, runner, **more):
    dialog.act.click()
    runner.handle_of(PlanReencryption).succeed(plan(**more))


def test_the_dry_run_is_of_what_is_chosen(dialog, runner):
    dialog.form.bucket_key.setChecked(True)
    dialog.form.versions.setChecked(True)
    dialog.act.click()
    (job,) = runner.jobs_of(PlanReencryption)
    assert str(job.wish.requirement) == f"aws:kms={KEY}"
    assert (job.wish.bucket_key, job.selection.versions) == (True, True)
    assert dialog.act.text() == "Cancel"
    runner.handle_of(PlanReencryption).progressed.emit((PlanProgress(2000, 2000),))
    runner.handle_of(PlanReencryption).succeed(plan())
    assert ["Change in place", "12,408", "52 GB"] in rows_of(dialog.plan_view.ways)
    assert dialog.act.text() == "Change 12,720 objects"


def test_the_keys_of_the_buckets_region_are_listed(qtbot, runner, runs):
    made = ReencryptDialog(runner, runs, CONNECTION, SELECTION, None)
    qtbot.addWidget(made)
    made.show()
    assert not runner.jobs_of(ListKeys)
    runner.handle_of(ReadBucket).succeed(BucketFacts("0-0", "eu-west-1", None, None, amazon=True))
    assert [job.region for job in runner.jobs_of(ListKeys)] == ["eu-west-1"]


def test_another_choice_needs_another_dry_run(dialog, runner):
    planned(dialog, runner)
    dialog.form.kinds[Encryption.SSE_S3].click()
    assert dialog.act.text() == "Dry run"
    assert dialog.plan_view.isHidden()
    assert dialog.state.isVisible()


def test_nothing_to_change_offers_no_change(dialog, runner):
    planned(dialog, runner, left=0)
    assert dialog.act.text() == "Dry run"


def test_a_change_is_paused_and_goes_on(dialog, runner, qtbot):
    planned(dialog, runner)
    dialog.act.click()
    handle = runner.handle_of(RunReencryption)
    handle.progressed.emit((ReencryptionProgress(100, 12_720),))
    assert dialog.progress.value() == 100
    assert dialog.act.text() == "Pause"
    assert not dialog.act.property("primary")
    dialog.act.click()
    assert isinstance(runner.cancelled[-1], RunReencryption)
    assert not dialog.act.isEnabled()
    with qtbot.waitSignal(dialog.runner.objects_changed):
        handle.succeed(result(left=12_000))
    assert dialog.act.text() == "Continue"
    assert dialog.act.property("primary")
    dialog.act.click()
    runner.handle_of(RunReencryption).succeed(result())
    assert len(runner.jobs_of(RunReencryption)) == 2
    assert dialog.plan_view.isHidden()
    assert dialog.focusWidget() is dialog.result_view.table
    assert "Failed:\u00a02" in dialog.result_view.summary.text()
    assert dialog.form.isHidden()
    assert dialog.act.text() == "Another change…"
    dialog.act.click()
    assert (dialog.form.isVisible(), dialog.act.text()) == (True, "Dry run")
    assert dialog.result_view.isHidden()


def test_a_key_chosen_in_the_result_looks_at_the_objects_again(dialog, runner):
    planned(dialog, runner)
    dialog.act.click()
    runner.handle_of(RunReencryption).succeed(result())
    dialog.result_view.key_chosen.emit()
    assert len(runner.jobs_of(PlanReencryption)) == 2


def test_the_end_offers_receipts_and_undo(dialog, runner):
    planned(dialog, runner)
    assert dialog.undo.isHidden()
    dialog.act.click()
    runner.handle_of(RunReencryption).succeed(result())
    dialog.receipts.save("/1.csv")
    assert runner.jobs_of(WriteReceipts) == [WriteReceipts("/0.sqlite", "/1.csv")]
    runner.handle_of(WriteReceipts).succeed("/1.csv")
    dialog.undo.click()
    job = runner.jobs_of(PlanReencryption)[-1]
    assert (job.wish, job.selection.undoes) == (None, "/0.sqlite")


def test_errors_are_shown_and_the_dry_run_can_be_repeated(dialog, runner):
    dialog.act.click()
    runner.handle_of(PlanReencryption).fail(AppError("No such key", code="KeyNotResolved"))
    assert not dialog.banner.isHidden()
    assert dialog.act.text() == "Dry run"


def test_a_change_goes_on_when_its_dialog_is_closed(dialog, runner, runs):
    planned(dialog, runner)
    dialog.act.click()
    dialog.reject()
    assert not [job for job in runner.cancelled if isinstance(job, RunReencryption)]
    assert not runner.jobs_of(ForgetPlan)
    [row] = runs.rows
    assert row.runner is dialog.runner
    runner.handle_of(RunReencryption).succeed(result())
    assert runs.count_active() == 0


@pytest.mark.parametrize("close", [True, False])
def test_a_plan_that_nobody_agreed_to_leaves_no_file(dialog, runner, close):
    planned(dialog, runner)
    if close:
        dialog.reject()
    else:
        dialog.form.kinds[Encryption.SSE_S3].click()
    assert runner.jobs_of(ForgetPlan) == [ForgetPlan("/0.sqlite")]


def test_closing_cancels_a_dry_run(dialog, runner):
    dialog.act.click()
    dialog.reject()
    assert [job for job in runner.cancelled if isinstance(job, PlanReencryption)]


def test_undoing_begins_with_its_dry_run(qtbot, runner, runs):
    made = ReencryptDialog(runner, runs, CONNECTION, Selection("0-0", undoes="/9.sqlite"), None)
    qtbot.addWidget(made)
    made.show()
    assert made.form.isHidden()
    (job,) = runner.jobs_of(PlanReencryption)
    assert (job.wish, job.selection.undoes) == (None, "/9.sqlite")
    runner.handle_of(PlanReencryption).succeed(plan())
    assert made.act.text() == "Change 12,720 objects"


def test_objects_get_a_customer_provided_key_once_one_is_chosen(dialog, runner):
    dialog.form.kinds[Encryption.SSE_C].click()
    runner.handle_of(ReadKeyList).succeed(LISTED)
    dialog.act.click()
    assert not runner.jobs_of(PlanReencryption)
    assert dialog.banner.isVisible()
    combo = dialog.form.customer_key.combo
    combo.setCurrentIndex(combo.findData(CUSTOMER_KEY.md5))
    combo.activated.emit(combo.currentIndex())
    dialog.act.click()
    (job,) = runner.jobs_of(PlanReencryption)
    assert (job.wish.requirement.algorithm, job.wish.customer_key) == ("SSE-C", CUSTOMER_KEY.md5)
