"""Paths of S3enc's own files on this machine."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("s3enc", appauthor=False)


def settings_path() -> Path:
    """Return the path of the settings file, in the user's configuration folder."""
    return Path(_DIRS.user_config_path) / "settings.json"


def journal_path() -> Path:
    """Return the path of the journal, in the user's data folder."""
    return Path(_DIRS.user_data_path) / "journal.sqlite"


def instances_path() -> Path:
    """Return the folder of the process locks (see process_lock), beside the journal."""
    return Path(_DIRS.user_data_path) / "instances"


def audits_path() -> Path:
    """Return the folder of the audit files, beside the journal."""
    return Path(_DIRS.user_data_path) / "audits"


def reencryptions_path() -> Path:
    """Return the folder of the files of encryption changes, beside the journal."""
    return Path(_DIRS.user_data_path) / "reencryptions"


def bucket_changes_path() -> Path:
    """Return the path of the changes of buckets that can be undone, beside the journal."""
    return Path(_DIRS.user_data_path) / "bucket-changes.json"


def connections_path() -> Path:
    """Return the path of the file of saved connections, beside the settings."""
    return Path(_DIRS.user_config_path) / "connections.json"


def customer_keys_path() -> Path:
    """Return the path of the list of customer-provided keys, without the keys."""
    return Path(_DIRS.user_data_path) / "customer-keys.json"


def sign_ins_path() -> Path:
    """Return the folder of the locks of sign-ins, beside the journal."""
    return Path(_DIRS.user_data_path) / "sign-ins"


def log_path() -> Path:
    """Return the path of the log, in the user's folder for logs."""
    return Path(_DIRS.user_log_path) / "s3enc.log"


def crashes_path() -> Path:
    """Return the folder of tracebacks of crashes, in the user's folder for states."""
    return Path(_DIRS.user_state_path) / "crashes"


def make_private(folder: Path) -> None:
    """Create a folder and its missing parents with mode 0700 (XDG Base Directory Specification)."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
