"""A scenario: a command is killed and run again until it ends; then its results are checked.

A kill comes after a time, or at a request: when it has arrived, or when it is executed and its
response is not sent yet. Between two runs the server completes all requests.
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

from tests.resilience.evidence import Expected, clear, differences
from tests.resilience.program import EndedRun, ForkServer, KillableProcess, Timer, user
from tests.servers.faulty_proxy import FaultyProxy, Seen, Stage
from tests.servers.server import Server

MAX_KILLS = 12  # in one scenario; then it is run to its end
MAX_FAILED = 3  # scenarios, after which no more are started


@dataclass(frozen=True, slots=True)
class Baseline:
    """Duration and number of requests of a run without a kill."""

    seconds: float
    requests: int


@dataclass(frozen=True, slots=True)
class Kill:
    """When a run is killed: after some seconds, or at a stage of a request."""

    second: float = 0.0
    request: int = 0
    stage: Stage = Stage.ARRIVED

    @classmethod
    def drawn(cls, rng: random.Random, baseline: Baseline) -> Kill:
        if rng.random() < 0.5:
            return cls(second=rng.uniform(0, baseline.seconds))
        return cls(request=rng.randint(1, baseline.requests), stage=rng.choice(list(Stage)))

    def __str__(self) -> str:
        if self.request:
            return f"when request {self.request} was {self.stage.value}"
        return f"at {self.second:.3f} s"


@dataclass(slots=True)
class Scene:
    """Runs scenarios, one at a time: a bucket behind a proxy, and a fork server."""

    server: Server
    bucket: str
    proxy: FaultyProxy
    forks: ForkServer
    folder: Path

    def run(
        self, arguments: list[str], environment: Mapping[str, str], kill: Kill | None
    ) -> EndedRun:
        """Run to the end or to the kill, and wait until the server has completed all requests."""
        process, base = KillableProcess(), self.proxy.requests

        def watch(seen: Seen) -> None:
            if kill and seen.stage is kill.stage and seen.number - base == kill.request:
                process.kill()

        self.proxy.watcher = watch
        if kill and not kill.request:
            with Timer(kill.second, process.kill):
                ran = self.forks.run(arguments, environment, process)
        else:
            ran = self.forks.run(arguments, environment, process)
        self.proxy.settle()
        return ran


@dataclass(slots=True)
class Scenario:
    """A command of one user, and the seed of its kills; `history` and `problems` are results."""

    name: str
    seed: int
    kills: int = 0
    history: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def arguments(self, scene: Scene) -> list[str]:
        """Return the arguments of the command."""
        raise NotImplementedError

    def judge(self, last: EndedRun, scene: Scene) -> None:
        """Add problems, and delete what the command created."""
        raise NotImplementedError

    def __str__(self) -> str:
        lines = [f"{self.name} (seed {self.seed})", *self.history]
        return "\n    ".join([*lines, *(f"PROBLEM: {problem}" for problem in self.problems)])

    def measure(self, scene: Scene) -> Baseline:
        """Run it without a kill."""
        before = scene.proxy.requests
        last = self._run(scene, None)
        self._judge(last, scene)
        return Baseline(last.seconds, scene.proxy.requests - before)

    def play(self, scene: Scene, baseline: Baseline) -> None:
        """Kill and run again until a run ends; then judge."""
        rng = random.Random(self.seed)  # noqa: S311 - repeatable, not secret
        while True:
            kill = Kill.drawn(rng, baseline) if self.kills < MAX_KILLS else None
            ran = self._run(scene, kill)
            # A run that has printed its complete result is done, killed or not.
            if not ran.killed or ran.document is not None:
                break
        self._judge(ran, scene)

    def environment(self, scene: Scene) -> dict[str, str]:
        """Return the user's environment."""
        return user(scene.folder / self.name, scene.proxy.server)

    def _run(self, scene: Scene, kill: Kill | None) -> EndedRun:
        before = scene.proxy.requests
        ran = scene.run(self.arguments(scene), self.environment(scene), kill)
        requests = scene.proxy.requests - before
        end = f"killed {kill}" if ran.killed else f"exit {ran.status}"
        self.kills += ran.killed
        self.history.append(f"{end} after {ran.seconds:.2f} s and {requests} requests")
        return ran

    def _judge(self, last: EndedRun, scene: Scene) -> None:
        if last.status != 0 and not last.killed:
            self.problems.append(f"exit {last.status}: {last.err.strip()[-600:]}")
        self.judge(last, scene)


@dataclass(slots=True)
class Upload(Scenario):
    """Uploads a folder."""

    expected: Expected = field(kw_only=True)

    def arguments(self, scene: Scene) -> list[str]:
        """See Scenario."""
        where = f"s3://{scene.bucket}/{self.name}"
        return ["upload", str(self.expected.folder), where, "--sse", "AES256", "--json"]

    def judge(self, last: EndedRun, scene: Scene) -> None:
        """Check that each file is reported as verified, stored once, and has one receipt."""
        verdicts = last.verdicts()
        files = {str(self.expected.folder / name) for name in self.expected.digests}
        for file in sorted(files | verdicts.keys()):
            verdict = verdicts.get(file, "nothing")
            if verdict != "verified" or file not in files:
                self.problems.append(f"reported for {Path(file).name}: {verdict}")
        self.problems += differences(scene.server, scene.bucket, self.name, self.expected)
        receipts = Counter(self._receipts(scene))
        self.problems += not_exactly_once(receipts, self.expected.keys(self.name), "receipts")
        clear(scene.server, scene.bucket, self.name)

    def _receipts(self, scene: Scene) -> list[str]:
        """Return the keys of the receipts for stored objects."""
        arguments = ["history", "--format", "json"]
        ran = scene.forks.run(arguments, self.environment(scene))
        stored = ("verified", "cannot tell", "different")
        return [one["key"] for one in json.loads(ran.out) if one["verdict"] in stored]


@dataclass(slots=True)
class Download(Scenario):
    """Downloads the folder `f/` of a bucket; `expected` is the content by key."""

    expected: Mapping[str, bytes] = field(kw_only=True)

    def arguments(self, scene: Scene) -> list[str]:
        """See Scenario."""
        to = scene.folder / self.name / "to"
        return ["download", f"s3://{scene.bucket}/f/", f"{to}/", "--json"]

    def judge(self, last: EndedRun, scene: Scene) -> None:
        """Check that each object is reported once and saved, and that there are no other files."""
        reported = Counter(one["key"] for one in (last.document or {}).get("files", []))
        self.problems += not_exactly_once(reported, self.expected)
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
                self.problems.append(f"unexpected: {name} ({len(found[name])} bytes)")
            elif found.get(name) != self.expected[name]:
                self.problems.append(f"{name} is missing or has other bytes")
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True)
class Audit(Scenario):
    """Audits the folder `f/` of a bucket; `expected` are algorithm and KMS key by object key."""

    expected: Mapping[str, tuple[str | None, str | None]] = field(kw_only=True)

    def arguments(self, scene: Scene) -> list[str]:
        """See Scenario."""
        return ["audit", f"s3://{scene.bucket}/f/", "--json"]

    def judge(self, last: EndedRun, scene: Scene) -> None:
        """Check that each object has one correct row, and that the audit is complete."""
        document = last.document or {}
        rows = document.get("objects", [])
        self.problems += not_exactly_once(Counter(row["key"] for row in rows), self.expected)
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


def not_exactly_once(
    counts: Counter[str], expected: Iterable[str], what: str = "times"
) -> list[str]:
    """Return the names that do not occur exactly once."""
    names = {*counts, *expected}
    return [f"{counts[name]} {what}: {name}" for name in sorted(names) if counts[name] != 1]


def play_all(
    scenes: Sequence[Scene],
    new: Callable[[], tuple[Scenario, Baseline]],
    kills: int,
) -> list[Scenario]:
    """Run scenarios concurrently, one in each scene, until there were enough kills."""
    played: list[Scenario] = []

    def enough() -> bool:
        broken = sum(bool(each.problems) for each in played)
        return killed(played) >= kills or broken >= MAX_FAILED

    def play(scene: Scene) -> None:
        while not enough():
            scenario, baseline = new()
            scenario.play(scene, baseline)
            played.append(scenario)

    with ThreadPoolExecutor(len(scenes), "scene") as pool:
        list(pool.map(play, scenes))
    broken = [each for each in played if each.problems]
    print(f"\n{killed(played)} kills, {len(played)} scenarios, {len(broken)} failed")
    assert not broken, "\n\n".join(str(each) for each in broken)
    assert killed(played) >= kills
    return played


def killed(played: Sequence[Scenario]) -> int:
    """Return the number of kills."""
    return sum(each.kills for each in played)
