from __future__ import annotations

import random

import pytest

from tests.resilience.evidence import versioned
from tests.resilience.killing import Scene
from tests.resilience.program import ForkServer, Program


@pytest.fixture
def chance():
    """Seeded by pytest-randomly: `--randomly-seed` repeats it."""
    return random.Random(random.getrandbits(32))  # noqa: S311 - to be repeated, not secret


@pytest.fixture
def new_forks(tmp_path):
    """Starts fork servers, `new_forks(range_size=None)`."""
    started: list[ForkServer] = []

    def start(range_size=None):
        folder = tmp_path / f"forks-{len(started)}"
        folder.mkdir()
        started.append(ForkServer(folder, range_size))
        return started[-1]

    yield start
    for forks in started:
        forks.stop()


@pytest.fixture
def new_scene(new_bucket, storm, new_forks, tmp_path):
    """Makes a scene before a server, with a bucket that keeps all versions."""

    def make(server):
        bucket = versioned(server, new_bucket(server))
        return Scene(server, bucket, storm(server), new_forks(), tmp_path / "users")

    return make


@pytest.fixture
def start(tmp_path):
    """Starts `s3enc` as a process, `start(words, environment)`; ended with the test."""
    started: list[Program] = []

    def start(words, environment):
        log = tmp_path / f"program-{len(started)}.log"
        started.append(Program(words, environment, log))
        return started[-1]

    yield start
    for program in started:
        program.stop()
