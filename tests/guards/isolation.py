"""Isolates tests from the user's home, AWS settings, session bus, proxies and keyring."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_REMOVED_PREFIXES = ("AWS_", "BOTO", "DBUS_", "XDG_", "QT_")
_REMOVED = (
    "LANGUAGE",
    "NO_PROXY", "no_proxy", "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy",
    "ALL_PROXY", "all_proxy", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR",
)  # fmt: skip
_NUMBERS = itertools.count()
_FOLDERS = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/AppData/Roaming",
    "LOCALAPPDATA": "home/AppData/Local",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_RUNTIME_DIR": "run",
}


def variables(folder: Path) -> dict[str, str]:
    """The environment of a test; its folders are created in `folder`."""
    folders = {name: folder / place for name, place in _FOLDERS.items()}
    for place in folders.values():
        place.mkdir(parents=True, exist_ok=True)
    # Qt and D-Bus require it to be private.
    folders["XDG_RUNTIME_DIR"].chmod(0o700)
    return {
        **{name: str(place) for name, place in folders.items()},
        # Tests can write AWS files in the default location.
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "QT_QPA_PLATFORM": "offscreen",
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere",
        "LC_ALL": "C.UTF-8",
    }


def _apply(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in list(os.environ):
        if name in _REMOVED or name.startswith(_REMOVED_PREFIXES):
            patch.delenv(name)
    for name, value in variables(folder).items():
        patch.setenv(name, value)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Isolate the whole run, for session fixtures, and before Qt is imported."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    folder = tempfile.TemporaryDirectory(prefix="s3enc-tests-")
    config.add_cleanup(folder.cleanup)
    _apply(patch, Path(folder.name))


@pytest.fixture(autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home folder for each test; changes of the environment are undone."""
    # Not pytest's numbered folders, which read the parent folder each time.
    folder = tmp_path_factory.mktemp(f"user-{next(_NUMBERS)}", numbered=False)
    with pytest.MonkeyPatch.context() as patch:
        _apply(patch, folder)
        yield folder / "home"
