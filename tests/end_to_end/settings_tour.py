"""A check that fails before an upload, a denial, the settings and the log, with screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from s3enc_gui.demo.sample_data import DENIED
from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import UPLOAD_SECONDS, Program, Wizard
from tests.end_to_end.waiting import wait_for

_PAGES = ("Network", "Transfers", "History", "Appearance", "Desktop", "Log")


def settings_tour(folder: Path, *, dark: bool = False) -> Iterator[Path]:
    """Yield the screenshots."""
    with Desktop(900, 620, dark=dark) as desktop:
        text = desktop.home / "Letter.txt"
        text.write_text("A letter.")
        program = Program(desktop, ["--demo", "--bucket", "demo-policy", text])
        yield from _preflight(program, folder)
        yield from _settings(program, folder)
        yield from _log(program, folder)
        program.close()
    with Desktop(dark=dark) as desktop:  # wide enough for the details
        program = Program(desktop, ["--demo", "--bucket", "demo-bucket", "--prefix", _PREFIX])
        yield from _denial(program, folder)
        program.close()


_PREFIX = "every-status/"


def _preflight(program: Program, folder: Path) -> Iterator[Path]:
    wizard = program.wizard().wait_for_files("Letter.txt")
    wizard.wait_until_ready()
    for page in ("Set properties", "Review"):
        wizard.press("Next")
        wizard.at(page)
    program.app.find("push button", "Upload anyway", timeout=UPLOAD_SECONDS)
    yield wizard.picture(folder / "24-preflight.png")
    wizard.press("Cancel")
    program.app.find("push button", "Close without uploading").press()
    wizard.wait_until_closed()


def _denial(program: Program, folder: Path) -> Iterator[Path]:
    table = program.app.find("table", "Objects", timeout=UPLOAD_SECONDS)
    wait_for(
        lambda: DENIED in [row[0] for row in table.rows()],
        UPLOAD_SECONDS,
        what="the object",
        otherwise=program.app.dump,
    )
    table.select_row([row[0] for row in table.rows()].index(DENIED))
    button = program.window.find(
        "push button", "Copy text for your administrator", timeout=UPLOAD_SECONDS
    )
    button.press()
    dialog = program.app.find("dialog", "Text for your administrator")
    yield _taken(dialog, program.desktop, folder / "25-administrator.png")
    dialog.find("push button", "Close").press()


def _settings(program: Program, folder: Path) -> Iterator[Path]:
    program.desktop.screen.keys("ctrl+comma")
    settings = program.app.find("dialog", "Settings")
    pages = settings.find("list", "Pages")
    names = [row[0] for row in pages.rows()]
    for page in _PAGES:
        pages.select_row(names.index(page))
        yield _taken(settings, program.desktop, folder / f"26-settings-{page.lower()}.png")
    settings.find("push button", "Cancel").press()
    Wizard(settings, program.desktop).wait_until_closed()


def _log(program: Program, folder: Path) -> Iterator[Path]:
    program.window.find("menu item", "Help").act("ShowMenu")
    program.app.find("menu item", "Show log…").press()
    log = program.app.find("dialog", "Log")
    yield _taken(log, program.desktop, folder / "27-log.png")
    log.find("push button", "Close").press()


def _taken(window: Widget, desktop: Desktop, path: Path) -> Path:
    desktop.screen.settle()
    window.screenshot(path)
    return path
