from __future__ import annotations

import pytest

from s3enc_gui.gui.browser.operations.paced_delivery import PacedDelivery


@pytest.fixture
def told():
    return []


@pytest.fixture
def queue(qapp, told):
    queue = PacedDelivery()
    queue.taken.connect(told.append)
    queue.ended.connect(lambda what: told.append(("end", what)))
    return queue


def test_the_first_is_taken_at_once_the_others_in_turns(queue, told, qtbot):
    queue.add([1, 2, 3])
    assert told == [1]
    assert len(queue) == 2
    qtbot.waitUntil(lambda: told == [1, 2, 3])


def test_the_end_comes_after_all(queue, told, qtbot):
    queue.add([1, 2])
    queue.add_last("done")
    qtbot.waitUntil(lambda: told == [1, 2, ("end", "done")])
    assert len(queue) == 0


def test_an_end_without_anything_before_it_is_told_at_once(queue, told):
    queue.add_last("done")
    assert told == [("end", "done")]


def test_what_is_cleared_is_not_taken(queue, told, qtbot):
    queue.add([1, 2, 3])
    queue.add_last("done")
    queue.clear()
    queue.add([4])
    assert told == [1, 4]
