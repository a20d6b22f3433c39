"""Ends the process without taking the interpreter apart, which takes a tenth of a second."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextlib import suppress


def end_process(status: int) -> None:
    """End the process with a status; return where only the ordinary end of Python is right.

    What that does for others is done first: functions of `atexit` (temporary folders are removed,
    logs closed) and the standard streams. It is left to Python to wait for threads that still run,
    and to report a stream that can't be written.
    """
    if any(not one.daemon for one in threading.enumerate() if one is not threading.main_thread()):
        return
    atexit._run_exitfuncs()  # noqa: SLF001 - as multiprocessing does before its os._exit
    with suppress(OSError, ValueError):
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(status)
