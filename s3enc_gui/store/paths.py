"""Where this program keeps things on this machine."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("s3enc", appauthor=False)


def settings_path() -> Path:
    """Return the path of the settings file, under the user's configuration folder."""
    return Path(_DIRS.user_config_path) / "settings.json"


def journal_path() -> Path:
    """Return the path of the journal, under the user's data folder."""
    return Path(_DIRS.user_data_path) / "journal.sqlite"


def instances_path() -> Path:
    """Return the folder in which each running program holds a lock, beside the journal."""
    return Path(_DIRS.user_data_path) / "instances"


def audits_path() -> Path:
    """Return the folder with a file an audit, beside the journal."""
    return Path(_DIRS.user_data_path) / "audits"


def make_private(folder: Path) -> None:
    """Make a folder, and what is missing above it, for this user only (0700, as XDG asks)."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
