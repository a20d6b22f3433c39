from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from s3enc_gui.s3.byte_budget import ByteBudget


def test_what_fits_goes_on_at_once():
    budget = ByteBudget(10)
    with budget.hold(4), budget.hold(6):
        pass


def test_one_alone_goes_on_however_large():
    with ByteBudget(10).hold(1000):
        pass


def test_what_does_not_fit_waits_until_there_is_room():
    budget, inside = ByteBudget(10), Event()

    def second():
        with budget.hold(8):
            inside.set()

    with ThreadPoolExecutor(1) as pool:
        with budget.hold(8):
            waiting = pool.submit(second)
            assert not inside.wait(0.05)
        waiting.result(timeout=5)
    assert inside.is_set()


def test_room_comes_back_after_an_error():
    budget = ByteBudget(10)
    try:
        with budget.hold(10):
            raise KeyError
    except KeyError:
        pass
    with budget.hold(10):
        pass
