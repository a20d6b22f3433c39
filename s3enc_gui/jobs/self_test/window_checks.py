"""Whether Qt can open a window with the program's look; in a process, which Qt may abort."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from s3enc_gui.domain.self_test.component_check import (
    OF_THE_WINDOW,
    Component,
    ComponentCheck,
    failed,
    skipped,
)
from s3enc_gui.i18n import text
from s3enc_gui.jobs.self_test.child_process import WINDOW, ChildResult, complete, run_child
from s3enc_gui.jobs.self_test.program_checks import INSTALL_AGAIN

NO_QT = 3
"""Exit status of the process where Qt isn't installed."""

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_NEEDS_NO_SCREEN = (Component.STYLE, Component.ICONS, Component.FONTS)
_LIBRARIES = text("Install the system libraries that Qt needs (README.md names them).")


def window_checks(
    checkpoint: Callable[[], None], folder: Path, errors: list[str], *, must_be: bool
) -> Iterator[ComponentCheck]:
    """Yield the checks; what the process wrote to standard error is added to `errors`.

    `must_be`: the program is incomplete without Qt.
    """
    has_screen = sys.platform != "linux" or any(map(os.environ.get, _SCREENS))
    result = _run(checkpoint, folder, without_screen=not has_screen)
    if result.status == NO_QT and not must_be:
        absent = text("Not part of this program")
        yield from (skipped(component, absent) for component in OF_THE_WINDOW)
        return
    errors += result.errors
    if result.status == NO_QT or not result.has(Component.RESOURCES):
        yield from complete(result, OF_THE_WINDOW, INSTALL_AGAIN)
        return
    if result.has(Component.PLATFORM) or not has_screen:
        yield from complete(result, OF_THE_WINDOW, _LIBRARIES)
        return
    yield from complete(result, (Component.RESOURCES,), INSTALL_AGAIN)
    yield failed(Component.PLATFORM, result.reason, _LIBRARIES)
    yield from complete(
        _run(checkpoint, folder, without_screen=True), _NEEDS_NO_SCREEN, INSTALL_AGAIN
    )


def _run(checkpoint: Callable[[], None], folder: Path, *, without_screen: bool) -> ChildResult:
    environment = {"QT_QPA_PLATFORM": "offscreen"} if without_screen else {}
    return run_child(WINDOW, folder, checkpoint, **environment)
