from __future__ import annotations

from threading import Barrier, Event, current_thread, get_ident

import pytest

from s3enc_gui.aio import daemon_threads
from s3enc_gui.aio.daemon_threads import DaemonThreads


@pytest.fixture
def threads():
    threads = DaemonThreads("some")
    yield threads
    threads.close()


def test_results_and_errors(threads):
    assert threads.submit(int, "7").result() == 7
    with pytest.raises(ValueError, match="invalid literal"):
        threads.submit(int, "x").result()


def test_calls_never_wait_for_one_another(threads):
    together = Barrier(50, timeout=10)
    calls = [threads.submit(together.wait) for _ in range(50)]
    assert sorted(call.result() for call in calls) == list(range(50))


def test_threads_are_reused_and_end_with_the_program(threads):
    assert threads.submit(lambda: current_thread().daemon).result()
    seen = {threads.submit(get_ident).result() for _ in range(200)}
    assert len(seen) < 20


def test_unused_threads_end(threads, monkeypatch):
    monkeypatch.setattr(daemon_threads, "IDLE_TIME", 0.0)
    thread = threads.submit(current_thread).result()
    thread.join(10)
    assert not thread.is_alive()
    assert threads.submit(int, "7").result() == 7


def test_closing_does_not_wait_for_calls():
    threads, event = DaemonThreads("some"), Event()
    call = threads.submit(event.wait)
    threads.close()
    assert not call.done()
    event.set()
    assert call.result()


def test_an_unused_thread_never_takes_a_call_with_it(threads, monkeypatch):
    """Threads end while calls come in."""
    monkeypatch.setattr(daemon_threads, "IDLE_TIME", 0.0)
    for number in range(300):
        assert threads.submit(int, str(number)).result(10) == number
