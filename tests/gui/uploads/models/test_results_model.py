from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.messages.results import short_result_text
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.uploads.models.results_model import Column, ResultsModel
from s3enc_gui.jobs.uploads.queue.events import BytesSent, StateChanged, TransferEnded
from s3enc_gui.jobs.uploads.upload import FilesQueued
from tests.fakes.samples import outcome

STARTED = StateChanged((0,), TransferState.RUNNING)
ITEMS = [UploadItem(f"/f/{n}", f"in/{n}", 1000) for n in range(3)]


@pytest.fixture
def model(qapp, qtmodeltester):
    model = ResultsModel()
    qtmodeltester.check(model)
    model.set_items(ITEMS)
    model.apply([FilesQueued((0, 1, 2))])
    return model


def state(model, row):
    return model.index(row, Column.RESULT).data()


def ended(result, item):
    return replace(outcome(result), item=item)


def test_states_of_a_file(model):
    assert state(model, 0) == "Waiting"
    assert not model.index(0, Column.RESULT).data(Qt.ItemDataRole.DecorationRole).isNull()
    model.apply([STARTED, BytesSent(0, 500)])
    assert (state(model, 0), model.index(0, 2).data(roles.PERMILLE)) == ("Uploading", 500)
    model.apply([BytesSent(0, 500)])
    assert state(model, 0) == "Checking"
    model.apply([TransferEnded(0, ended(Result.VERIFIED, ITEMS[0]))])
    assert state(model, 0) == "Verified"


@pytest.mark.parametrize("result", Result)
def test_every_result_has_its_label(model, result):
    model.apply([TransferEnded(1, ended(result, ITEMS[1]))])
    assert state(model, 1) == short_result_text(result)
    assert model.results[result] == model.done == 1


def test_a_batch_changes_one_range(model):
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.apply([BytesSent(0, 1)] * 500 + [BytesSent(2, 1)] * 500)
    assert changed == [(0, 2)]
    assert model.sent == 1000


def test_a_retry_takes_bytes_back(model):
    model.apply([STARTED, BytesSent(0, 800), BytesSent(0, -800), BytesSent(0, 100)])
    assert model.index(0, 2).data(roles.PERMILLE) == 100


def test_existing_files_count_as_done(model):
    model.apply([TransferEnded(0, ended(Result.EXISTS, ITEMS[0]))])
    assert (model.sent, model.total) == (1000, 3000)
    assert model.index(0, 2).data(roles.PERMILLE) is None


def test_some_rows_are_uploaded_again(model):
    model.apply([TransferEnded(n, ended(Result.EXISTS, item)) for n, item in enumerate(ITEMS)])
    model.begin([0, 2])
    model.apply([FilesQueued((3, 4))])
    assert (model.done, model.total) == (1, 2000)
    renamed = UploadItem("/f/2", "in/2 (1)", 1000)
    model.apply([TransferEnded(4, ended(Result.VERIFIED, renamed))])
    assert state(model, 2) == "Verified"
    assert model.index(2, Column.NAME).data() == "in/2 (1)"
    assert model.rows_with(Result.EXISTS) == (1,)


def test_the_jobs_result_fills_in_missing_outcomes(model):
    model.apply([TransferEnded(0, ended(Result.VERIFIED, ITEMS[0]))])
    model.apply_outcomes([Outcome(item, Result.CANCELLED) for item in ITEMS])
    assert [state(model, row) for row in range(3)] == ["Verified", "Canceled", "Canceled"]
    assert model.done == 3


def test_times_are_recorded(model):
    model.apply([STARTED, TransferEnded(0, ended(Result.VERIFIED, ITEMS[0]))])
    started, over = model.times(0)
    assert started <= over
    assert model.times(1) == (None, None)
