from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.domain.progress import Progress
from s3enc_gui.gui.incomplete_uploads.uploads_dialog import IncompleteUploadsDialog
from s3enc_gui.gui.incomplete_uploads.uploads_model import Column
from s3enc_gui.jobs.incomplete_uploads import (
    AbortIncompleteUploads,
    EntriesSkipped,
    FindIncompleteUploads,
)

WORK = Connection("work")
OURS = IncompleteUpload("a", "u1", datetime(2026, 3, 1, tzinfo=UTC), None, "CRC64NVME")
MORE = replace(OURS, key="b", upload_id="u2")
THEIRS = IncompleteUpload("c", "u3", None, None, "CRC32")
ROWS = (OURS, MORE, THEIRS)
DENIED = AppError("You may not do this", "", "", "AccessDenied")


@pytest.fixture
def opened(qtbot, runner):
    def open_dialog(bucket="my-bucket", prefix=""):
        dialog = IncompleteUploadsDialog(runner, WORK, bucket, prefix)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_dialog


@pytest.fixture
def dialog(opened):
    return opened()


@pytest.fixture
def filled(dialog, runner):
    runner.succeed(ROWS)
    return dialog


@pytest.fixture
def aborting(filled):
    question(filled, "Abort").click()
    return filled


def question(dialog, button):
    dialog.abort.click()
    box = dialog.findChild(QMessageBox)
    return next(one for one in box.buttons() if one.text() == button)


def labels(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def shown(dialog):
    model = dialog.model
    return [model.index(row, Column.KEY).data() for row in range(model.rowCount())]


# --- looking -------------------------------------------------------------------------------------


def test_has_its_names(dialog):
    assert dialog.windowTitle() == dialog.accessibleName() == "Unfinished uploads"
    assert dialog.table.accessibleName() == "Unfinished uploads"
    assert any("billed" in text and "AbortMultipartUpload" in text for text in labels(dialog))


@pytest.mark.parametrize(("count", "words"), [(1, "1 entry of"), (1200, "1,200 entries of")])
def test_entries_that_cannot_be_read_are_told_of(dialog, runner, count, words):
    runner.report(EntriesSkipped(count))
    runner.succeed(ROWS)
    assert any(words in text for text in labels(dialog))
    assert shown(dialog) == ["a", "b", "c"]


def test_the_label_is_the_buddy_of_the_field(dialog):
    label = next(one for one in dialog.findChildren(QLabel) if one.buddy())
    assert label.buddy() is dialog.where.field
    assert dialog.where.field.accessibleName() == "Bucket"


def test_looks_at_once_where_the_bucket_is_known(dialog, runner):
    assert runner.started == [FindIncompleteUploads(WORK, "my-bucket")]
    assert "Looking…" in labels(dialog)


def test_the_prefix_is_seen_and_looked_under(opened, runner):
    assert opened("my-bucket", "invoices").where.field.text() == "my-bucket/invoices"
    assert runner.started == [FindIncompleteUploads(WORK, "my-bucket", "invoices")]


def test_an_access_point_keeps_its_prefix(opened, runner):
    arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine"
    dialog = opened(arn, "invoices")
    assert runner.started == [FindIncompleteUploads(WORK, arn, "invoices")]
    dialog.where.ask()
    assert runner.started[-1] == FindIncompleteUploads(WORK, arn, "invoices")


def test_what_is_shown_of_an_access_point_is_read_again_as_it_is(opened, runner):
    arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine"
    dialog = opened(arn, "object/x")
    dialog.where.ask()
    assert runner.started[-1] == FindIncompleteUploads(WORK, arn, "object/x")


def test_asks_for_a_bucket_where_none_is_known(opened, runner):
    dialog = opened("")
    assert runner.started == []
    assert dialog.empty.title == "No bucket selected"
    assert not dialog.again.isEnabled()


def test_enter_looks_and_presses_no_button(qtbot, opened, runner):
    dialog = opened("")
    qtbot.keyClicks(dialog.where.field, "s3://other/x/")
    qtbot.keyClick(dialog.where.field, Qt.Key.Key_Return)
    assert runner.started == [FindIncompleteUploads(WORK, "other", "x/")]
    assert dialog.isVisible()


def test_what_is_no_bucket_is_said_and_nothing_is_lost(filled, runner):
    filled.where.field.setText("Big")
    filled.where.look.click()
    assert filled.banner.accessibleName() == "“Big” is not a bucket name"
    assert (len(runner.started), shown(filled)) == (1, ["a", "b", "c"])


def test_lists_what_was_found(filled):
    assert shown(filled) == ["a", "b", "c"]
    assert "3 unfinished uploads in my-bucket, 2 selected" in labels(filled)
    assert "Looking…" not in labels(filled)


def test_one_is_not_many(dialog, runner):
    runner.succeed(ROWS[:1])
    assert "1 unfinished upload in my-bucket, 1 selected" in labels(dialog)


def test_says_where_there_are_none_and_what_is_never_listed(dialog, runner):
    runner.succeed(())
    assert dialog.empty.isVisible()
    assert dialog.empty.title == "No incomplete uploads"
    assert "will still finish" in dialog.empty.text


def test_another_bucket_empties_the_list_at_once(filled):
    filled.where.field.setText("other")
    filled.where.look.click()
    assert shown(filled) == []
    assert filled.empty.title == "Listing…"


def test_the_newest_request_wins(dialog, runner):
    dialog.where.field.setText("other")
    dialog.where.look.click()
    runner.handles[0].succeed(ROWS)
    assert shown(dialog) == []
    runner.handles[1].succeed((THEIRS,))
    assert shown(dialog) == ["c"]
    assert runner.cancelled == [FindIncompleteUploads(WORK, "my-bucket")]


def test_f5_looks_again_and_keeps_what_is_checked(qtbot, filled, runner):
    filled.model.toggle([0, 1], 0)
    filled.where.field.setText("half-typed")
    qtbot.keyClick(filled, Qt.Key.Key_F5)
    assert runner.started[1:] == [FindIncompleteUploads(WORK, "my-bucket")]
    assert shown(filled) == ["a", "b", "c"]
    runner.succeed(ROWS)
    assert filled.model.checked == ()


def test_refresh_is_f5(filled, runner):
    filled.again.click()
    assert runner.started[1:] == [FindIncompleteUploads(WORK, "my-bucket")]


def test_what_may_not_be_listed_is_said(dialog, runner):
    runner.fail(DENIED)
    assert dialog.banner.accessibleName() == DENIED.title
    assert dialog.empty.title == "Can't list incomplete uploads"
    dialog.again.click()
    assert dialog.banner.isHidden()


def test_a_failed_refresh_keeps_the_list(filled, runner):
    filled.again.click()
    runner.fail(DENIED)
    assert shown(filled) == ["a", "b", "c"]
    assert filled.banner.isVisible()


def test_closed_it_looks_no_more(dialog, runner):
    dialog.close_button.click()
    assert runner.cancelled == runner.started


def test_shown_again_it_looks_again(filled, runner):
    filled.close()
    filled.show()
    assert runner.started == [FindIncompleteUploads(WORK, "my-bucket")] * 2


def test_the_space_bar_checks_all_that_are_selected(qtbot, filled):
    filled.table.selectAll()
    filled.table.selectionModel().setCurrentIndex(
        filled.model.index(2, Column.BY), filled.table.selectionModel().SelectionFlag.NoUpdate
    )
    qtbot.keyClick(filled.table, Qt.Key.Key_Space)
    assert filled.model.checked == ROWS


# --- aborting ------------------------------------------------------------------------------------


def test_only_what_is_checked_can_be_aborted(filled):
    assert filled.abort.isEnabled()
    filled.model.toggle([0, 1], 0)
    assert not filled.abort.isEnabled()


def test_nothing_can_be_aborted_while_it_looks(filled):
    filled.again.click()
    assert not filled.abort.isEnabled()


def test_asks_with_the_count_and_no_is_the_default(filled, runner):
    no = question(filled, "No")
    box = filled.findChild(QMessageBox)
    assert box.text() == "Abort 2 unfinished uploads to my-bucket?"
    assert box.defaultButton() is box.escapeButton() is no
    no.click()
    assert runner.jobs_of(AbortIncompleteUploads) == []


def test_asks_about_one(filled):
    filled.model.toggle([], 0)
    question(filled, "No")
    assert filled.findChild(QMessageBox).text() == "Abort 1 unfinished upload to my-bucket?"


def test_after_a_yes_aborts_what_is_checked(aborting, runner):
    assert runner.jobs_of(AbortIncompleteUploads) == [
        AbortIncompleteUploads(WORK, "my-bucket", (OURS, MORE))
    ]


def test_aborts_where_it_looked_not_where_is_typed(opened, runner):
    dialog = opened("my-bucket", "x/")
    runner.succeed(ROWS)
    dialog.where.field.setText("other")
    question(dialog, "Abort").click()
    assert runner.started[-1] == AbortIncompleteUploads(WORK, "my-bucket", (OURS, MORE), "x/")


def test_nothing_else_can_be_done_meanwhile_but_to_close(qtbot, aborting, runner):
    for widget in (aborting.abort, aborting.again, aborting.where.look, aborting.table):
        assert not widget.isEnabled()
    qtbot.keyClick(aborting, Qt.Key.Key_F5)
    assert runner.started[-1] == runner.jobs_of(AbortIncompleteUploads)[0]
    assert aborting.close_button.isEnabled()


def test_shows_how_far_it_is(aborting, runner):
    assert "Aborting…" in labels(aborting)
    runner.report(Progress(1, 2))
    assert "Aborting… 1 of 2" in labels(aborting)


def test_what_is_aborted_goes_from_the_list(aborting, runner):
    runner.succeed(())
    assert shown(aborting) == ["c"]
    assert aborting.banner.accessibleName() == "2 unfinished uploads are aborted"
    assert aborting.table.isEnabled()
    assert not aborting.abort.isEnabled()


def test_what_is_still_there_stays_and_is_said(aborting, runner):
    runner.succeed((MORE,))
    assert shown(aborting) == ["b", "c"]
    assert aborting.banner.accessibleName() == "1 of 2 could not be aborted"
    assert aborting.model.checked == (MORE,)


def test_a_failure_is_said_and_the_list_stays(aborting, runner):
    runner.fail(DENIED)
    assert shown(aborting) == ["a", "b", "c"]
    assert aborting.banner.accessibleName() == DENIED.title
    assert aborting.abort.isEnabled()


def test_closed_it_goes_on_aborting(aborting, runner):
    aborting.close()
    assert runner.cancelled == []
    aborting.show()
    assert runner.started[-1] == runner.jobs_of(AbortIncompleteUploads)[0]
    runner.succeed(())
    assert shown(aborting) == ["c"]
