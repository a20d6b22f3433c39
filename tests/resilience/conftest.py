from __future__ import annotations

import random

import pytest

from tests.resilience.evidence import versioned
from tests.resilience.killing import Scene
from tests.resilience.program import ForkServer, Program


@pytest.fixture
def rng():
    """A random generator, seeded by pytest-randomly: `--randomly-seed` repeats it."""
    return random.Random(random.getrandbits(32))  # noqa: S311 - repeatable, not secret


@pytest.fixture
def new_forks(tmp_path):
    """Return `new_forks(range_size=None, part_size=None)`, which starts a fork server."""
    started: list[ForkServer] = []

    def start(range_size=None, part_size=None):
        folder = tmp_path / f"forks-{len(started)}"
        folder.mkdir()
        started.append(ForkServer(folder, range_size, part_size))
        return started[-1]

    yield start
    for forks in started:
        forks.stop()


@pytest.fixture
def new_scene(new_bucket, faulty_proxy, new_forks, tmp_path):
    """Return `new_scene(server)`, which creates a scene with a versioned bucket."""

    def make(server):
        bucket = versioned(server, new_bucket(server))
        return Scene(server, bucket, faulty_proxy(server), new_forks(), tmp_path / "users")

    return make


@pytest.fixture
def start(tmp_path):
    """Return `start(arguments, environment)`, which starts `s3enc`; stopped after the test."""
    started: list[Program] = []

    def start(arguments, environment):
        log = tmp_path / f"program-{len(started)}.log"
        started.append(Program(arguments, environment, log))
        return started[-1]

    yield start
    for program in started:
        program.stop()
