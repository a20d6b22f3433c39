"""One scenario: a command is killed and run again until it ends, and then the server is looked at.

A kill comes after a time, or at a request: when it has arrived, or when it is done and nobody was
told. Between two runs the server finishes what it was given.
"""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.resilience.evidence import Expected, clear, wrong
from tests.resilience.program import Alarm, ForkServer, Ran, Victim, user
from tests.servers.server import Server
from tests.servers.storm import Seen, Stage, Storm

MOST_KILLS = 12  # of one scenario; then it may end in peace
BROKEN = 3  # scenarios that went wrong are enough to look at


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
    """A command of a user of its own, and the seed of its kills.

    `history` and `problems` are what came of it.
    """

    name: str
    seed: int
    kills: int = 0
    history: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def words(self, scene: Scene) -> list[str]:
        """The command's words."""
        raise NotImplementedError

    def judge(self, last: Ran, scene: Scene) -> None:
        """Find the problems, and clear up."""
        raise NotImplementedError

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

    def environment(self, scene: Scene) -> dict[str, str]:
        """The user's."""
        return user(scene.folder / self.name, scene.proxy.server)

    def _run(self, scene: Scene, kill: Kill | None) -> Ran:
        before = scene.proxy.requests
        ran = scene.run(self.words(scene), self.environment(scene), kill)
        asked = scene.proxy.requests - before
        end = f"killed {kill}" if ran.killed else f"exit {ran.status}"
        self.kills += ran.killed
        self.history.append(f"{end} after {ran.seconds:.2f} s and {asked} requests")
        return ran

    def _judge(self, last: Ran, scene: Scene) -> None:
        if last.status != 0 and not last.killed:
            self.problems.append(f"exit {last.status}: {last.err.strip()[-600:]}")
        self.judge(last, scene)


@dataclass(slots=True)
class Upload(Scenario):
    """A folder is uploaded."""

    expected: Expected = field(kw_only=True)

    def words(self, scene: Scene) -> list[str]:
        """See Scenario."""
        where = f"s3://{scene.bucket}/{self.name}"
        return ["upload", str(self.expected.folder), where, "--sse", "AES256", "--json"]

    def judge(self, last: Ran, scene: Scene) -> None:
        """Every file is said to be verified, is there, once, and has one receipt."""
        verdicts = last.verdicts()
        files = {str(self.expected.folder / name) for name in self.expected.digests}
        for file in sorted(files | verdicts.keys()):
            said = verdicts.get(file, "nothing")
            if said != "verified" or file not in files:
                self.problems.append(f"said of {Path(file).name}: {said}")
        self.problems += wrong(scene.server, scene.bucket, self.name, self.expected)
        receipts = Counter(self._receipts(scene))
        self.problems += said_otherwise(receipts, self.expected.keys(self.name), "receipts")
        clear(scene.server, scene.bucket, self.name)

    def _receipts(self, scene: Scene) -> list[str]:
        """The keys of the user's receipts of what was stored."""
        words = ["history", "--format", "json"]
        ran = scene.forks.run(words, self.environment(scene))
        stored = ("verified", "cannot tell", "different")
        return [one["key"] for one in json.loads(ran.out) if one["verdict"] in stored]


@dataclass(slots=True)
class Download(Scenario):
    """A folder `f/` of a bucket is downloaded; `expected` are the bytes by key."""

    expected: Mapping[str, bytes] = field(kw_only=True)

    def words(self, scene: Scene) -> list[str]:
        """See Scenario."""
        to = scene.folder / self.name / "to"
        return ["download", f"s3://{scene.bucket}/f/", f"{to}/", "--json"]

    def judge(self, last: Ran, scene: Scene) -> None:
        """Every object is reported once and in its file; and there are no other files."""
        told = Counter(one["key"] for one in (last.document or {}).get("files", []))
        self.problems += said_otherwise(told, self.expected)
        self.problems += [
            f"{one['key']} is {one['result']}"
            for one in (last.document or {}).get("files", [])
            if one["result"] not in ("checked", "folder")
        ]
        folder = scene.folder / self.name / "to"
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for name in sorted(found.keys() | self.expected.keys()):
            if name not in self.expected:
                self.problems.append(f"left over: {name} ({len(found[name])} bytes)")
            elif found.get(name) != self.expected[name]:
                self.problems.append(f"{name} is missing or has other bytes")
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True)
class Audit(Scenario):
    """A folder `f/` of a bucket is audited; `expected` are algorithm and key by key."""

    expected: Mapping[str, tuple[str | None, str | None]] = field(kw_only=True)

    def words(self, scene: Scene) -> list[str]:
        """See Scenario."""
        return ["audit", f"s3://{scene.bucket}/f/", "--json"]

    def judge(self, last: Ran, scene: Scene) -> None:
        """Every object has one row, and it says the truth; and all of it is said to be complete."""
        document = last.document or {}
        rows = document.get("objects", [])
        self.problems += said_otherwise(Counter(row["key"] for row in rows), self.expected)
        self.problems += [
            f"{row['key']}: {row['algorithm']} {row['kms_key']}"
            for row in rows
            if (row["algorithm"], row["kms_key"]) != self.expected.get(row["key"])
        ]
        counted = document.get("total", {}).get("objects")
        if (counted, document.get("all_listed"), document.get("not_looked_at")) != (
            len(self.expected),
            True,
            0,
        ):
            self.problems.append(f"{counted} objects counted of {len(self.expected)}")


def said_otherwise(told: Counter[str], expected: Iterable[str], what: str = "times") -> list[str]:
    """What is told of not exactly once."""
    names = {*told, *expected}
    return [f"{told[name]} {what}: {name}" for name in sorted(names) if told[name] != 1]


def play_all(
    scenes: Sequence[Scene],
    new: Callable[[], tuple[Scenario, Course]],
    kills: int,
) -> list[Scenario]:
    """Play scenarios side by side, one in each scene, until there were enough kills; say so."""
    played: list[Scenario] = []

    def enough() -> bool:
        broken = sum(bool(each.problems) for each in played)
        return killed(played) >= kills or broken >= BROKEN

    def play(scene: Scene) -> None:
        while not enough():
            scenario, course = new()
            scenario.play(scene, course)
            played.append(scenario)

    with ThreadPoolExecutor(len(scenes), "scene") as pool:
        list(pool.map(play, scenes))
    broken = [each for each in played if each.problems]
    print(f"\n{killed(played)} kills, {len(played)} scenarios, {len(broken)} went wrong")
    assert not broken, "\n\n".join(str(each) for each in broken)
    assert killed(played) >= kills
    return played


def killed(played: Sequence[Scenario]) -> int:
    """How many kills there were."""
    return sum(each.kills for each in played)
