"""Ctrl+C: the first asks to stop and undo, the second ends at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from types import FrameType
from typing import TypeVar

from s3enc_gui.cli.exit_status import ExitStatus
from s3enc_gui.cli.printer import printer

T = TypeVar("T")

ATTENTION = 0.1  # seconds; Python runs signal handlers only while the main thread is awake


def attended(work: Callable[[Event], T], told: str) -> T:
    """Run `work` on a thread of its own while this one listens for SIGINT and SIGTERM.

    `told` says what becomes of what was begun.

    `work` gets the event that they set. A signal that the kernel hands to another thread does not
    wake a main thread that waits for a lock, so this one never waits for long.
    """
    stopped = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stopped.is_set():
            os._exit(ExitStatus.INTERRUPTED)  # a thread that hangs must not hold the second one
        stopped.set()
        printer.hurry()
        printer.say(f"\nStopping; {told} …")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with ThreadPoolExecutor(1, "job") as pool:
            running = pool.submit(work, stopped)
            while not running.done():
                wait([running], ATTENTION)
        return running.result()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
