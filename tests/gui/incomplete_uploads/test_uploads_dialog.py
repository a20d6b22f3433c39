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


# --- listing -------------------------------------------------------------------------------------


def test_title_and_accessible_names(dialog):
    assert dialog.windowTitle() == dialog.accessibleName() == "Incomplete uploads"
    assert dialog.table.accessibleName() == "Incomplete uploads"
    assert any("billed" in text for text in labels(dialog))


@pytest.mark.parametrize(("count", "expected"), [(1, "1 entry of"), (1200, "1,200 entries of")])
def test_unreadable_entries_are_reported(dialog, runner, count, expected):
    runner.report(EntriesSkipped(count))
    runner.succeed(ROWS)
    assert any(expected in text for text in labels(dialog))
    assert shown(dialog) == ["a", "b", "c"]


def test_label_is_the_buddy_of_the_field(dialog):
    label = next(one for one in dialog.findChildren(QLabel) if one.buddy())
    assert label.buddy() is dialog.bucket_row.field
    assert dialog.bucket_row.field.accessibleName() == "Bucket"


def test_lists_at_once_if_the_bucket_is_known(dialog, runner):
    assert runner.started == [FindIncompleteUploads(WORK, "my-bucket")]
    assert "Listing…" in labels(dialog)


def test_prefix_is_shown_and_listed(opened, runner):
    assert opened("my-bucket", "invoices").bucket_row.field.text() == "my-bucket/invoices"
    assert runner.started == [FindIncompleteUploads(WORK, "my-bucket", "invoices")]


def test_access_point_keeps_its_prefix(opened, runner):
    arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine"
    dialog = opened(arn, "invoices")
    assert runner.started == [FindIncompleteUploads(WORK, arn, "invoices")]
    dialog.bucket_row.submit()
    assert runner.started[-1] == FindIncompleteUploads(WORK, arn, "invoices")


def test_access_point_in_the_field_is_parsed_unchanged(opened, runner):
    arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine"
    dialog = opened(arn, "object/x")
    dialog.bucket_row.submit()
    assert runner.started[-1] == FindIncompleteUploads(WORK, arn, "object/x")


def test_asks_for_a_bucket_if_none_is_known(opened, runner):
    dialog = opened("")
    assert runner.started == []
    assert dialog.empty.title == "No bucket selected"
    assert not dialog.refresh.isEnabled()


def test_enter_lists_and_presses_no_button(qtbot, opened, runner):
    dialog = opened("")
    qtbot.keyClicks(dialog.bucket_row.field, "s3://other/x/")
    qtbot.keyClick(dialog.bucket_row.field, Qt.Key.Key_Return)
    assert runner.started == [FindIncompleteUploads(WORK, "other", "x/")]
    assert dialog.isVisible()


def test_invalid_bucket_is_reported_and_rows_are_kept(filled, runner):
    filled.bucket_row.field.setText("Big")
    filled.bucket_row.list.click()
    assert filled.banner.accessibleName() == "“Big” isn't a bucket name"
    assert (len(runner.started), shown(filled)) == (1, ["a", "b", "c"])


def test_lists_the_uploads_found(filled):
    assert shown(filled) == ["a", "b", "c"]
    assert "3 incomplete uploads in my-bucket, 2 selected" in labels(filled)
    assert "Listing…" not in labels(filled)


def test_singular(dialog, runner):
    runner.succeed(ROWS[:1])
    assert "1 incomplete upload in my-bucket, 1 selected" in labels(dialog)


def test_says_if_there_are_none_and_which_are_never_listed(dialog, runner):
    runner.succeed(())
    assert dialog.empty.isVisible()
    assert dialog.empty.title == "No incomplete uploads"
    assert "will still finish" in dialog.empty.text


def test_another_bucket_clears_the_list_at_once(filled):
    filled.bucket_row.field.setText("other")
    filled.bucket_row.list.click()
    assert shown(filled) == []
    assert filled.empty.title == "Listing…"


def test_latest_request_wins(dialog, runner):
    dialog.bucket_row.field.setText("other")
    dialog.bucket_row.list.click()
    runner.handles[0].succeed(ROWS)
    assert shown(dialog) == []
    runner.handles[1].succeed((THEIRS,))
    assert shown(dialog) == ["c"]
    assert runner.cancelled == [FindIncompleteUploads(WORK, "my-bucket")]


def test_f5_refreshes_and_keeps_check_states(qtbot, filled, runner):
    filled.model.toggle([0, 1], 0)
    filled.bucket_row.field.setText("half-typed")
    qtbot.keyClick(filled, Qt.Key.Key_F5)
    assert runner.started[1:] == [FindIncompleteUploads(WORK, "my-bucket")]
    assert shown(filled) == ["a", "b", "c"]
    runner.succeed(ROWS)
    assert filled.model.checked == ()


def test_refresh_button(filled, runner):
    filled.refresh.click()
    assert runner.started[1:] == [FindIncompleteUploads(WORK, "my-bucket")]


def test_failed_listing_is_reported(dialog, runner):
    runner.fail(DENIED)
    assert dialog.banner.accessibleName() == DENIED.title
    assert dialog.empty.title == "Can't list incomplete uploads"
    dialog.refresh.click()
    assert dialog.banner.isHidden()


def test_failed_refresh_keeps_the_list(filled, runner):
    filled.refresh.click()
    runner.fail(DENIED)
    assert shown(filled) == ["a", "b", "c"]
    assert filled.banner.isVisible()


def test_closing_stops_listing(dialog, runner):
    dialog.close_button.click()
    assert runner.cancelled == runner.started


def test_shown_again_it_lists_again(filled, runner):
    filled.close()
    filled.show()
    assert runner.started == [FindIncompleteUploads(WORK, "my-bucket")] * 2


def test_space_bar_checks_the_selected_rows(qtbot, filled):
    filled.table.selectAll()
    selection = filled.table.selectionModel()
    current = filled.model.index(2, Column.INITIATOR)
    selection.setCurrentIndex(current, selection.SelectionFlag.NoUpdate)
    qtbot.keyClick(filled.table, Qt.Key.Key_Space)
    assert filled.model.checked == ROWS


# --- aborting ------------------------------------------------------------------------------------


def test_only_checked_uploads_can_be_aborted(filled):
    assert filled.abort.isEnabled()
    filled.model.toggle([0, 1], 0)
    assert not filled.abort.isEnabled()


def test_nothing_can_be_aborted_while_listing(filled):
    filled.refresh.click()
    assert not filled.abort.isEnabled()


def test_confirmation_has_the_count_and_keep_is_the_default(filled, runner):
    keep = question(filled, "Keep")
    box = filled.findChild(QMessageBox)
    assert box.text() == "Abort 2 incomplete uploads to my-bucket?"
    assert box.defaultButton() is box.escapeButton() is keep
    keep.click()
    assert runner.jobs_of(AbortIncompleteUploads) == []


def test_confirmation_for_one_upload(filled):
    filled.model.toggle([], 0)
    question(filled, "Keep")
    assert filled.findChild(QMessageBox).text() == "Abort 1 incomplete upload to my-bucket?"


def test_confirmed_it_aborts_the_checked_uploads(aborting, runner):
    assert runner.jobs_of(AbortIncompleteUploads) == [
        AbortIncompleteUploads(WORK, "my-bucket", (OURS, MORE))
    ]


def test_aborts_in_the_listed_bucket_not_in_the_one_entered(opened, runner):
    dialog = opened("my-bucket", "x/")
    runner.succeed(ROWS)
    dialog.bucket_row.field.setText("other")
    question(dialog, "Abort").click()
    assert runner.started[-1] == AbortIncompleteUploads(WORK, "my-bucket", (OURS, MORE), "x/")


def test_only_closing_is_possible_while_aborting(qtbot, aborting, runner):
    for widget in (aborting.abort, aborting.refresh, aborting.bucket_row.list, aborting.table):
        assert not widget.isEnabled()
    qtbot.keyClick(aborting, Qt.Key.Key_F5)
    assert runner.started[-1] == runner.jobs_of(AbortIncompleteUploads)[0]
    assert aborting.close_button.isEnabled()


def test_shows_the_progress(aborting, runner):
    assert "Aborting…" in labels(aborting)
    runner.report(Progress(1, 2))
    assert "Aborting… 1 of 2" in labels(aborting)


def test_aborted_uploads_are_removed_from_the_list(aborting, runner):
    runner.succeed(())
    assert shown(aborting) == ["c"]
    assert aborting.banner.accessibleName() == "Aborted 2 incomplete uploads"
    assert aborting.table.isEnabled()
    assert not aborting.abort.isEnabled()


def test_uploads_not_aborted_stay_and_are_reported(aborting, runner):
    runner.succeed((MORE,))
    assert shown(aborting) == ["b", "c"]
    assert aborting.banner.accessibleName() == "Couldn't abort 1 of 2 uploads"
    assert aborting.model.checked == (MORE,)


def test_failed_abort_is_reported_and_the_list_stays(aborting, runner):
    runner.fail(DENIED)
    assert shown(aborting) == ["a", "b", "c"]
    assert aborting.banner.accessibleName() == DENIED.title
    assert aborting.abort.isEnabled()


def test_closing_does_not_stop_aborting(aborting, runner):
    aborting.close()
    assert runner.cancelled == []
    aborting.show()
    assert runner.started[-1] == runner.jobs_of(AbortIncompleteUploads)[0]
    runner.succeed(())
    assert shown(aborting) == ["c"]
