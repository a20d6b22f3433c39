"""Faults of connection and server, and files that change: each object is stored once, verified."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.waiting import wait_for
from tests.resilience.evidence import Expected, differences, versioned
from tests.resilience.files import MIB, write
from tests.resilience.program import part_is_recorded, user
from tests.servers.faulty_proxy import FaultyProxy, ProxyFault, Stage, evenly

pytestmark = [
    pytest.mark.contract,
    pytest.mark.end_to_end,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="the harness forks"),
]

CONNECTION = list(ProxyFault)[: list(ProxyFault).index(ProxyFault.INTERNAL_ERROR)]
SERVER = [
    ProxyFault.INTERNAL_ERROR,
    ProxyFault.SLOW_DOWN,
    ProxyFault.UNAVAILABLE,
    ProxyFault.REQUEST_TIMEOUT,
    ProxyFault.KMS_THROTTLED,
]
SESSION = [ProxyFault.EXPIRED_TOKEN, ProxyFault.SKEWED]
FAULTY_REQUESTS = 250  # requests, after which there are no more faults
WAITING = re.compile(r"\bretrying automatically", re.IGNORECASE)  # printed in an outage
LARGE = "large-0.bin"


@dataclass
class Setup:
    """A server behind a faulty proxy, files to upload, and a bucket."""

    proxy: FaultyProxy
    bucket: str
    expected: Expected
    environment: dict[str, str]

    @property
    def arguments(self):
        where = f"s3://{self.bucket}/x"
        return ["upload", self.expected.folder, where, "--sse", "AES256", "--json"]

    @property
    def large(self) -> Path:
        return self.expected.folder / LARGE

    def check(self, ran, expected: Expected | None = None):
        """Check that each file is reported as verified and stored; fail with all problems."""
        expected, verdicts = expected or self.expected, ran.verdicts()
        files = {name: str(self.expected.folder / name) for name in expected.digests}
        found = [
            f"{n}: {verdicts.get(f)}" for n, f in files.items() if verdicts.get(f) != "verified"
        ]
        found += differences(self.proxy.upstream, self.bucket, "x", expected)
        assert not found, "\n".join([f"exit {ran.status}", *found, ran.err[-1000:]])

    def at_request(self, number, act):
        """Call `act` when a request has arrived."""

        def watch(seen):
            if seen.stage is Stage.ARRIVED and seen.number == number:
                act()

        self.proxy.watcher = watch

    def at_part(self, number, act):
        """Call `act` when a part of the large file has arrived."""
        part = re.compile(rf"{LARGE}\?.*partNumber={number}(&|$)")

        def watch(seen):
            if seen.stage is Stage.ARRIVED and seen.method == "PUT" and part.search(seen.target):
                self.proxy.watcher = lambda _: None
                act()

        self.proxy.watcher = watch


@pytest.fixture
def set_up(faulty_proxy, new_bucket, rng, tmp_path):
    def make(server, small=20, large=(25,)):
        proxy = faulty_proxy(server)
        folder = write(tmp_path / "files", rng, small=small, large=large)
        environment = user(tmp_path / "user", proxy.server)
        bucket = versioned(server, new_bucket(server))
        return Setup(proxy, bucket, Expected.of(folder), environment)

    return make


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("kinds", "rate"),
    [(CONNECTION, 0.2), (SERVER, 0.2), (SESSION, 0.05), (list(ProxyFault), 0.15)],
    ids=["connection", "server", "session", "all"],
)
def test_all_files_are_stored_in_spite_of_errors(set_up, demo_server, new_forks, kinds, rate):
    setup = set_up(demo_server, small=60, large=(17, 25))
    setup.proxy.rates = evenly(rate, kinds)
    setup.at_request(FAULTY_REQUESTS, setup.proxy.clear)
    ran = new_forks().run(setup.arguments, setup.environment)
    setup.proxy.settle()
    print(f"\n{setup.proxy}\nexit {ran.status} after {ran.seconds:.1f} s")
    setup.check(ran)
    assert ran.status == 0, ran.err
    assert setup.proxy.counts.total() > 0


@pytest.mark.timeout(180)
def test_errors_before_a_server_that_checks_signatures(set_up, seaweedfs, new_forks):
    setup = set_up(seaweedfs, small=30)
    setup.proxy.rates = evenly(0.15)
    setup.at_request(FAULTY_REQUESTS // 2, setup.proxy.clear)
    ran = new_forks().run(setup.arguments, setup.environment)
    setup.proxy.settle()
    print(f"\n{setup.proxy}\nexit {ran.status} after {ran.seconds:.1f} s")
    setup.check(ran)


def waiting(program):
    """Return when the program reports that it waits."""
    waits = lambda: WAITING.search(program.stderr) or not program.running  # noqa: E731
    wait_for(waits, 60, what="a message that it waits", otherwise=lambda: program.stderr[-2000:])
    assert program.running, f"it gave up instead of waiting:\n{program.stderr[-2000:]}"


@pytest.mark.parametrize("request_number", [12, 30])
def test_it_waits_for_the_connection_and_continues(set_up, demo_server, start, request_number):
    setup = set_up(demo_server)
    setup.at_request(request_number, setup.proxy.blackout)
    program = start(setup.arguments, setup.environment)
    waiting(program)
    setup.proxy.restore()
    ran = program.ended(60)
    setup.check(ran)
    assert ran.status == 0, ran.err


def test_a_kill_during_an_outage(set_up, demo_server, start):
    setup = set_up(demo_server)
    setup.at_request(20, setup.proxy.blackout)
    program = start(setup.arguments, setup.environment)
    waiting(program)
    program.kill()
    assert program.ended(10).killed
    setup.proxy.restore()
    ran = start(setup.arguments, setup.environment).ended(60)
    setup.check(ran)


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
def test_a_file_changes_during_the_upload(set_up, demo_server, new_forks, change, part):
    setup = set_up(demo_server, small=6, large=(40,))
    setup.at_part(part, lambda: change(setup.large))
    ran = new_forks().run(setup.arguments, setup.environment)
    setup.proxy.settle()
    assert ran.status == 1
    assert ran.verdicts()[str(setup.large)] == "failed FileChanged", ran.out
    setup.check(ran, setup.expected.without(LARGE))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_file_changes_between_two_runs(set_up, demo_server, start, change, tmp_path):
    """The file is sent from the beginning, which is reported; no old parts are left."""
    setup = set_up(demo_server, small=6, large=(40,))
    program = start(setup.arguments, setup.environment)

    def kill():
        while program.running and not part_is_recorded(tmp_path / "user"):
            pass  # the proxy does not forward the part
        program.kill()

    setup.at_part(3, kill)
    assert program.ended(60).killed
    setup.proxy.settle()
    change(setup.large)
    ran = start(setup.arguments, setup.environment).ended(60)
    gone = not setup.large.exists()
    now = setup.expected.without(LARGE) if gone else Expected.of(setup.expected.folder)
    setup.check(ran, now)
    assert gone or "changed" in ran.err.lower()
