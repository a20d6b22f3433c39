"""What support asks for: the check of the installation, and the report of a crash."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import READY_SECONDS, Program
from tests.end_to_end.waiting import wait_for

_BUCKET = "demo-bucket"
_WORKS = "This installation works."
_UPLOADED = "Uploaded, verified, downloaded, compared and removed"


def support_tour(folder: Path, *, dark: bool = False) -> Iterator[Path]:
    """Yield the screenshots. Raises AssertionError where a check fails."""
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop(dark=dark) as desktop:
        program = _demo(desktop)
        program.app.find("menu item", "Check this installation…", hidden=True).press()
        dialog = program.app.find("dialog", "Check this installation")
        _wait_for(dialog, _WORKS)
        dialog.find("check box", "Also upload test objects to").check()
        dialog.find("push button", "Check again").press()
        _wait_for(dialog, _UPLOADED)
        _wait_for(dialog, _WORKS)
        yield _taken(dialog, desktop, folder / "self-test.png")
        program.process.send_signal(signal.SIGSEGV)
        program.process.wait(READY_SECONDS)
        report = _demo(desktop).app.find("dialog", "S3enc crashed")
        yield _taken(report, desktop, folder / "crash-report.png")


def _demo(desktop: Desktop) -> Program:
    # Python's own report of crashes is off: the program has one.
    program = Program(desktop, ["--demo", "--bucket", _BUCKET], PYTHONFAULTHANDLER="")
    program.app.find("table", "Objects", timeout=READY_SECONDS)
    return program


def _wait_for(dialog: Widget, label: str) -> None:
    wait_for(
        lambda: dialog.find_all("label", label), READY_SECONDS, what=label, otherwise=dialog.dump
    )


def _taken(window: Widget, desktop: Desktop, path: Path) -> Path:
    desktop.screen.settle()
    window.screenshot(path)
    return path
