from __future__ import annotations

import threading

import pytest

from tests.guards import threads


@pytest.fixture
def release(monkeypatch):
    """Ends the threads that the inner tests leave running."""
    monkeypatch.setattr(threads, "GRACE_SECONDS", 0.05)
    event = threading.Event()
    monkeypatch.setattr(threads, "release", event, raising=False)
    yield event
    event.set()


@pytest.mark.parametrize("daemon", [True, False])
def test_leaked_thread_is_reported(run_with, release, daemon):
    result = run_with(
        "threads",
        f"""
        import threading
        from tests.guards import threads
        def test_it():
            threading.Thread(target=threads.release.wait, name="busy", daemon={daemon}).start()
        """,
        passed=1,
        errors=1,
    )
    result.stdout.fnmatch_lines(["*threads left running: busy*"])


def test_thread_stopped_by_a_fixture_is_allowed(run_with):
    run_with(
        "threads",
        """
        import threading, pytest
        @pytest.fixture
        def worker():
            stop = threading.Event()
            thread = threading.Thread(target=stop.wait)
            thread.start()
            yield
            stop.set()
        def test_it(worker):
            pass
        """,
        passed=1,
    )


def test_earlier_thread_is_ignored(run_with, release):
    run_with(
        "threads",
        """
        import threading
        from tests.guards import threads
        threading.Thread(target=threads.release.wait, daemon=True).start()
        def test_it():
            pass
        """,
        passed=1,
    )
