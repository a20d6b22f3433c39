from __future__ import annotations

import os

from s3enc_gui.jobs.uploads.sending.buffers import MAX_IDLE, BufferPool


def test_a_buffer_is_reused():
    buffers = BufferPool()
    first = buffers.take(10)
    buffers.give_back(first)
    assert buffers.take(5) is first
    assert buffers.take(5) is not first


def test_a_buffer_has_at_least_the_requested_size():
    buffers = BufferPool()
    for size in (3, 10, 5, 20, 1):
        buffer = buffers.take(size)
        assert len(buffer) >= size
        buffers.give_back(buffer)


def test_smaller_buffers_are_freed():
    buffers = BufferPool()
    small = buffers.take(3)
    large = buffers.take(10)
    buffers.give_back(small)
    buffers.give_back(large)
    assert buffers.take(3) is large
    assert buffers.take(3) is not small


def test_the_number_of_idle_buffers_is_limited():
    buffers = BufferPool()
    taken = [buffers.take(10) for _ in range(MAX_IDLE + 5)]
    for buffer in taken:
        buffers.give_back(buffer)
    assert len(buffers._idle) == MAX_IDLE


def test_all_buffers_are_freed():
    buffers = BufferPool()
    buffer = buffers.take(10)
    buffers.clear()
    buffers.give_back(buffer)
    assert (buffers._idle, len(buffers.take(3))) == ([], 3)


def test_a_buffer_lasts_as_long_as_something_uses_its_memory():
    buffers = BufferPool()
    data = memoryview(buffers.take(10))
    buffers.clear()
    data[:] = b"0123456789"
    assert bytes(data) == b"0123456789"


def test_a_buffer_is_not_shared_with_child_processes():
    """A mapping is by default: what the child writes would be sent."""
    buffer = BufferPool().take(1)
    child = os.fork()
    if child == 0:
        buffer[0] = 1
        os._exit(0)
    os.waitpid(child, 0)
    assert buffer[0] == 0
