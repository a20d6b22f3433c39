"""Uploads killed by SIGKILL at random moments: run again, each object is stored once, verified."""

from __future__ import annotations

import random
import sys
from itertools import count, cycle
from typing import Any

import pytest

from tests.resilience.counting_s3 import counting_s3
from tests.resilience.evidence import Expected
from tests.resilience.files import MIB, write
from tests.resilience.killing import Upload, play_all
from tests.resilience.program import user

pytestmark = [
    pytest.mark.contract,
    pytest.mark.end_to_end,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork and no SIGKILL"),
]

KILLS = 200  # at least
SCENES = 2  # concurrent
# Folders of small and large files, and how often each is uploaded.
KINDS: dict[str, dict[str, Any]] = {
    "small": {"small": 14},
    "mixed": {"small": 6, "large": (17,)},
    "large": {"small": 1, "large": (17, 25, 40)},
}
TURNS = (*("small", "mixed") * 4, "small", "large")


@pytest.fixture
def kinds(tmp_path, rng):
    """The folders to upload, by kind; all scenarios share them."""
    return {
        kind: Expected.of(write(tmp_path / kind, rng, **sizes)) for kind, sizes in KINDS.items()
    }


@pytest.mark.timeout(300)
def test_uploads_killed_at_random_moments(new_scene, demo_server, kinds, rng):
    scenes = [new_scene(demo_server) for _ in range(SCENES)]
    baselines = {}
    for kind, expected in kinds.items():
        baseline_run = Upload(f"baseline-{kind}", 0, expected=expected)
        baselines[kind] = baseline_run.measure(scenes[0])
        assert not baseline_run.problems, baseline_run
    numbers, turns = count(1), cycle(TURNS)

    def new():
        kind = next(turns)
        name = f"{kind}-{next(numbers)}"
        return Upload(name, rng.getrandbits(32), expected=kinds[kind]), baselines[kind]

    play_all(scenes, new, KILLS)


BLOCK = MIB  # bytes
SIZE = 1024 * MIB


@pytest.fixture
def huge(tmp_path):
    """A sparse file of 1 GiB, of which all parts differ."""
    path = tmp_path / "huge.bin"
    with path.open("wb") as file:
        file.truncate(SIZE)
        for block in range(SIZE // BLOCK):
            file.seek(block * BLOCK)
            file.write(b"%8d" % (block + random.getrandbits(20)))
    return path


@pytest.mark.timeout(180)
def test_a_large_upload_killed_in_the_middle(start, huge, tmp_path):
    arguments = ["upload", huge, "s3://bucket/large", "--sse", "AES256", "--json"]
    with counting_s3() as s3:
        environment = user(tmp_path / "user", s3.server)
        first = start(arguments, environment)
        s3.when_received(SIZE // 2, first.kill)
        assert first.ended(60).killed
        s3.settle()
        before = s3.received
        second = start(arguments, environment).ended(90)
        verdicts = list(second.verdicts().values())
        print(
            f"\n{s3.received / SIZE:.3f} GiB received for 1 GiB,"
            f" {before / SIZE:.3f} before the kill"
        )
        assert (second.status, verdicts) == (0, ["verified"]), second.err
        assert s3.differences("bucket/large/huge.bin", huge) == []
        assert s3.uploads_left == []
        assert s3.received < 1.1 * SIZE
