"""Keeps Windows awake (Win32 API, SetThreadExecutionState)."""

from __future__ import annotations

import sys
from typing import Any

_CONTINUOUS = 0x80000000  # until the next call on this thread
_SYSTEM_REQUIRED = 0x00000001  # no automatic sleep; the display may turn off


def keep_awake(awake: bool, kernel32: Any = None) -> None:  # noqa: ANN401 - a library
    """Prevent automatic sleep, or allow it again; for the calling thread."""
    if kernel32 is None and sys.platform == "win32":
        import ctypes

        kernel32 = ctypes.windll.kernel32
    kernel32.SetThreadExecutionState(_CONTINUOUS | (_SYSTEM_REQUIRED if awake else 0))
