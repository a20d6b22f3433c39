from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.outcome import Result
from s3enc_gui.domain.words import RESULT_WORDS
from s3enc_gui.gui import messages
from s3enc_gui.gui.session.outcomes_model import Column, OutcomesModel
from tests.fakes.samples import outcome


@pytest.fixture
def model(qtmodeltester, qapp):
    model = OutcomesModel()
    model.add([outcome(result) for result in Result])
    qtmodeltester.check(model)
    return model


def text(model, row, column):
    return model.index(row, column).data()


@pytest.mark.parametrize("row", range(len(Result)))
def test_every_result_has_icon_and_word(model, row):
    cell = model.index(row, Column.RESULT)
    assert cell.data() == RESULT_WORDS[list(Result)[row]]
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_a_stored_file(model):
    assert text(model, 0, Column.FILE) == "text.txt"
    assert text(model, 0, Column.DESTINATION) == "s3://my-bucket/invoices"
    tip = model.index(0, Column.DESTINATION).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "s3://my-bucket/invoices/text.txt"
    assert text(model, 0, Column.ENCRYPTION) == "SSE-KMS, test_key"


def test_the_encryption_shown_is_the_one_stored_not_the_one_asked(model):
    row = list(Result).index(Result.DIFFERENT)
    assert text(model, row, Column.ENCRYPTION) == "Not encrypted"


@pytest.mark.parametrize("result", [Result.FAILED, Result.EXISTS, Result.CANCELLED])
def test_what_is_not_stored_has_no_encryption(model, result):
    assert text(model, list(Result).index(result), Column.ENCRYPTION) == "–"


def test_the_reason_of_a_failure_is_in_the_tool_tip(model):
    row = list(Result).index(Result.FAILED)
    tip = model.index(row, Column.RESULT).data(Qt.ItemDataRole.ToolTipRole)
    assert "The KMS key is disabled" in tip


def test_rows_come_in_whole_batches(qtbot, model):
    with qtbot.waitSignal(model.rowsInserted) as blocker:
        model.add([outcome(Result.VERIFIED)] * 1000)
    assert blocker.args[2] - blocker.args[1] == 999


def test_every_result_has_a_sign():
    assert set(messages.RESULT_SIGNS) == set(Result)
