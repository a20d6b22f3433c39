from __future__ import annotations

import sys
from contextlib import ExitStack
from threading import Event, Thread

import pytest

from tests.end_to_end.waiting import wait_for
from tests.guards.workers import inside

unix = pytest.mark.skipif(sys.platform == "win32", reason="no shared locks there")


@pytest.fixture
def enter(tmp_path):
    """Somebody who wants to be inside, in a thread; `come` is set when they are, `go` lets out."""
    everybody = []

    class Somebody:
        def __init__(self, *, alone):
            self.come, self.go = Event(), Event()
            self.thread = Thread(target=self.run, args=(alone,))
            self.thread.start()
            everybody.append(self)

        def run(self, alone):
            with inside(tmp_path, alone=alone):
                self.come.set()
                self.go.wait(20)

        def leave(self):
            self.go.set()
            self.thread.join()

    yield lambda *, alone: Somebody(alone=alone)
    for one in everybody:
        one.leave()


def test_others_are_inside_together(tmp_path):
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(inside(tmp_path, alone=False))


@unix
@pytest.mark.parametrize("other", [True, False])
def test_whoever_is_alone_is_alone(enter, other):
    alone = enter(alone=True)
    assert alone.come.wait(10)
    late = enter(alone=other)
    assert not late.come.wait(0.05)
    alone.leave()
    assert late.come.wait(10)


@unix
def test_who_waits_to_be_alone_goes_before_who_comes_later(enter, tmp_path):
    first = enter(alone=False)
    assert first.come.wait(10)
    alone = enter(alone=True)
    wait_for(lambda: is_shut(tmp_path / "door.lock"), what="the door to be shut")
    late = enter(alone=False)
    assert not alone.come.wait(0.05)
    assert not late.come.is_set()
    first.leave()
    assert alone.come.wait(10)
    assert not late.come.is_set()
    alone.leave()
    assert late.come.wait(10)


def is_shut(door):
    fcntl = pytest.importorskip("fcntl")
    with door.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def test_long_ones_are_first(run_with):
    text = """
        import pytest
        def test_short(): pass
        @pytest.mark.long
        def test_long(): pass
    """
    result = run_with("workers", text, "-v", passed=2)
    result.stdout.fnmatch_lines(["*test_long*", "*test_short*"])


def test_several_workers(pytester):
    pytester.makepyfile(
        """
        import pytest
        @pytest.mark.alone
        def test_alone(): pass
        @pytest.mark.parametrize("number", range(5))
        def test_other(number): pass
        """
    )
    without = ("randomly", "cacheprovider", "hypothesispytest", "pytest-qt")
    options = ["-n", "2", "--strict-markers", *(f"-pno:{name}" for name in without)]
    result = pytester.runpytest_subprocess("-p", "tests.guards.workers", *options)
    result.assert_outcomes(passed=6)
