"""Where this program keeps things on this machine."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("s3enc", appauthor=False)


def settings_path() -> Path:
    """Return the path of the settings file, under the user's configuration folder."""
    return Path(_DIRS.user_config_path) / "settings.json"
