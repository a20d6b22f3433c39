from __future__ import annotations

from threading import Thread

from s3enc_gui.gui.bridge.throttle import Throttle


def test_delivers_all_reports_in_batches_and_in_order(qtbot):
    throttle = Throttle()
    batches: list[tuple] = []
    throttle.batch.connect(batches.append)
    throttle.start()
    with qtbot.waitSignal(throttle.batch):
        for number in range(10_000):
            throttle.add(number)
    throttle.stop()
    assert [report for batch in batches for report in batch] == list(range(10_000))
    assert len(batches) <= 3


def test_stop_delivers_the_rest(qtbot):
    throttle = Throttle()
    batches: list[tuple] = []
    throttle.batch.connect(batches.append)
    throttle.add("last")
    throttle.stop()
    assert batches == [("last",)]


def test_emits_no_empty_batch(qtbot):
    throttle = Throttle()
    with qtbot.assertNotEmitted(throttle.batch):
        throttle.flush()


def test_accepts_reports_from_many_threads(qtbot):
    throttle = Throttle()
    batches: list[tuple] = []
    throttle.batch.connect(batches.append)

    def report():
        for number in range(1000):
            throttle.add(number)

    threads = [Thread(target=report) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    throttle.flush()
    assert sum(len(batch) for batch in batches) == 4000
