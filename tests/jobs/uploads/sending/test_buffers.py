from __future__ import annotations

from s3enc_gui.jobs.uploads.sending.buffers import KEPT, BufferPool


def test_a_buffer_is_used_again():
    buffers = BufferPool()
    first = buffers.take(10)
    buffers.give_back(first)
    assert buffers.take(5) is first
    assert buffers.take(5) is not first


def test_nobody_gets_less_than_was_asked_for():
    buffers = BufferPool()
    for size in (3, 10, 5, 20, 1):
        buffer = buffers.take(size)
        assert len(buffer) >= size
        buffers.give_back(buffer)


def test_smaller_ones_are_let_go():
    buffers = BufferPool()
    small = buffers.take(3)
    large = buffers.take(10)
    buffers.give_back(small)
    buffers.give_back(large)
    assert buffers.take(3) is large
    assert buffers.take(3) is not small


def test_not_all_are_kept():
    buffers = BufferPool()
    taken = [buffers.take(10) for _ in range(KEPT + 5)]
    for buffer in taken:
        buffers.give_back(buffer)
    assert len(buffers._idle) == KEPT


def test_the_memory_is_let_go():
    buffers = BufferPool()
    buffer = buffers.take(10)
    buffers.clear()
    buffers.give_back(buffer)
    assert (buffers._idle, len(buffers.take(3))) == ([], 3)
