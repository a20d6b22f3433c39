from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.messages.results import RESULT_SIGNS
from s3enc_gui.gui.transfers.models.transfers_model import TransfersModel
from s3enc_gui.gui.transfers.throughput import BY_SEVERITY, Throughput
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
    model.apply([Added(tuple(queued(id, size=BIG) for id in range(2)))])
    return model


@pytest.fixture
def throughput(model):
    throughput = Throughput(model.totals, Clock())
    throughput.measure()
    return throughput


def go(model, throughput, seconds, *reports):
    model.apply(reports)
    throughput._clock.now += seconds
    throughput.measure()


def test_speed_and_remaining_time(model, throughput):
    go(model, throughput, 2, StateChanged((0,), TransferState.RUNNING), BytesSent(0, BIG // 2))
    assert throughput.text() == "0 of 2 files · 500 MB of 2 GB · 250 MB/s · 6 s left"
    assert throughput.permille == pytest.approx(250, abs=1)
    assert throughput.sign.icon == "upload"


def test_not_complete_before_the_last_result(model, throughput):
    go(model, throughput, 1, BytesSent(0, BIG), BytesSent(1, BIG), ended(0))
    assert throughput.permille == 999
    go(model, throughput, 1, ended(1))
    assert throughput.permille == 1000


def test_failed_file_does_not_count_as_speed(model, throughput):
    go(model, throughput, 1, StateChanged((1,), TransferState.RUNNING), ended(0, Result.FAILED))
    assert throughput.text().startswith("1 of 2 files · 0 bytes of 1 GB · ")
    assert throughput.text().endswith("left · Failed: 1")
    assert "/s" not in throughput.text()


def test_paused(model, throughput):
    go(model, throughput, 1, StateChanged((0, 1), TransferState.PAUSED))
    assert throughput.text() == "0 of 2 files · 0 bytes of 2 GB · Paused"
    assert throughput.sign.icon == "pause"


def test_new_run_resets_the_measurement(model, throughput):
    go(model, throughput, 1, BytesSent(0, BIG), ended(0), ended(1))
    go(model, throughput, 1, Added((queued(5, TransferState.RUNNING, BIG),)))
    assert throughput.text() == "0 bytes of 1 GB"


def test_every_result_has_a_severity():
    assert set(BY_SEVERITY) == set(Result)


@pytest.mark.parametrize("result", Result)
def test_icon_at_the_end_is_of_the_worst_result(model, throughput, result):
    go(model, throughput, 1, ended(0), ended(1, result))
    assert throughput.sign == RESULT_SIGNS[result]
