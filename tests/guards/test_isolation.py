from __future__ import annotations

import os
from pathlib import Path

import keyring
import keyring.errors
import pytest

MINE = {"AWS_PROFILE": "mine", "BOTO_CONFIG": "/mine", "HTTPS_PROXY": "http://mine:1"}
GONE = {*MINE, "DBUS_SESSION_BUS_ADDRESS", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL"}


@pytest.mark.parametrize("name", sorted(GONE))
def test_user_variable_is_removed(name):
    assert name not in os.environ


@pytest.mark.parametrize("name", ["HOME", "APPDATA", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"])
def test_folder_belongs_to_the_test(name, isolated_home):
    folder = Path(os.environ[name])
    assert folder.is_relative_to(isolated_home.parent)


def test_home_and_runtime_folder_are_empty(isolated_home):
    assert list(isolated_home.iterdir()) == []
    assert list(Path(os.environ["XDG_RUNTIME_DIR"]).iterdir()) == []


def test_a_folder_that_was_written_to_is_not_used_again(home_folders):
    first = next(home_folders)
    for name in ("home", "run"):
        (first / name).mkdir(exist_ok=True)
    assert next(home_folders) == first
    (first / "run" / "left").touch()
    assert next(home_folders) != first


def test_home_is_the_isolated_one(isolated_home):
    assert Path.home() == isolated_home
    assert not (isolated_home / ".aws").exists()


def test_no_keyring_is_reached():
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.get_password("s3enc", "user")


def test_qt_is_offscreen():
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_whole_run_is_isolated_and_undone(run_with, monkeypatch):
    for name, value in MINE.items():
        monkeypatch.setenv(name, value)
    home = os.environ["HOME"]
    run_with(
        "isolation",
        f"""
        import os, pytest
        @pytest.fixture(scope="session")
        def early():
            return dict(os.environ)
        def test_it(early):
            assert not {set(MINE)!r} & early.keys()
            assert early["HOME"] != {home!r}
            assert early["HOME"] != os.environ["HOME"]
        """,
        passed=1,
    )
    assert os.environ["HOME"] == home
    assert MINE.items() <= dict(os.environ).items()
