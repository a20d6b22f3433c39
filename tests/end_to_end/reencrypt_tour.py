"""A change of encryption: its dry run, its progress, its end, and the list, with screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import READY_SECONDS, Program
from tests.end_to_end.waiting import wait_for

_BUCKET, _FOLDER = "demo-bucket", "Folder every-status/"
_SECONDS = 60.0  # one object is read slowly
_SIZE = (1280, 800)


def reencrypt_tour(
    folder: Path, *, dark: bool = False, size: tuple[int, int] = _SIZE
) -> Iterator[Path]:
    """Yield the screenshots. Raises AssertionError where nothing is changed."""
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop(*size, dark=dark) as desktop:
        program = Program(desktop, ["--demo", "--bucket", _BUCKET])
        table = program.app.find("table", "Objects", timeout=READY_SECONDS)
        names = lambda: [row[0] for row in table.rows()]  # noqa: E731
        wait_for(lambda: _FOLDER in names(), READY_SECONDS, what="rows", otherwise=table.dump)
        table.select_row(names().index(_FOLDER))
        program.app.find("menu item", "Change encryption…", hidden=True).press()
        dialog = program.app.find("dialog", f"Change encryption in {_BUCKET}")
        dialog.find("combo box", label="KMS key").choose("invoices", READY_SECONDS)
        dialog.find("push button", "Dry run").press()
        yield from _change(program, dialog, folder)
        program.close()


def _change(program: Program, dialog: Widget, folder: Path) -> Iterator[Path]:
    desktop = program.desktop
    change = _button(dialog, "Change ")
    yield _taken(dialog, desktop, folder / "60-encryption-dry-run.png")
    change.press()
    _button(dialog, "Pause")
    yield _taken(dialog, desktop, folder / "61-encryption-changing.png")
    dialog.find("push button", "Close").press()
    yield _taken(program.window, desktop, folder / "62-encryption-in-the-window.png")
    program.app.find("menu item", "Changes of encryption", hidden=True).press()
    runs = program.app.find("dialog", "Changes of encryption")
    undo = runs.find("push button", "Undo…")
    wait_for(lambda: undo.enabled, _SECONDS, what="the end", otherwise=runs.dump)
    runs.find("table", "Objects of the change")
    yield _taken(runs, desktop, folder / "63-changes-of-encryption.png")
    undo.press()
    again = program.app.find("dialog", f"Change encryption in {_BUCKET}")
    _button(again, "Change ").press()
    _button(again, "Undo…")
    yield _taken(again, desktop, folder / "64-encryption-undone.png")


def _button(dialog: Widget, start: str) -> Widget:
    """Wait for an enabled button whose name begins so."""
    found: list[Widget] = []

    def look() -> bool:
        buttons = dialog.find_all("push button")
        found[:] = [one for one in buttons if one.name.startswith(start) and one.enabled]
        return bool(found)

    wait_for(look, _SECONDS, what=start, otherwise=dialog.dump)
    return found[0]


def _taken(window: Widget, desktop: Desktop, path: Path) -> Path:
    desktop.screen.settle()
    window.screenshot(path)
    return path
