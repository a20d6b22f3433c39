from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt

from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.gui.incomplete_uploads.uploads_model import (
    Column,
    IncompleteUploadsModel,
    short_initiator,
)
from s3enc_gui.gui.messages.locale import short_time
from s3enc_gui.gui.models import roles

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
USER = "arn:aws:iam::123456789012:user/staff/anna"
OURS = IncompleteUpload("a/ours.pdf", "u1", NOW - timedelta(days=3, hours=2), USER, "CRC64NVME")
THEIRS = IncompleteUpload("a/theirs.pdf", "u2", NOW - timedelta(minutes=42), USER, "CRC32")
SILENT = IncompleteUpload("a/silent.pdf", "u3")
ROWS = (OURS, THEIRS, SILENT)
CHECK = Qt.ItemDataRole.CheckStateRole
TIP = Qt.ItemDataRole.ToolTipRole
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def model(qapp):
    model = IncompleteUploadsModel(now=lambda: NOW)
    model.show(ROWS)
    return model


def cell(model, row, column, role=Qt.ItemDataRole.DisplayRole):
    return model.index(row, column).data(role)


def states(model):
    return [Qt.CheckState(cell(model, row, Column.KEY, CHECK)) for row in range(model.rowCount())]


def test_model_tester_finds_no_errors(qapp, qtmodeltester):
    model = IncompleteUploadsModel()
    qtmodeltester.check(model)
    model.show(ROWS)
    model.setData(model.index(1, 0), ON, CHECK)
    model.toggle([0, 2], 1)
    model.remove([THEIRS])
    model.clear()
    qtmodeltester.check(model)


def test_only_abandoned_uploads_of_s3enc_are_checked_initially(model):
    assert states(model) == [ON, OFF, OFF]
    assert model.checked == (OURS,)


def test_click_checks_and_unchecks(model):
    assert model.setData(model.index(1, Column.KEY), ON, CHECK)
    assert model.setData(model.index(0, Column.KEY), OFF, CHECK)
    assert model.checked == (THEIRS,)


def test_changes_are_emitted(qtbot, model):
    with qtbot.waitSignals([model.changed, model.dataChanged]):
        model.setData(model.index(2, Column.KEY), ON, CHECK)


def test_only_the_key_has_a_check_box(model):
    for column in Column:
        checkable = model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsUserCheckable
        assert bool(checkable) is (column is Column.KEY)
        assert (cell(model, 0, column, CHECK) is not None) is (column is Column.KEY)
    assert not model.setData(model.index(1, Column.INITIATOR), ON, CHECK)
    assert not model.setData(model.index(1, Column.KEY), "x", Qt.ItemDataRole.EditRole)
    assert model.checked == (OURS,)


def test_upload_with_an_invalid_key_cannot_be_checked(model):
    unnamed = replace(OURS, key="a\ud800\x07")
    model.show([unnamed, OURS])
    assert model.checked == (OURS,)
    assert not model.setData(model.index(0, Column.KEY), ON, CHECK)
    assert not model.flags(model.index(0, Column.KEY)) & Qt.ItemFlag.ItemIsUserCheckable
    model.toggle([0, 1], 0)
    assert unnamed not in model.checked
    assert cell(model, 0, Column.KEY) == "a\ufffd\x07"
    assert "can't abort this upload" in cell(model, 0, Column.KEY, TIP)


@pytest.mark.parametrize(
    ("rows", "current", "checked"),
    [
        ([1, 2], 1, (OURS, THEIRS, SILENT)),
        ([0, 1, 2], 0, ()),
        ([0, 1, 2], 2, (OURS, THEIRS, SILENT)),
        ([], 1, (OURS, THEIRS)),
    ],
)
def test_toggled_rows_take_the_new_state_of_the_current_one(model, rows, current, checked):
    model.toggle(rows, current)
    assert model.checked == checked


def test_check_states_are_kept_when_shown_again(model):
    model.toggle([0, 1], 1)
    model.toggle([], 0)
    new = replace(OURS, upload_id="u9")
    model.show((THEIRS, OURS, new))
    assert model.checked == (THEIRS, new)


def test_clear_resets_the_check_states(model):
    model.toggle([], 0)
    model.clear()
    assert (model.rowCount(), model.checked) == (0, ())
    model.show(ROWS)
    assert model.checked == (OURS,)


def test_remove(model):
    model.remove([OURS])
    assert [cell(model, row, Column.KEY) for row in range(2)] == [THEIRS.key, SILENT.key]


def test_duplicate_is_listed_once(model):
    model.show((OURS, OURS))
    assert model.rowCount() == 1


def test_time_and_age(model):
    begun = OURS.begun
    assert cell(model, 0, Column.STARTED) == f"{short_time(begun)} (3 d ago)"
    assert cell(model, 1, Column.STARTED).endswith("(42 min ago)")
    assert cell(model, 2, Column.STARTED) == "–"


def test_age_is_never_negative(qapp):
    model = IncompleteUploadsModel(now=lambda: NOW - timedelta(hours=1))
    model.show((replace(OURS, begun=NOW),))
    assert cell(model, 0, Column.STARTED).endswith("(0 s ago)")


def test_program(model):
    programs = [cell(model, row, Column.PROGRAM) for row in range(3)]
    assert programs == ["S3enc", "Other program", "Unknown"]


def test_tool_tips(model):
    assert cell(model, 0, Column.KEY, TIP).splitlines() == [OURS.key, "Upload ID u1"]
    assert cell(model, 0, Column.INITIATOR, TIP) == USER
    assert "CRC32" in cell(model, 1, Column.PROGRAM, TIP)
    assert all(cell(model, row, column, TIP) for row in range(3) for column in Column)


def test_object_of_a_row(model):
    assert cell(model, 1, Column.INITIATOR, roles.OBJECT) is THEIRS
    assert model.data(QModelIndex()) is None


@pytest.mark.parametrize(
    ("initiator", "short"),
    [
        (USER, "anna"),
        ("arn:aws:iam::123456789012:user/anna", "anna"),
        ("arn:aws:iam::123456789012:root", "root"),
        ("arn:aws:sts::123456789012:assumed-role/uploader/anna@x.org", "uploader/anna@x.org"),
        ("arn:aws:sts::123456789012:federated-user/anna", "federated-user/anna"),
        ("0a1b2c3d" * 8, "0a1b2c3d…"),
        ("minio", "minio"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_short_initiator(initiator, short):
    assert short_initiator(initiator) == short


def test_recent_upload_is_not_checked_initially():
    model = IncompleteUploadsModel()
    young, old = (
        IncompleteUpload(
            str(days), str(days), datetime.now(UTC) - timedelta(days=days), None, "CRC64NVME"
        )
        for days in (0, 2)
    )
    model.show([young, old])
    assert model.checked == (old,)
