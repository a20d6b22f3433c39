"""SIGKILL at any moment of a download or an audit: in the end all is there and told, once."""

from __future__ import annotations

import sys
from itertools import count

import pytest

from tests.resilience.killing import Audit, Download, Scene, play_all
from tests.servers.hostile import BUCKET, ENCRYPTION, hostile_server
from tests.servers.hostile.stored import KEY

pytestmark = [
    pytest.mark.contract,
    pytest.mark.end_to_end,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="no fork there, and no SIGKILL"),
]

KILLS = 200  # at least
SCENES = 2  # side by side
KIB = 1024
RANGE = 128 * KIB
SMALL, LARGE = 40, (300, 700, 1300)  # how many up to 20 KiB; KiB of those that come in ranges
AUDITED = 120
KMS_KEY = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
ENCRYPTIONS = (
    {ENCRYPTION: "AES256"},
    {ENCRYPTION: "aws:kms", KEY: KMS_KEY},
    {ENCRYPTION: "aws:kms:dsse", KEY: KMS_KEY},
)


@pytest.fixture
def s3():
    with hostile_server() as s3:
        yield s3


@pytest.fixture
def scenes(s3, storm, new_forks, tmp_path):
    return [
        Scene(s3.server, BUCKET, storm(s3.server), new_forks(RANGE), tmp_path / f"users-{number}")
        for number in range(SCENES)
    ]


def stored(s3, chance):
    """Fill the bucket with what is downloaded; the bytes by key."""
    for number in range(SMALL):
        s3.put(f"f/{number % 5}/file-{number:03}.bin", chance.randbytes(chance.randrange(20 * KIB)))
    for size in LARGE:
        s3.put(f"f/large-{size}.bin", chance.randbytes(size * KIB + 1))
    return {key: one.data for key, one in s3.objects.items()}


def played(kind, scenes, expected, chance):
    """Play without a kill, and then with hundreds."""
    calm = kind("calm", 0, expected=expected)
    course = calm.undisturbed(scenes[0])
    assert not calm.problems, calm
    numbers = count(1)
    play_all(
        scenes,
        lambda: (kind(f"{next(numbers)}", chance.getrandbits(32), expected=expected), course),
        KILLS,
    )


@pytest.mark.timeout(300)
def test_downloads_killed_at_hundreds_of_moments(s3, scenes, chance):
    played(Download, scenes, stored(s3, chance), chance)


@pytest.mark.timeout(300)
def test_audits_killed_at_hundreds_of_moments(s3, scenes, chance):
    s3.page = 20
    for number in range(AUDITED):
        s3.put(f"f/{number:04}", b"data", ENCRYPTIONS[number % len(ENCRYPTIONS)])
    expected = {
        key: (one.headers.get(ENCRYPTION), one.headers.get(KEY)) for key, one in s3.objects.items()
    }
    played(Audit, scenes, expected, chance)
