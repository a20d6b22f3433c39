from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.messages.results import RESULT_SIGNS
from s3enc_gui.gui.transfers.models.transfers_model import TransfersModel
from s3enc_gui.gui.transfers.throughput import _SEVERITY, Throughput
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
def throughput(model):
    throughput = Throughput(model.totals, Clock())
    throughput.note()
    return throughput


def go(model, throughput, seconds, *reports):
    model.take(reports)
    throughput._clock.now += seconds
    throughput.note()


def test_speed_and_what_is_left(model, throughput):
    go(model, throughput, 2, StateChanged((0,), TransferState.RUNNING), BytesSent(0, BIG // 2))
    assert throughput.words() == "0 of 2 files · 500 MB of 2 GB · 250 MB/s · 6 s left"
    assert throughput.permille == pytest.approx(250, abs=1)
    assert throughput.sign.icon == "upload"


def test_it_is_not_all_before_the_last_answer(model, throughput):
    go(model, throughput, 1, BytesSent(0, BIG), BytesSent(1, BIG), ended(0))
    assert throughput.permille == 999
    go(model, throughput, 1, ended(1))
    assert throughput.permille == 1000


def test_a_file_that_fails_makes_no_speed(model, throughput):
    go(model, throughput, 1, StateChanged((1,), TransferState.RUNNING), ended(0, Result.FAILED))
    assert throughput.words().startswith("1 of 2 files · 0 bytes of 1 GB · ")
    assert throughput.words().endswith("left · Failed: 1")
    assert "/s" not in throughput.words()


def test_paused(model, throughput):
    go(model, throughput, 1, StateChanged((0, 1), TransferState.PAUSED))
    assert throughput.words() == "0 of 2 files · 0 bytes of 2 GB · Paused"
    assert throughput.sign.icon == "pause"


def test_a_new_run_is_measured_anew(model, throughput):
    go(model, throughput, 1, BytesSent(0, BIG), ended(0), ended(1))
    go(model, throughput, 1, Added((queued(5, TransferState.RUNNING, BIG),)))
    assert throughput.words() == "0 bytes of 1 GB"


def test_every_result_has_its_severity():
    assert set(_SEVERITY) == set(Result)


@pytest.mark.parametrize("result", Result)
def test_the_sign_in_the_end_is_of_the_worst(model, throughput, result):
    go(model, throughput, 1, ended(0), ended(1, result))
    assert throughput.sign == RESULT_SIGNS[result]
