"""Licenses, updates, the About box and the keys, with screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import READY_SECONDS, Program
from tests.end_to_end.waiting import wait_for

_BUCKET = "demo-bucket"


def help_tour(folder: Path, *, dark: bool = False) -> Iterator[Path]:
    """Yield the screenshots."""
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop(dark=dark) as desktop:
        program = Program(desktop, ["--demo", "--bucket", _BUCKET])
        program.app.find("table", "Objects", timeout=READY_SECONDS)
        licenses = _opened(program, "Licenses…", "dialog", "Licenses")
        text = licenses.find("text", "License")
        wait_for(lambda: text.text, READY_SECONDS, what="a license", otherwise=licenses.dump)
        yield _taken(program, licenses, folder / "licenses.png")
        updates = _opened(program, "Check for updates…", "dialog", "Updates")
        updates.find("label", "This copy of S3enc doesn't look for updates", timeout=READY_SECONDS)
        yield _taken(program, updates, folder / "updates.png")
        keys = _opened(program, "Keyboard shortcuts", "dialog", "Keyboard shortcuts")
        yield _taken(program, keys, folder / "shortcuts.png")
        about = _opened(program, "About S3enc", "alert message", "About S3enc")
        yield _taken(program, about, folder / "about.png")
        program.close()


def _opened(program: Program, item: str, role: str, title: str) -> Widget:
    program.app.find("menu item", item, hidden=True).press()
    return program.app.find(role, title, timeout=READY_SECONDS)


def _taken(program: Program, dialog: Widget, path: Path) -> Path:
    program.desktop.screen.settle()
    dialog.screenshot(path)
    dialog.find("push button", "Close").press()
    return path
