"""No core dumps of this process: its memory holds credentials and parts of files.

See docs/decisions/0025-crashes-are-told-at-the-next-start.md.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

_NO_HEAP = 1  # WER_FAULT_REPORTING_FLAG_NOHEAP (werapi.h)
_FILTER = Path("/proc/self/coredump_filter")


def switch_off_core_dumps() -> None:
    """Let a crash of this process write none of its memory; children inherit it.

    Linux, macOS: the soft limit of core files is 0. Linux ignores the limit where core dumps go to
    a program (a `|` in core_pattern), which then gets a file without the contents of memory
    (core(5), coredump_filter). Windows: error reports have no heap. Where the system refuses, the
    program runs all the same.
    """
    if sys.platform == "win32":
        import ctypes

        with suppress(AttributeError, OSError):
            ctypes.WinDLL("kernel32").WerSetFlags(_NO_HEAP)
        return
    import resource

    with suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        with suppress(OSError):
            _FILTER.write_text("0", encoding="ascii")
