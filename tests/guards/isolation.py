"""Isolates tests from the user's home, AWS settings, session bus, proxies and keyring."""

from __future__ import annotations

import itertools
import json
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
    """The environment of a test; in `folder`, the home and the runtime folder are created.

    The home is empty, as that of a new user is: programs and tests create the folders in it.
    """
    for place in (folder / "home", folder / "run"):
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o700)  # Qt and D-Bus require it of the runtime folder
    return {
        **{name: str(folder / place) for name, place in _FOLDERS.items()},
        # Tests can write AWS files in the default location.
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "QT_QPA_PLATFORM": _platform(),
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere",
        "LC_ALL": "C.UTF-8",
    }


def _platform() -> str:
    """Return Qt's platform; for tests/i18n/gallery.py one with the screen of the pictures."""
    if not (gallery := os.environ.get("S3ENC_GALLERY")):
        return "offscreen"
    path = Path(gallery, "screen.json").absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    screen = {"name": "", "x": 0, "y": 0, "width": 1280, "height": 800, "logicalDpi": 96, "dpr": 1}
    written = path.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps({"screens": [screen]}))
    written.replace(path)  # as a whole: Qt in another worker may be reading it
    return f"offscreen:configfile={path}"


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


@pytest.fixture(scope="session")
def home_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for one test after the other; one that is still empty is used again.

    Thousands of tests write nothing there, and creating and removing folders for each of them would
    take more time than the tests.
    """

    def folders() -> Iterator[Path]:
        while True:
            # Not pytest's numbered folders, which read the parent folder each time.
            folder = tmp_path_factory.mktemp(f"user-{next(_NUMBERS)}", numbered=False)
            yield folder
            while not any(any(one.iterdir()) for one in folder.iterdir()):
                yield folder

    return folders()


@pytest.fixture(autouse=True)
def isolated_home(home_folders: Iterator[Path]) -> Iterator[Path]:
    """An empty home folder for each test; changes of the environment are undone."""
    folder = next(home_folders)
    with pytest.MonkeyPatch.context() as patch:
        _apply(patch, folder)
        yield folder / "home"
