"""The result of a change of encryption: each object before and after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton

from s3enc_gui.domain.customer_keys.known_key import NEEDS_KEY, other_key_error
from s3enc_gui.domain.downloads.download import customer_key_error
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.way import Reason
from s3enc_gui.gui.customer_keys.choose_key_dialog import ChooseKeyDialog
from s3enc_gui.gui.reencryption.receipts_model import Column, ReceiptsModel
from s3enc_gui.gui.reencryption.result_view import ResultView
from s3enc_gui.jobs.reencryption.receipts import ReadReceipts, ReceiptsPage
from tests.gui.reencryption.samples import CONNECTION, RECEIPTS, STORED, receipt, result

FIRST = ReadReceipts("/0.sqlite")


@pytest.fixture
def view(qtbot, runner):
    made = ResultView(runner)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.show_result(result(), "0-0", CONNECTION)
    return made


def answer(runner, *receipts, following=None):
    runner.handle_of(ReadReceipts).succeed(ReceiptsPage(receipts, following))


def cells(view, row):
    return [view.model.index(row, column).data() for column in Column]


def buttons(view):
    QApplication.processEvents()  # new buttons are shown then
    return [one.text() for one in view.banner.findChildren(QPushButton) if not one.isHidden()]


def test_every_object_has_what_was_before_and_after_and_its_result(view, runner):
    assert view.busy.isVisible()
    assert view.summary.text().startswith("Changed,\u00a0verified:\u00a012,718\u00a0· ")
    answer(runner, receipt(State.VERIFIED, after=STORED), receipt(State.FAILED, "b"))
    verified = "11111111-2222-3333-4444-555555555555, S3 Bucket Key on"
    assert cells(view, 0) == ["1/2", "SSE-S3", f"SSE-KMS, {verified}", "Changed, verified"]
    assert cells(view, 1) == ["b", "SSE-S3", "", "Failed"]
    assert view.busy.isHidden()


def test_what_is_verified_says_what_s3_reports(view, runner):
    answer(runner, receipt(State.VERIFIED, after=STORED))
    assert view.banner.accessibleName() == "Changed, verified: 1/2"
    assert view.banner.property("banner") == "ok"
    assert "S3 reports SSE-KMS, 1111" in view.banner._detail.text()


@pytest.mark.parametrize("state", [one for one in State if one is not State.VERIFIED])
def test_nothing_else_looks_verified(view, runner, state):
    answer(runner, receipt(state, after=STORED))
    assert view.banner.property("banner") != "ok"
    assert "verified" not in view.banner.accessibleName().lower()


def test_the_first_problem_is_selected_and_the_arrows_select_others(view, runner, qtbot):
    error = AppError("Access denied", code="AccessDenied")
    answer(runner, receipt(State.FAILED, error=error), receipt(State.VERIFIED, after=STORED))
    assert view.banner.accessibleName() == "Failed: 1/2"
    assert view.banner._detail.text() == "Access denied."
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    assert view.banner.accessibleName() == "Changed, verified: 1/2"


def test_a_problem_with_a_remedy_has_its_button(view, runner, qtbot):
    keyed = receipt(State.FAILED, "k", error=customer_key_error("k"))
    other = receipt(State.FAILED, "o", error=other_key_error("o"))
    plain = receipt(State.FAILED, error=AppError("No", code="SlowDown"))
    unknown = receipt(State.CANNOT, "1/keyed", Reason.CUSTOMER_KEY)
    assert {keyed.changed.error.code, other.changed.error.code} == NEEDS_KEY
    answer(runner, keyed, other, unknown, plain)
    for row in range(3):
        view.table.selectRow(row)
        assert buttons(view) == ["Choose key…"]
    view.banner._buttons[-1].click()
    dialog = view.findChild(ChooseKeyDialog)
    assert (dialog._location.bucket, dialog._location.key) == ("0-0", "1/keyed")
    with qtbot.waitSignal(view.key_chosen):
        dialog.fitted.emit(None)
    dialog.reject()
    view.table.selectRow(3)
    assert buttons(view) == []


def test_more_objects_are_read_while_the_user_scrolls(view, runner, qtbot):
    following = replace(FIRST, after=40)
    answer(runner, *[receipt(State.VERIFIED, f"{n}") for n in range(40)], following=following)
    view.table.scrollToBottom()
    qtbot.waitUntil(lambda: runner.jobs_of(ReadReceipts)[-1] == following)
    answer(runner, receipt(State.VERIFIED, "last"))
    assert view.model.rowCount() == 41
    assert not view.model.canFetchMore(view.model.index(-1, -1))


def test_a_file_that_cannot_be_read_is_said(view, runner):
    runner.handle_of(ReadReceipts).fail(AppError("The disk is gone"))
    assert view.banner.accessibleName() == "The disk is gone"


def test_the_model_is_consistent(qapp):
    model = ReceiptsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show(ReceiptsPage(RECEIPTS, FIRST))
    model.append(ReceiptsPage(RECEIPTS, None))
    tips = {model.index(row, Column.RESULT).data(Qt.ItemDataRole.ToolTipRole) for row in range(9)}
    assert all(tips)
    del tester
