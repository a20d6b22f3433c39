"""Random actions of a user and responses of a server, in any order (Hypothesis)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence, Set
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as play

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.uploads.queue.events import Action
from tests.jobs.uploads.context import Harness

SIZES = st.lists(st.sampled_from([0, 4, 12, 25, 45]), min_size=1, max_size=4)
UNDOABLE = (Action.PAUSE, Action.RESUME, Action.FIRST, Action.UP, Action.DOWN, Action.LAST)


class PatientUser(RuleBasedStateMachine):
    """Waits for each action before the next, and cancels nothing."""

    actions: Sequence[Action] = UNDOABLE
    turns: Any = st.none()
    waits = True
    stored: Set[Result] = frozenset({Result.VERIFIED})
    count = 0

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.harness = Harness(Path(self.folder.name))
        self.ids = []

    def _count(self):
        type(self).count += 1

    @precondition(lambda self: len(self.ids) < 12)
    @rule(sizes=SIZES)
    def add(self, sizes):
        self._count()
        self.ids += self.harness.add(*sizes)

    @rule(data=st.data())
    def control(self, data):
        self._count()
        if self.waits:
            self.harness.settle()
        action = data.draw(st.sampled_from(self.actions))
        every = st.none() if not self.ids else st.none() | st.lists(st.sampled_from(self.ids))
        self.harness.control(action, data.draw(every), turns=data.draw(self.turns))

    @precondition(lambda self: self.harness.s3.pending)
    @rule(data=st.data(), how=st.sampled_from(["ok", "ok", "ok", "lost", "unheard", "SlowDown"]))
    def answer(self, data, how):
        self._count()
        at = data.draw(st.integers(0, len(self.harness.s3.pending) - 1))
        self.harness.s3.answer(at, how)

    @rule(count=st.integers(1, 12))
    def turn(self, count):
        self._count()
        self.harness.turn(count)

    @invariant()
    def each_transfer_ends_once(self):
        for ends in self.harness.ends.values():
            assert all((a is None) != (b is None) for a, b in pairwise(ends))

    @invariant()
    def a_done_run_has_ended(self):
        for run in self.harness.runs:
            entries = [one for _, one in self.harness.entries() if one.run is run]
            if run.done.done() and not any(None in self.harness.ends[one.id] for one in entries):
                assert all(one.state is TransferState.ENDED for one in entries)

    def teardown(self):
        try:
            self._end()
        finally:
            self.harness.close()
            self.folder.cleanup()

    def _end(self):
        harness = self.harness
        harness.finish()
        for one, entry in harness.entries():
            item = entry.transfer.item
            assert harness.ends[one], f"{one} never ended: {entry.state}, {entry.stop_reason}"
            result = harness.ends[one][-1]
            stored = harness.s3.objects.get(item.key)
            if stored:
                assert stored["data"] == Path(item.path).read_bytes()
            expected = self.stored if stored else {Result.CANCELLED}
            if item.key in harness.s3.unsure:  # its response may have been lost
                expected = expected | {Result.CANCELLED}
            assert result in expected, (one, result)
        assert len(set(harness.s3.puts)) == len(harness.s3.puts), "stored twice"
        harness.check_nothing_is_left()


class ImpatientUser(PatientUser):
    """Does not wait, and cancels at any moment."""

    actions = tuple(one for one in Action if one is not Action.CLEAR)
    turns = st.none() | st.integers(0, 12)
    waits = False
    stored = frozenset({Result.VERIFIED, Result.CANNOT_TELL})  # canceled while it was verified

    def _end(self):
        super()._end()
        self.harness.check_the_limits_are_empty()


HOW = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.usefixtures("small_sizes")
def test_a_patient_user(capsys):
    PatientUser.count = 0
    play(PatientUser, settings=HOW)
    with capsys.disabled():
        print(f" [{PatientUser.count} steps of a patient user]", end="")


@pytest.mark.usefixtures("small_sizes")
def test_an_impatient_user(capsys):
    ImpatientUser.count = 0
    play(ImpatientUser, settings=HOW)
    with capsys.disabled():
        print(f" [{ImpatientUser.count} steps of an impatient user]", end="")
