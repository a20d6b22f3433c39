"""Waiting for a condition, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PERIOD_SECONDS = 0.03


class Vanished(Exception):
    """A widget doesn't exist any more; the condition is checked again."""


def wait_for(
    condition: Callable[[], T],
    timeout: float = 10.0,
    *,
    what: str = "",
    otherwise: Callable[[], str] | None = None,
) -> T:
    """Call `condition` until its result is true; return the result.

    A condition that raises Vanished is not yet true: a row may go while the rows are read. Raises
    AssertionError after `timeout` seconds; `what` names the thing waited for and `otherwise`
    describes what was there instead (a dump of the tree, a log).
    """
    deadline = time.monotonic() + timeout
    while True:
        vanished = None
        try:
            if value := condition():
                return value
        except Vanished as error:
            vanished = error
        if time.monotonic() >= deadline:
            instead = f"\n{otherwise()}" if otherwise else ""
            message = f"not within {timeout:g} s: {what or condition}{instead}"
            raise AssertionError(message) from vanished
        time.sleep(PERIOD_SECONDS)
