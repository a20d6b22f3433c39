"""Large files that change while they are sent, or between a kill and the next run."""

from __future__ import annotations

import os
import sys
from threading import Event

import pytest

from tests.fakes.rewriting import rewrite
from tests.resilience.counting_s3 import counting_s3
from tests.resilience.files import MIB
from tests.resilience.program import part_is_recorded, user

pytestmark = [
    pytest.mark.contract,
    pytest.mark.end_to_end,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]

SIZE = 96 * MIB
NAME = "bucket/p/volume.bin"


@pytest.fixture
def volume(tmp_path):
    path = tmp_path / "volume.bin"
    path.write_bytes(os.urandom(SIZE))
    return path


@pytest.fixture
def s3():
    with counting_s3() as s3:
        yield s3


@pytest.fixture
def upload(start, s3, volume, tmp_path):
    """Return a function that starts the same command."""
    environment = user(tmp_path / "user", s3.server)
    arguments = ["upload", volume, "s3://bucket/p/", "--sse", "AES256", "--json"]
    return lambda: start(arguments, environment)


def rewrite_the_ends(path):
    """Change both ends of a file, like the headers of a volume, but not its date."""
    rewrite(path, (0, os.urandom(MIB)), (SIZE - MIB, os.urandom(MIB)))


def check_stored(s3, volume, ran):
    assert (ran.status, list(ran.verdicts().values())) == (0, ["verified"]), ran.err
    assert s3.differences(NAME, volume) == []
    assert s3.uploads_left == []


@pytest.fixture
def killed_halfway(s3, upload, tmp_path):
    """The command was killed after its journal had the first part."""
    first = upload()

    def kill():
        while first.running and not part_is_recorded(tmp_path / "user"):
            Event().wait(0.02)  # the server reads no more from a connection of another part
        first.kill()

    s3.when_received(SIZE // 2, kill)
    assert first.ended(60).killed
    s3.settle()
    assert part_is_recorded(tmp_path / "user")


def test_a_file_changed_after_a_kill_is_sent_from_the_beginning(s3, upload, killed_halfway, volume):
    rewrite_the_ends(volume)
    ran = upload().ended(60)
    check_stored(s3, volume, ran)
    assert "changed during its upload" in ran.err


def test_a_file_touched_after_a_kill_is_resumed(s3, upload, killed_halfway, volume):
    os.utime(volume, ns=(1, 1))
    ran = upload().ended(60)
    check_stored(s3, volume, ran)
    assert "changed during its upload" not in ran.err


def test_a_file_changed_while_it_is_sent_is_not_stored(s3, upload, volume):
    s3.when_received(SIZE // 2, lambda: rewrite_the_ends(volume))
    ran = upload().ended(60)
    assert ran.status == 1, ran.err
    assert "FileChanged" in ran.out
    assert s3.differences(NAME, volume) == [f"no object {NAME}, only []"]
    assert s3.uploads_left == []


def test_changed_permissions_while_it_is_sent_do_no_harm(s3, upload, volume):
    s3.when_received(SIZE // 2, lambda: volume.chmod(0o440))
    check_stored(s3, volume, upload().ended(60))
