from __future__ import annotations

import pytest

from s3enc_gui.gui.bridge.paced_delivery import PacedDelivery


@pytest.fixture
def received():
    return []


@pytest.fixture
def queue(qapp, received):
    queue = PacedDelivery()
    queue.delivered.connect(received.append)
    queue.ended.connect(lambda item: received.append(("end", item)))
    return queue


def test_delivers_the_first_at_once_and_the_others_later(queue, received, qtbot):
    queue.add([1, 2, 3])
    assert received == [1]
    assert len(queue) == 2
    qtbot.waitUntil(lambda: received == [1, 2, 3])


def test_the_last_item_comes_after_all_others(queue, received, qtbot):
    queue.add([1, 2])
    queue.add_last("done")
    qtbot.waitUntil(lambda: received == [1, 2, ("end", "done")])
    assert len(queue) == 0


def test_a_last_item_alone_is_delivered_at_once(queue, received):
    queue.add_last("done")
    assert received == [("end", "done")]


def test_discards_what_is_cleared(queue, received, qtbot):
    queue.add([1, 2, 3])
    queue.add_last("done")
    queue.clear()
    queue.add([4])
    assert received == [1, 4]
