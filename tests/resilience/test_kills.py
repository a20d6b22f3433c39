"""SIGKILL at any moment: run again, and in the end every object is there, whole, once, verified."""

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
    pytest.mark.skipif(sys.platform == "win32", reason="no fork there, and no SIGKILL"),
]

KILLS = 200  # at least
SCENES = 2  # side by side
# Small files and large ones: the names of the folders, and how often they have their turn.
KINDS: dict[str, dict[str, Any]] = {
    "small": {"small": 14},
    "mixed": {"small": 6, "large": (17,)},
    "large": {"small": 1, "large": (17, 25, 40)},
}
TURNS = (*("small", "mixed") * 4, "small", "large")


@pytest.fixture
def kinds(tmp_path, chance):
    """What is uploaded, by kind; nobody writes to it, so that all scenarios share it."""
    return {
        kind: Expected.of(write(tmp_path / kind, chance, **sizes)) for kind, sizes in KINDS.items()
    }


@pytest.mark.timeout(300)
def test_killed_at_hundreds_of_moments(new_scene, demo_server, kinds, chance):
    scenes = [new_scene(demo_server) for _ in range(SCENES)]
    courses = {}
    for kind, expected in kinds.items():
        calm = Upload(f"calm-{kind}", 0, expected=expected)
        courses[kind] = calm.undisturbed(scenes[0])
        assert not calm.problems, calm
    numbers, turns = count(1), cycle(TURNS)

    def new():
        kind = next(turns)
        name = f"{kind}-{next(numbers)}"
        return Upload(name, chance.getrandbits(32), expected=kinds[kind]), courses[kind]

    play_all(scenes, new, KILLS)


BLOCK = MIB  # bytes
SIZE = 1024 * MIB


@pytest.fixture
def huge(tmp_path):
    """1 GiB, hardly any of it on the disk, and no two parts alike."""
    path = tmp_path / "huge.bin"
    with path.open("wb") as file:
        file.truncate(SIZE)
        for block in range(SIZE // BLOCK):
            file.seek(block * BLOCK)
            file.write(b"%8d" % (block + random.getrandbits(20)))
    return path


@pytest.mark.timeout(180)
def test_killed_in_the_middle_of_a_large_file(start, huge, tmp_path):
    words = ["upload", huge, "s3://bucket/large", "--sse", "AES256", "--json"]
    with counting_s3() as s3:
        environment = user(tmp_path / "user", s3.server)
        first = start(words, environment)
        s3.when_received(SIZE // 2, first.kill)
        assert first.ended(60).killed
        s3.settle()
        before = s3.received
        second = start(words, environment).ended(90)
        verdicts = list(second.verdicts().values())
        print(
            f"\n{s3.received / SIZE:.3f} GiB received for 1 GiB, {before / SIZE:.3f} till the kill"
        )
        assert (second.status, verdicts) == (0, ["verified"]), second.err
        assert s3.differences("bucket/large/huge.bin", huge) == []
        assert s3.uploads_left == []
        assert s3.received < 1.1 * SIZE
