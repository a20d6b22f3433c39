"""Downloads and audits killed by SIGKILL at random moments: run again, they are complete."""

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
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork and no SIGKILL"),
]

KILLS = 200  # at least
SCENES = 2  # concurrent
KIB = 1024
RANGE = 128 * KIB
SMALL, LARGE = (
    40,
    (300, 700, 1300),
)  # number of files up to 20 KiB; KiB of files requested in ranges
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
def scenes(s3, faulty_proxy, new_forks, tmp_path):
    folders = [tmp_path / f"users-{number}" for number in range(SCENES)]
    return [
        Scene(s3.server, BUCKET, faulty_proxy(s3.server), new_forks(RANGE), folder)
        for folder in folders
    ]


def stored(s3, rng):
    """Fill the bucket with objects to download; return their content by key."""
    for number in range(SMALL):
        s3.put(f"f/{number % 5}/file-{number:03}.bin", rng.randbytes(rng.randrange(20 * KIB)))
    for size in LARGE:
        s3.put(f"f/large-{size}.bin", rng.randbytes(size * KIB + 1))
    return {key: one.data for key, one in s3.objects.items()}


def run_all(kind, scenes, expected, rng):
    """Run once without a kill, then scenarios with kills."""
    baseline_run = kind("baseline", 0, expected=expected)
    baseline = baseline_run.measure(scenes[0])
    assert not baseline_run.problems, baseline_run
    numbers = count(1)
    play_all(
        scenes,
        lambda: (kind(f"{next(numbers)}", rng.getrandbits(32), expected=expected), baseline),
        KILLS,
    )


@pytest.mark.timeout(300)
def test_downloads_killed_at_random_moments(s3, scenes, rng):
    run_all(Download, scenes, stored(s3, rng), rng)


@pytest.mark.timeout(300)
def test_audits_killed_at_random_moments(s3, scenes, rng):
    s3.page = 20
    for number in range(AUDITED):
        s3.put(f"f/{number:04}", b"data", ENCRYPTIONS[number % len(ENCRYPTIONS)])
    expected = {
        key: (one.headers.get(ENCRYPTION), one.headers.get(KEY)) for key, one in s3.objects.items()
    }
    run_all(Audit, scenes, expected, rng)
