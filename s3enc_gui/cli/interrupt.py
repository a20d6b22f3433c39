"""Ctrl+C on the command line: the first cancels the command, the second exits at once."""

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

POLL_INTERVAL = 0.1  # seconds; Python runs signal handlers only while the main thread is awake


def run_interruptible(work: Callable[[Event], T], message: str) -> T:
    """Run `work` on another thread while the main thread handles SIGINT and SIGTERM.

    `work` gets the event that the signals set; `message` is printed then. A signal that the kernel
    delivers to another thread doesn't wake a main thread that waits for a lock: hence the polling.
    """
    stopped = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stopped.is_set():
            os._exit(ExitStatus.INTERRUPTED)  # a normal exit would wait for the worker thread
        stopped.set()
        printer.interrupt()
        printer.message(f"\n{message}")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with ThreadPoolExecutor(1, "job") as pool:
            running = pool.submit(work, stopped)
            while not running.done():
                wait([running], POLL_INTERVAL)
        return running.result()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
