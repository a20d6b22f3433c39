"""The archive, installed into a home folder without root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile

import pytest

from tests.packaging.run import ROOT

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    (archive,) = (ROOT / "dist").glob("s3enc-*-linux-*.tar.xz")
    folder = tmp_path_factory.mktemp("archive")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (made,) = folder.iterdir()
    yield made
    shutil.rmtree(folder)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home of é"
    (folder / ".local/share/applications").mkdir(parents=True)
    (folder / ".local/share/applications/other.desktop").write_text("[Desktop Entry]\n")
    return folder


def run(home, *command):
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [str(word) for word in command], env=environment, capture_output=True, text=True
    )


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_it_is_installed_updated_and_removed(unpacked, home):
    before = files(home)
    for _ in ("installed", "updated"):
        done = run(home, unpacked / "install")
        assert (done.returncode, done.stderr) == (0, "")
    program = home / ".local/lib/s3enc/s3enc-gui"
    assert run(home, home / ".local/bin/s3enc", "--version").stdout.startswith("s3enc ")
    entry = (home / ".local/share/applications/s3enc.desktop").read_text()
    assert f'Exec="{program}" %F\n' in entry
    script = home / ".local/share/nautilus/scripts/Upload with S3enc"
    assert str(program) in script.read_text()
    assert os.access(script, os.X_OK)
    assert "@PROGRAM@" not in "".join(
        path.read_text("utf-8", "ignore")
        for path in (home / ".local/share").rglob("*")
        if path.is_file() and path.suffix != ".png"
    )
    own = home / ".local/share/s3enc/journal"
    own.parent.mkdir(exist_ok=True)
    own.write_text("of the user")
    removed = run(home, home / ".local/lib/s3enc/uninstall")
    assert (removed.returncode, removed.stderr) == (0, "")
    left = files(home) - before - {".local/share/applications/mimeinfo.cache"}
    assert left == {".local/share/s3enc", ".local/share/s3enc/journal"}


def test_another_program_of_that_name_is_left_alone(unpacked, home):
    other = home / ".local/bin/s3enc"
    other.parent.mkdir(parents=True)
    other.write_text("mine")
    done = run(home, unpacked / "install")
    assert done.returncode == 1
    assert "is another program" in done.stderr
    assert other.read_text() == "mine"
    assert not (home / ".local/lib").exists()


def test_a_home_whose_name_menu_entries_cannot_have_is_refused(unpacked, tmp_path):
    home = tmp_path / "with $dollar"
    home.mkdir()
    done = run(home, unpacked / "install")
    assert done.returncode == 1
    assert files(home) == set()
