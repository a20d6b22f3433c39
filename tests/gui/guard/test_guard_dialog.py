from __future__ import annotations

import pytest

from s3enc_gui.domain.guard.proof import Proof
from s3enc_gui.domain.guard.rules import Guard, Rule
from s3enc_gui.domain.guard.trial import Decision
from s3enc_gui.gui.guard.guard_dialog import RequireEncryptionDialog
from s3enc_gui.jobs.guard.plan_guard import PlanGuard, ReadGuard
from s3enc_gui.jobs.guard.prove_guard import CheckProvable, ProveGuard
from s3enc_gui.jobs.guard.write_policy_file import WritePolicyFile
from s3enc_gui.jobs.guard.write_setting import FindUndo, UndoSetting, WriteSetting, Written
from s3enc_gui.jobs.listing.buckets import ReadBucket
from s3enc_gui.wording.guard.files import PolicyFormat
from tests.gui.guard.samples import (
    BUCKET,
    CONNECTION,
    DENIED,
    FACTS,
    KEY,
    SSE_S3,
    THEIRS,
    guard_plan,
    undo_of,
)


@pytest.fixture
def dialog(qtbot, runner):
    dialog = RequireEncryptionDialog(runner, CONNECTION, BUCKET)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def read(dialog, runner):
    """The dialog of a bucket without rules."""
    runner.handle_of(ReadBucket).succeed(FACTS)
    runner.handle_of(ReadGuard).succeed(Guard())
    runner.handle_of(PlanGuard).succeed(guard_plan(Guard()))
    return dialog


@pytest.fixture
def planned(read, runner):
    """The dialog with a rule that isn't written yet."""
    read.form.kinds[Rule.SSE_S3].click()
    runner.handle_of(PlanGuard).succeed(guard_plan(SSE_S3))
    return read


@pytest.fixture
def written(planned, runner):
    """The dialog with a rule that the bucket has."""
    has = guard_plan(SSE_S3).change.after
    planned.form.others[Rule.TLS].click()
    planned.form.others[Rule.TLS].click()
    runner.handle_of(PlanGuard).succeed(guard_plan(SSE_S3, has))
    return planned


def cells(dialog):
    table = dialog.trials
    return [
        [(item.text() if (item := table.item(row, column)) else "") for column in range(4)]
        for row in range(table.rowCount())
    ]


def title_of(dialog):
    return dialog.banner.accessibleName() if dialog.banner.isVisible() else ""


def test_it_reads_the_policy_and_writes_nothing(dialog, runner):
    assert runner.started == [ReadBucket(CONNECTION, BUCKET), ReadGuard(CONNECTION, BUCKET)]
    assert not dialog.form.isEnabled()
    assert not dialog.write.isEnabled()


def test_the_rules_of_the_bucket_are_shown(dialog, runner):
    guard = Guard(frozenset({Rule.THIS_KEY, Rule.TLS}), KEY)
    runner.handle_of(ReadGuard).succeed(guard)
    assert dialog.form.guard() == guard
    assert dialog.form.kinds[Rule.THIS_KEY].isChecked()
    assert runner.started[-1] == PlanGuard(CONNECTION, BUCKET, guard)


def test_a_rule_is_explained_tried_and_shown_at_once(planned, runner):
    assert "log delivery" in planned.effects.value
    assert cells(planned)[0][:3] == ["SSE-S3", "accepted", "accepted"]
    assert '+      "Sid": "S3encRequireSseS3",' in planned.difference.toPlainText()
    assert planned.write.isEnabled()
    assert not planned.prove.isEnabled()  # it isn't in the bucket yet


def test_the_rule_for_one_key_needs_a_key_of_ones_own(read, runner):
    started = len(runner.jobs_of(PlanGuard))
    read.form.kinds[Rule.THIS_KEY].click()
    assert "Choose a key of your own" in read._summary.text()
    assert len(runner.jobs_of(PlanGuard)) == started
    assert not read.write.isEnabled()
    read.form.key.preselect(KEY)
    assert runner.jobs_of(PlanGuard)[-1].guard == Guard(frozenset({Rule.THIS_KEY}), KEY)


def test_rules_that_nobody_could_meet_cannot_be_written(read, runner):
    read.form.kinds[Rule.SSE_S3].click()
    runner.handle_of(PlanGuard).succeed(guard_plan(SSE_S3, THEIRS))
    assert "nobody could upload" in read._summary.text()
    assert cells(read)[0][2] == "denied by “Mine”"
    assert not read.write.isEnabled()


def test_a_late_plan_of_other_rules_is_not_shown(read, runner):
    read.form.kinds[Rule.SSE_S3].click()
    late = runner.handle_of(PlanGuard)
    read.form.kinds[Rule.DSSE].click()
    late.succeed(guard_plan(SSE_S3))
    assert read.plan is None
    assert not read.write.isEnabled()


def test_what_was_said_of_other_rules_is_not_shown(planned, runner):
    planned.form.kinds[Rule.THIS_KEY].click()
    assert planned.effects.value == "Shown when the rules are complete."
    planned.form.kinds[Rule.DSSE].click()
    assert planned._summary.text() == "Not tried yet."
    assert planned.busy.accessibleName() == "Trying the rules…"
    assert not planned.trials.isVisible()
    assert planned.difference.toPlainText() == ""
    assert planned.difference.placeholderText()
    runner.handle_of(PlanGuard).fail(DENIED)
    assert planned._summary.text() == "The rules couldn't be tried."
    assert title_of(planned) == DENIED.title


def test_every_row_and_line_is_whole(read, runner, qtbot):
    read.form.kinds[Rule.SSE_S3].click()
    runner.handle_of(PlanGuard).succeed(guard_plan(SSE_S3, THEIRS))
    table, difference = read.trials, read.difference
    qtbot.waitUntil(lambda: table.height() == table.sizeHint().height())
    assert len({table.rowHeight(row) for row in range(table.rowCount())}) == 1
    assert table.viewport().height() >= table.verticalHeader().length()
    qtbot.waitUntil(lambda: difference.verticalScrollBar().maximum() == 0)


def test_the_policy_is_written_after_asking(planned, runner, answer):
    change = planned.plan.change
    planned.write.click()
    assert runner.jobs_of(WriteSetting) == []
    box = answer(planned, "Write")
    assert "in the moment between" in box.informativeText()
    assert runner.started[-1] == WriteSetting(CONNECTION, change)
    assert not planned.write.isEnabled()
    runner.succeed(Written(change, change.after))
    assert title_of(planned) == "The setting is in force"
    assert runner.started[-1] == ReadGuard(CONNECTION, BUCKET)


def test_nothing_is_written_where_the_user_cancels(planned, runner, answer):
    planned.write.click()
    answer(planned, "Cancel")
    assert runner.jobs_of(WriteSetting) == []


def test_a_write_that_was_not_read_back_says_so(planned, runner, answer):
    planned.write.click()
    answer(planned, "Write")
    runner.succeed(Written(planned.plan.change, unread=DENIED))
    assert title_of(planned) == "Written, but not read back"


def test_a_refused_write_is_shown(planned, runner, answer):
    planned.write.click()
    answer(planned, "Write")
    runner.fail(DENIED)
    assert title_of(planned) == DENIED.title
    assert planned.write.isEnabled()


def test_the_rules_are_tried_with_objects_after_asking(written, runner, answer):
    written.prove.click()
    assert runner.started[-1] == CheckProvable(CONNECTION, BUCKET)
    runner.succeed(None)
    assert runner.jobs_of(ProveGuard) == []
    answer(written, "Try")
    assert runner.started[-1] == ProveGuard(CONNECTION, BUCKET, SSE_S3)
    proofs = tuple(
        Proof(one.upload, one.expected, one.expected, by_policy=True) for one in written.plan.trials
    )
    runner.report(proofs[0])
    assert cells(written)[0][3] == "accepted"
    assert cells(written)[1][3] == ""
    runner.succeed(proofs)
    assert [row[3] for row in cells(written)] == ["accepted", "accepted", "denied", "denied"]
    assert title_of(written) == "The bucket does what the rules say"


def test_a_server_that_does_not_do_it_is_an_error(written, runner, answer):
    written.prove.click()
    runner.succeed(None)
    answer(written, "Try")
    proofs = [Proof(one.upload, one.expected, Decision.ACCEPTED) for one in written.plan.trials]
    runner.succeed(tuple(proofs))
    assert "doesn't enforce the rule" in cells(written)[3][3]
    assert title_of(written) == "The bucket doesn't do what the rules say"


def test_an_object_that_is_left_is_an_error(written, runner, answer):
    written.prove.click()
    runner.succeed(None)
    answer(written, "Try")
    trial = written.plan.trials[0]
    runner.succeed((Proof(trial.upload, trial.expected, trial.expected, left=DENIED),))
    assert title_of(written) == DENIED.title


def test_where_objects_would_stay_nothing_is_asked(written, runner):
    written.prove.click()
    runner.succeed(DENIED)
    assert title_of(written) == DENIED.title
    assert runner.jobs_of(ProveGuard) == []


def test_undo_shows_the_difference_and_asks(written, runner, answer, qtbot):
    plan = guard_plan(SSE_S3)
    written.undo.click()
    assert runner.jobs_of(FindUndo)
    undo = undo_of(plan, plan.change.after)
    written.resize(860, 540)
    qtbot.waitUntil(lambda: written.area.verticalScrollBar().maximum() > 0)
    runner.succeed(undo)
    assert '-      "Sid": "S3encRequireSseS3",' in written.difference.toPlainText()
    bar = written.area.verticalScrollBar()
    qtbot.waitUntil(lambda: 0 < bar.value() == bar.maximum())  # the difference is in view
    answer(written, "Undo")
    assert runner.started[-1] == UndoSetting(CONNECTION, undo)


def test_undo_refuses_what_is_no_longer_ours_and_shows_the_difference(written, runner):
    written.undo.click()
    runner.succeed(undo_of(guard_plan(SSE_S3), THEIRS))
    assert title_of(written) == "It can't be undone"
    assert '+      "Sid": "Mine",' in written.difference.toPlainText()
    assert runner.jobs_of(UndoSetting) == []
    assert not written.write.isEnabled()


def test_nothing_to_undo_is_said(written, runner):
    written.undo.click()
    runner.succeed(None)
    assert title_of(written) == "There is nothing to undo"


@pytest.mark.parametrize(
    ("name", "file_format"),
    [
        ("p.json", PolicyFormat.JSON),
        ("p", PolicyFormat.JSON),
        ("p.tf", PolicyFormat.TERRAFORM),
        ("p.template", PolicyFormat.CLOUDFORMATION),
    ],
)
def test_the_policy_goes_to_a_file_in_the_format_of_its_name(
    planned, runner, tmp_path, name, file_format
):
    assert planned.save.isEnabled()
    path, policy = str(tmp_path / name), planned.plan.change.after
    planned.saver._policy = policy
    planned.saver.save(path)
    assert runner.started[-1] == WritePolicyFile(path, BUCKET, policy, file_format)
    runner.succeed(None)
    assert title_of(planned).startswith("Written to")


def test_a_policy_that_cannot_be_read_is_shown(dialog, runner):
    runner.handle_of(ReadGuard).fail(DENIED)
    assert title_of(dialog) == DENIED.title
    assert not dialog.form.isEnabled()


def test_statements_that_were_changed_by_hand_are_said(dialog, runner):
    runner.handle_of(ReadGuard).succeed(None)
    assert "changed by hand" in title_of(dialog)
    assert dialog.form.guard() == Guard()


def test_closing_stops_reading_and_not_a_write(planned, runner, answer):
    planned.form.kinds[Rule.DSSE].click()
    planned.close()
    assert [type(one) for one in runner.cancelled][-1] is PlanGuard
    assert not any(isinstance(one, WriteSetting) for one in runner.cancelled)
