from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import State
from s3enc_gui.gui.messages.results import RESULT_SIGNS
from s3enc_gui.gui.transfers.models.transfers_model import TransfersModel
from s3enc_gui.gui.transfers.throughput import _SEVERITY, Pace
from s3enc_gui.jobs.uploads.queue.events import Added, BytesSent, StateChanged
from tests.gui.transfers.conftest import ended, queued

BIG = 10**9


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def model(qapp):
    model = TransfersModel()
    model.take([Added(tuple(queued(id, size=BIG) for id in range(2)))])
    return model


@pytest.fixture
def pace(model):
    pace = Pace(model.totals, Clock())
    pace.note()
    return pace


def go(model, pace, seconds, *reports):
    model.take(reports)
    pace._clock.now += seconds
    pace.note()


def test_speed_and_what_is_left(model, pace):
    go(model, pace, 2, StateChanged((0,), State.RUNNING), BytesSent(0, BIG // 2))
    assert pace.words() == "0 of 2 files · 500 MB of 2 GB · 250 MB/s · 6 s left"
    assert pace.permille == pytest.approx(250, abs=1)
    assert pace.sign.icon == "upload"


def test_it_is_not_all_before_the_last_answer(model, pace):
    go(model, pace, 1, BytesSent(0, BIG), BytesSent(1, BIG), ended(0))
    assert pace.permille == 999
    go(model, pace, 1, ended(1))
    assert pace.permille == 1000


def test_a_file_that_fails_makes_no_speed(model, pace):
    go(model, pace, 1, StateChanged((1,), State.RUNNING), ended(0, Result.FAILED))
    assert pace.words().startswith("1 of 2 files · 0 bytes of 1 GB · ")
    assert pace.words().endswith("left · Failed: 1")
    assert "/s" not in pace.words()


def test_paused(model, pace):
    go(model, pace, 1, StateChanged((0, 1), State.PAUSED))
    assert pace.words() == "0 of 2 files · 0 bytes of 2 GB · Paused"
    assert pace.sign.icon == "pause"


def test_a_new_run_is_measured_anew(model, pace):
    go(model, pace, 1, BytesSent(0, BIG), ended(0), ended(1))
    go(model, pace, 1, Added((queued(5, State.RUNNING, BIG),)))
    assert pace.words() == "0 bytes of 1 GB"


def test_every_result_has_its_severity():
    assert set(_SEVERITY) == set(Result)


@pytest.mark.parametrize("result", Result)
def test_the_sign_in_the_end_is_of_the_worst(model, pace, result):
    go(model, pace, 1, ended(0), ended(1, result))
    assert pace.sign == RESULT_SIGNS[result]
