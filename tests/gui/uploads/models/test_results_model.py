from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.uploads.outcome import Outcome, Result
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.gui.models import roles
from s3enc_gui.gui.uploads.models.results_model import Column, ResultsModel
from s3enc_gui.jobs.uploads.upload import FileEnded, FileSent, FileStarted
from s3enc_gui.wording.labels import RESULT_TEXTS
from tests.fakes.samples import outcome

ITEMS = [UploadItem(f"/f/{n}", f"in/{n}", 1000) for n in range(3)]


@pytest.fixture
def model(qapp, qtmodeltester):
    model = ResultsModel()
    qtmodeltester.check(model)
    model.set_items(ITEMS)
    return model


def state(model, row):
    return model.index(row, Column.RESULT).data()


def ended(result, item):
    return replace(outcome(result), item=item)


def test_a_file_waits_is_sent_checked_and_verified(model):
    assert state(model, 0) == "Waiting"
    model.take([FileStarted(0), FileSent(0, 500)])
    assert (state(model, 0), model.index(0, 2).data(roles.PERMILLE)) == ("Uploading", 500)
    model.take([FileSent(0, 500)])
    assert state(model, 0) == "Checking"
    model.take([FileEnded(0, ended(Result.VERIFIED, ITEMS[0]))])
    assert state(model, 0) == "Verified"


@pytest.mark.parametrize("result", Result)
def test_every_result_has_its_word(model, result):
    model.take([FileEnded(1, ended(result, ITEMS[1]))])
    assert state(model, 1) == RESULT_TEXTS[result]
    assert model.results[result] == model.done == 1


def test_a_batch_is_told_as_one_range(model):
    told = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.take([FileSent(0, 1)] * 500 + [FileSent(2, 1)] * 500)
    assert told == [(0, 2)]
    assert model.sent == 1000


def test_a_retry_takes_bytes_back(model):
    model.take([FileStarted(0), FileSent(0, 800), FileSent(0, -800), FileSent(0, 100)])
    assert model.index(0, 2).data(roles.PERMILLE) == 100


def test_what_needed_no_sending_is_no_longer_to_do(model):
    model.take([FileEnded(0, ended(Result.EXISTS, ITEMS[0]))])
    assert (model.sent, model.total) == (1000, 3000)
    assert model.index(0, 2).data(roles.PERMILLE) is None


def test_some_rows_are_uploaded_again(model):
    model.take([FileEnded(n, ended(Result.EXISTS, item)) for n, item in enumerate(ITEMS)])
    model.begin([0, 2])
    assert (model.done, model.total) == (1, 2000)
    renamed = UploadItem("/f/2", "in/2 (1)", 1000)
    model.take([FileEnded(1, ended(Result.VERIFIED, renamed))])
    assert state(model, 2) == "Verified"
    assert model.index(2, Column.NAME).data() == "in/2 (1)"
    assert model.rows_with(Result.EXISTS) == (1,)


def test_the_result_fills_in_what_was_not_reported(model):
    model.take([FileEnded(0, ended(Result.VERIFIED, ITEMS[0]))])
    model.take_outcomes([Outcome(item, Result.CANCELLED) for item in ITEMS])
    assert [state(model, row) for row in range(3)] == ["Verified", "Cancelled", "Cancelled"]
    assert model.done == 3


def test_times_are_noted(model):
    model.take([FileStarted(0), FileEnded(0, ended(Result.VERIFIED, ITEMS[0]))])
    started, over = model.times(0)
    assert started <= over
    assert model.times(1) == (None, None)
