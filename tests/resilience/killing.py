"""One scenario: a command is killed and run again until it ends, and then the server is looked at.

A kill comes after a time, or at a request: when it has arrived, or when it is done and nobody was
told. Between two runs the server finishes what it was given.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.resilience.evidence import Expected, clear, wrong
from tests.resilience.program import Alarm, ForkServer, Ran, Victim, user
from tests.servers.server import Server
from tests.servers.storm import Seen, Stage, Storm

MOST_KILLS = 12  # of one scenario; then it may end in peace


@dataclass(frozen=True, slots=True)
class Course:
    """A run nobody disturbed: its seconds, and its requests."""

    seconds: float
    requests: int


@dataclass(frozen=True, slots=True)
class Kill:
    """When a run is killed: at a second, or at a request and its stage."""

    second: float = 0.0
    request: int = 0
    stage: Stage = Stage.ARRIVED

    @classmethod
    def drawn(cls, chance: random.Random, course: Course) -> Kill:
        if chance.random() < 0.5:
            return cls(second=chance.uniform(0, course.seconds))
        return cls(request=chance.randint(1, course.requests), stage=chance.choice(list(Stage)))

    def __str__(self) -> str:
        if self.request:
            return f"when request {self.request} was {self.stage.value}"
        return f"at {self.second:.3f} s"


@dataclass(slots=True)
class Scene:
    """Where scenarios are played, one at a time: a bucket behind a proxy, and a way to start."""

    server: Server
    bucket: str
    proxy: Storm
    forks: ForkServer
    folder: Path

    def run(self, words: list[str], environment: Mapping[str, str], kill: Kill | None) -> Ran:
        """Run to the end, by itself or by the kill, and wait until the server has settled."""
        victim, base = Victim(), self.proxy.requests

        def watch(seen: Seen) -> None:
            if kill and seen.stage is kill.stage and seen.number - base == kill.request:
                victim.kill()

        self.proxy.watcher = watch
        if kill and not kill.request:
            with Alarm(kill.second, victim.kill):
                ran = self.forks.run(words, environment, victim)
        else:
            ran = self.forks.run(words, environment, victim)
        self.proxy.settle()
        return ran


@dataclass(slots=True)
class Scenario:
    """What is uploaded, and the seed of its kills; `history` and `problems` are what came of it."""

    name: str
    expected: Expected
    seed: int
    kills: int = 0
    history: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{self.name} (seed {self.seed})", *self.history]
        return "\n    ".join([*lines, *(f"WRONG: {problem}" for problem in self.problems)])

    def undisturbed(self, scene: Scene) -> Course:
        """Play it without a kill."""
        before = scene.proxy.requests
        last = self._run(scene, None)
        self._judge(last, scene)
        return Course(last.seconds, scene.proxy.requests - before)

    def play(self, scene: Scene, course: Course) -> None:
        """Kill and run again until a run ends by itself; then judge."""
        chance = random.Random(self.seed)  # noqa: S311 - to be repeated, not to be secret
        while True:
            kill = Kill.drawn(chance, course) if self.kills < MOST_KILLS else None
            ran = self._run(scene, kill)
            # A run that has printed all of its answer has done its work, killed or not.
            if not ran.killed or ran.document is not None:
                break
        self._judge(ran, scene)

    def _run(self, scene: Scene, kill: Kill | None) -> Ran:
        words = ["upload", str(self.expected.folder), f"s3://{scene.bucket}/{self.name}"]
        words += ["--sse", "AES256", "--json"]
        environment = user(scene.folder / self.name, scene.proxy.server)
        before = scene.proxy.requests
        ran = scene.run(words, environment, kill)
        asked = scene.proxy.requests - before
        end = f"killed {kill}" if ran.killed else f"exit {ran.status}"
        self.kills += ran.killed
        self.history.append(f"{end} after {ran.seconds:.2f} s and {asked} requests")
        return ran

    def _judge(self, last: Ran, scene: Scene) -> None:
        if last.status != 0 and not last.killed:
            self.problems.append(f"exit {last.status}: {last.err.strip()[-600:]}")
        verdicts = last.verdicts()
        files = {str(self.expected.folder / name) for name in self.expected.digests}
        for file in sorted(files | verdicts.keys()):
            said = verdicts.get(file, "nothing")
            if said != "verified" or file not in files:
                self.problems.append(f"said of {Path(file).name}: {said}")
        self.problems += wrong(scene.server, scene.bucket, self.name, self.expected)
        clear(scene.server, scene.bucket, self.name)
