"""Runs `s3enc reencrypt` as a process that is killed with SIGKILL, until it ends."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Timer
from typing import Any

from s3enc_gui.s3.reencryption.trial import NAME
from tests.resilience.program import EndedRun, ForkServer, KillableProcess
from tests.servers.hostile import Answer, Hostile, Request
from tests.servers.hostile.state import OPERATIONS

CHANGING = ("UpdateObjectEncryption", "CopyObject", "CompleteMultipartUpload")
SECONDS = 1800.0  # a run of 20,000 objects on a busy computer
_LATER = 0.01  # seconds after a request, at most


@dataclass(frozen=True)
class Moment:
    """When a process is killed: at the nth request of an operation (of all processes, counted from
    `base`), when it has arrived or is processed, or a little later.
    """

    number: int
    operations: tuple[str, ...]
    stage: str
    later: float = 0.0

    @classmethod
    def drawn(cls, chance: random.Random, number: int, operations: tuple[str, ...]) -> Moment:
        stage = chance.choice(("arrived", "done", "later", "later"))
        return cls(number, operations, stage, chance.uniform(0, _LATER))


@dataclass
class Killer:
    """Watches the requests of a server, and kills the process at a moment."""

    s3: Hostile
    counts: Counter[str] = field(default_factory=Counter)
    updated: set[str] = field(default_factory=set)
    _moment: Moment | None = None
    _process: KillableProcess | None = None
    _timers: list[Timer] = field(default_factory=list)

    def __post_init__(self) -> None:
        for operation in OPERATIONS:
            self.s3.change(operation, self._wrapped(operation))

    def count(self, operations: Iterable[str]) -> int:
        """Return how many requests of some operations have arrived."""
        return sum(self.counts[name] for name in operations)

    def arm(self, moment: Moment | None, process: KillableProcess) -> None:
        """Kill a process at a moment; None: never."""
        with self.s3.lock:
            self._moment, self._process = moment, process

    def disarm(self) -> None:
        """Wait for kills that are still to come."""
        with self.s3.lock:
            self._moment, timers = None, list(self._timers)
            self._timers.clear()
        for timer in timers:
            timer.join()

    def _wrapped(self, operation: str) -> Callable[[Request, Callable[[], Answer]], Answer]:
        def wrap(request: Request, work: Callable[[], Answer]) -> Answer:
            due = self._due(operation, request)
            if due and due.stage == "arrived":
                self._kill()
            answer = work()
            if due and due.stage == "done":
                self._kill()
            elif due and due.stage == "later":
                timer = Timer(due.later, self._kill)
                self._timers.append(timer)
                timer.start()
            return answer

        return wrap

    def _due(self, operation: str, request: Request) -> Moment | None:
        with self.s3.lock:
            is_trial = NAME in request.key
            if operation == "UpdateObjectEncryption" and not is_trial:
                self.updated.add(request.key)
            self.counts[operation] += not is_trial
            due = self._moment
            if due is None or is_trial or operation not in due.operations:
                return None
            if self.count(due.operations) < due.number:
                return None
            self._moment = None
            return due

    def _kill(self) -> None:
        assert self._process is not None
        self._process.kill()


@dataclass
class KilledRuns:
    """Runs commands of one user; counts the kills."""

    s3: Hostile
    forks: ForkServer
    environment: Mapping[str, str]
    folder: Path
    chance: random.Random
    killer: Killer
    kills: Counter[str] = field(default_factory=Counter)

    def run(self, *arguments: object, moment: Moment | None = None) -> EndedRun:
        """Run `s3enc` to its end, or to the kill; then the server has processed all requests."""
        process = KillableProcess()
        self.killer.arm(moment, process)
        command = ["reencrypt", *arguments]
        ran = self.forks.run(command, self.environment, process, SECONDS)
        self.killer.disarm()
        self.s3.settle()
        self._pass_time()
        return ran

    def json(self, *arguments: object) -> Any:
        """Run to the end, and return its JSON."""
        ran = self.run(*arguments, "--json")
        assert ran.document is not None, (ran.status, ran.err)
        return ran.document

    def killed_while_looking(
        self, arguments: tuple[object, ...], kills: int, objects: int, phase: str
    ) -> None:
        """Kill a command at random moments while it looks at so many objects."""
        for _ in range(kills):
            number = self.chance.randint(1, objects)
            base = self.killer.count(("HeadObject",))
            moment = Moment.drawn(self.chance, base + number, ("HeadObject",))
            ran = self.run(*arguments, moment=moment)
            assert ran.killed, (ran.status, ran.err)
            self.kills[phase] += 1

    def killed_while_changing(
        self, arguments: tuple[object, ...], kills: int, objects: int, phase: str
    ) -> EndedRun:
        """Kill a command at random moments while it changes so many objects; then let it end.

        The moments are spread over all of the change, whatever was changed by earlier processes.
        """
        base, width = self.killer.count(CHANGING), (objects - 40) // kills
        assert width > 20, "too few objects for so many kills"
        for place in range(kills):
            number = base + place * width + self.chance.randint(1, width)
            ran = self.run(*arguments, moment=Moment.drawn(self.chance, number, CHANGING))
            assert ran.killed, (phase, place, ran.status, ran.out[-2000:], ran.err)
            self.kills[phase] += 1
        return self.run(*arguments)

    def receipts(self, run: str) -> list[dict[str, Any]]:
        """Return the receipts of a run."""
        file = self.folder / f"{len(list(self.folder.iterdir()))}.json"
        shown = self.run("--show", run, "--receipts", file)
        assert shown.status == 0, shown.err
        found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        return found

    def _pass_time(self) -> None:
        """Make test objects old that a killed process has left, and forget the requests."""
        self.s3.requests.clear()
        for bucket in self.s3.buckets.values():
            for key, versions in bucket.versions.items():
                for one in versions if NAME in key else ():
                    one.modified -= timedelta(minutes=10)
