from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from s3enc_gui.store.instance.meeting_place import meeting_place

ROOT = Path(__file__).parents[3]


def place_of(*options):
    place = meeting_place(options)
    assert place
    return place


@pytest.fixture
def place():
    return place_of("p")


def runtime():
    return Path(os.environ["XDG_RUNTIME_DIR"])


def test_it_is_in_the_folder_of_the_user_s_session(place):
    assert Path(place.server).parent == place.lock.parent == runtime() / "s3enc"
    assert place.lock.parent.stat().st_mode & 0o777 == 0o700


def test_without_such_a_folder_it_is_in_a_private_one(monkeypatch):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    with TemporaryDirectory(prefix="s3enc-", dir="/tmp") as short:  # paths of sockets are limited
        monkeypatch.setattr("tempfile.tempdir", short)
        place = place_of()
        assert place.lock.parent == Path(short) / f"s3enc-{os.getuid()}"
        assert place.lock.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("is_link", [True, False])
def test_no_place_is_where_others_can_write(tmp_path, is_link):
    folder = runtime() / "s3enc"
    if is_link:
        folder.symlink_to(tmp_path)
    else:
        folder.mkdir()
        folder.chmod(0o777)
    assert meeting_place([]) is None


def test_no_place_where_the_path_is_too_long(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("x" * 100)))
    assert meeting_place([]) is None


def test_no_place_where_nothing_can_be_written(monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/proc/none")
    assert meeting_place([]) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISPLAY", ":7"),
        ("WAYLAND_DISPLAY", "wayland-1"),
        ("AWS_PROFILE", "other"),
        ("XDG_CONFIG_HOME", "/other"),
        ("XDG_DATA_HOME", "/other"),
    ],
)
def test_other_screens_accounts_and_homes_have_other_places(place, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert place_of("p").server != place.server


def test_other_options_have_other_places(place):
    assert place_of("q").server != place.server
    assert place_of("p", None).server != place.server


def test_a_rotated_secret_is_the_same_place(place, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "one")
    assert meeting_place(["p"]) == place


def test_only_one_is_the_first(place):
    first = place.claim()
    assert first
    assert place.claim() is None
    first.release()
    first.release()
    second = place.claim()
    assert second
    second.release()


def test_a_killed_one_is_replaced_and_its_socket_removed(place):
    script = (
        "import os, signal, socket; from s3enc_gui.store.instance.meeting_place import *\n"
        "place = meeting_place(['p']); lock = place.claim()\n"
        "one = socket.socket(socket.AF_UNIX); one.bind(place.server)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert Path(place.server).exists()
    lock = place.claim()
    assert lock
    assert not Path(place.server).exists()
    lock.release()
