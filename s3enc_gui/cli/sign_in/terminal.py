"""Asks the user on the terminal, also where the command's input and output are files."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable

from s3enc_gui.cli.printer import printer

_INTERVAL = 0.2  # seconds between checks whether the question is still open
_MOST = 1000  # bytes of an answer
_TERMINAL = "CONIN$" if os.name == "nt" else "/dev/tty"


def can_ask() -> bool:
    """Whether a person sees the question: standard error is a terminal."""
    return printer.is_terminal


def ask(question: str, checkpoint: Callable[[], None] = lambda: None) -> str:
    """Return a line that the user types, without the line end; empty where there is no terminal.

    It is shown while it is typed: the codes that are asked for can be used once. The terminal's
    settings aren't changed, so that the program can end at any time. `checkpoint` is called
    meanwhile and may raise.
    """
    printer.message(question)
    printer.flush()
    try:
        terminal = os.open(_TERMINAL, os.O_RDWR)
    except OSError:
        return (sys.stdin.readline() if sys.stdin else "").strip()
    try:
        # The console of Windows can't be waited for.
        while os.name != "nt" and not select.select([terminal], [], [], _INTERVAL)[0]:
            checkpoint()
        return os.read(terminal, _MOST).decode(errors="replace").strip()
    finally:
        os.close(terminal)
