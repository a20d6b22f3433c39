"""File status as returned by network and virtual drives: functions that change a stat result.

`by_name`: from stat of the path, else from fstat of the open file.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from stat import S_ISREG
from types import SimpleNamespace
from typing import Any

SECOND = 1_000_000_000  # ns
_numbers = count(1)
_FIELDS = ("mode", "size", "mtime", "mtime_ns", "atime_ns", "ctime_ns", "dev", "ino", "nlink")


def no_numbers(look: Any, by_name: bool) -> None:
    """Another inode at each call (FUSE without `use_ino`)."""
    look.st_ino = next(_numbers)


def other_device(look: Any, by_name: bool) -> None:
    """The open file has the device of the underlying drive (mergerfs, overlayfs)."""
    look.st_dev += by_name


def coarse_times(look: Any, by_name: bool) -> None:
    """The path has times in seconds, the open file precise ones (SMB, cloud drives)."""
    if by_name:
        look.st_mtime_ns -= look.st_mtime_ns % SECOND


def no_change_time(look: Any, by_name: bool) -> None:
    """Only a modification time, in seconds (sshfs)."""
    look.st_mtime_ns -= look.st_mtime_ns % SECOND
    look.st_ctime_ns = look.st_mtime_ns


ODD = (no_numbers, other_device, coarse_times, no_change_time)
WITHOUT_NUMBERS = (no_numbers, other_device)


def install(monkeypatch: Any, change: Any) -> None:
    """Change every stat result of regular files."""
    fstat, stat = os.fstat, Path.stat

    def seen(status: Any, by_name: bool) -> Any:
        if not S_ISREG(status.st_mode):
            return status
        look = SimpleNamespace(**{f"st_{name}": getattr(status, f"st_{name}") for name in _FIELDS})
        change(look, by_name)
        return look

    monkeypatch.setattr(os, "fstat", lambda fd: seen(fstat(fd), False))
    monkeypatch.setattr(Path, "stat", lambda path, **how: seen(stat(path, **how), True))
