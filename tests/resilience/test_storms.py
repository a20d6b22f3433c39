"""Bad weather, and files that change under way: what can arrive does, once, verified."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.waiting import wait_for
from tests.resilience.evidence import Expected, versioned, wrong
from tests.resilience.files import MIB, write
from tests.resilience.program import part_is_noted, user
from tests.servers.storm import Fault, Stage, Storm, evenly

pytestmark = [
    pytest.mark.contract,
    pytest.mark.end_to_end,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="the harness forks"),
]

LINE = list(Fault)[: list(Fault).index(Fault.INTERNAL_ERROR)]
SERVER = [
    Fault.INTERNAL_ERROR,
    Fault.SLOW_DOWN,
    Fault.UNAVAILABLE,
    Fault.REQUEST_TIMEOUT,
    Fault.KMS_THROTTLED,
]
SESSION = [Fault.EXPIRED_TOKEN, Fault.SKEWED]
STORMY = 250  # requests; then the weather clears
WAITING = re.compile(r"\bwait", re.IGNORECASE)  # how the program says that it waits
LARGE = "large-0.bin"


@dataclass
class Sky:
    """A server with a storm before it, files, and a place for them."""

    storm: Storm
    bucket: str
    expected: Expected
    environment: dict[str, str]

    @property
    def words(self):
        where = f"s3://{self.bucket}/x"
        return ["upload", self.expected.folder, where, "--sse", "AES256", "--json"]

    @property
    def large(self) -> Path:
        return self.expected.folder / LARGE

    def check(self, ran, expected: Expected | None = None):
        """Fail with all that is not as it should be: what the program says, the server has."""
        expected, said = expected or self.expected, ran.verdicts()
        files = {name: str(self.expected.folder / name) for name in expected.digests}
        found = [f"{n}: {said.get(f)}" for n, f in files.items() if said.get(f) != "verified"]
        found += wrong(self.storm.upstream, self.bucket, "x", expected)
        assert not found, "\n".join([f"exit {ran.status}", *found, ran.err[-1000:]])

    def at_request(self, number, act):
        """Do something as soon as so many requests have come."""

        def watch(seen):
            if seen.stage is Stage.ARRIVED and seen.number == number:
                act()

        self.storm.watcher = watch

    def at_part(self, number, act):
        """Do something when a part of the large file has come."""
        part = re.compile(rf"{LARGE}\?.*partNumber={number}(&|$)")

        def watch(seen):
            if seen.stage is Stage.ARRIVED and seen.method == "PUT" and part.search(seen.target):
                self.storm.watcher = lambda _: None
                act()

        self.storm.watcher = watch


@pytest.fixture
def sky(storm, new_bucket, chance, tmp_path):
    def make(server, small=20, large=(25,)):
        outage_kind = storm(server)
        folder = write(tmp_path / "files", chance, small=small, large=large)
        environment = user(tmp_path / "user", outage_kind.server)
        bucket = versioned(server, new_bucket(server))
        return Sky(outage_kind, bucket, Expected.of(folder), environment)

    return make


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("kinds", "rate"),
    [(LINE, 0.2), (SERVER, 0.2), (SESSION, 0.05), (list(Fault), 0.15)],
    ids=["line", "server", "session", "all"],
)
def test_everything_arrives_through_a_storm(sky, demo_server, new_forks, kinds, rate):
    here = sky(demo_server, small=60, large=(17, 25))
    here.storm.rates = evenly(rate, kinds)
    here.at_request(STORMY, here.storm.clear)
    ran = new_forks().run(here.words, here.environment)
    here.storm.settle()
    print(f"\n{here.storm}\nexit {ran.status} after {ran.seconds:.1f} s")
    here.check(ran)
    assert ran.status == 0, ran.err
    assert here.storm.counts.total() > 0


@pytest.mark.timeout(180)
def test_a_storm_before_a_server_that_checks_signatures(sky, seaweedfs, new_forks):
    here = sky(seaweedfs, small=30)
    here.storm.rates = evenly(0.15)
    here.at_request(STORMY // 2, here.storm.clear)
    ran = new_forks().run(here.words, here.environment)
    here.storm.settle()
    print(f"\n{here.storm}\nexit {ran.status} after {ran.seconds:.1f} s")
    here.check(ran)


def waiting(program):
    """Return when the program says that it waits."""
    told = lambda: WAITING.search(program.said) or not program.running  # noqa: E731
    wait_for(told, 60, what="words that it waits", otherwise=lambda: program.said[-2000:])
    assert program.running, f"it gave up instead of waiting:\n{program.said[-2000:]}"


@pytest.mark.parametrize("request_number", [12, 30])
def test_it_waits_for_the_line_and_goes_on_by_itself(sky, demo_server, start, request_number):
    here = sky(demo_server)
    here.at_request(request_number, here.storm.blackout)
    program = start(here.words, here.environment)
    waiting(program)
    here.storm.lift()
    ran = program.ended(60)
    here.check(ran)
    assert ran.status == 0, ran.err


def test_killed_while_it_waits(sky, demo_server, start):
    here = sky(demo_server)
    here.at_request(20, here.storm.blackout)
    program = start(here.words, here.environment)
    waiting(program)
    program.kill()
    assert program.ended(10).killed
    here.storm.lift()
    ran = start(here.words, here.environment).ended(60)
    here.check(ran)


def shrinks(file: Path) -> None:
    os.truncate(file, MIB)


def grows(file: Path) -> None:
    with file.open("ab") as writing:
        writing.write(b"more")


def is_replaced(file: Path) -> None:
    other = file.with_name(f".{file.name}")
    other.write_bytes(bytes(file.stat().st_size))
    other.replace(file)


def is_written_to(file: Path) -> None:
    with file.open("r+b") as writing:
        writing.write(b"other bytes, same size")


def vanishes(file: Path) -> None:
    file.unlink()


CHANGES = [shrinks, grows, is_replaced, is_written_to, vanishes]


@pytest.mark.parametrize("part", [1, 5])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_file_changes_in_mid_upload(sky, demo_server, new_forks, change, part):
    here = sky(demo_server, small=6, large=(40,))
    here.at_part(part, lambda: change(here.large))
    ran = new_forks().run(here.words, here.environment)
    here.storm.settle()
    assert ran.status == 1
    assert ran.verdicts()[str(here.large)] == "failed FileChanged", ran.out
    here.check(ran, here.expected.without(LARGE))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_file_changes_between_two_runs(sky, demo_server, start, change, tmp_path):
    """What had arrived is sent anew, and said so; of the old bytes nothing is left anywhere."""
    here = sky(demo_server, small=6, large=(40,))
    program = start(here.words, here.environment)

    def kill():
        while program.running and not part_is_noted(tmp_path / "user"):
            pass  # the part is not passed on meanwhile
        program.kill()

    here.at_part(3, kill)
    assert program.ended(60).killed
    here.storm.settle()
    change(here.large)
    ran = start(here.words, here.environment).ended(60)
    gone = not here.large.exists()
    now = here.expected.without(LARGE) if gone else Expected.of(here.expected.folder)
    here.check(ran, now)
    assert gone or "changed" in ran.err.lower()
