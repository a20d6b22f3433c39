"""Uploads through the window of the demo, with a screenshot of each page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from s3enc_gui.demo.slow_answers import SLOW
from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import UPLOAD_SECONDS, Program, Wizard
from tests.end_to_end.waiting import wait_for

BUCKET, PREFIX, KEY = "demo-bucket", "reports/2026", "test_key"
_OPTIONAL = "Set permissions"
_PAGES = ("Select files", _OPTIONAL, "Set properties", "Review")
_EVERY = "every-status/"
_WIDE = (1480, 900)  # wide enough for all names
_SHOWN = "sse-kms-test_key-bucket-key.txt"

_FILES = {
    "text.txt": b"A text.\n",
    "Quarterly report.pdf": b"%PDF-1.7\n" + bytes(1_300_000),
    "Holiday.mp4": bytes(41_000_000),
}
_SCAN = bytes(28_000_000)
_MORE = {
    "Invoice 0815.pdf": b"%PDF-1.7\n" + bytes(210_000),
    "Quarterly report.pdf": _FILES["Quarterly report.pdf"],
    "Interview.mp4": bytes(34_000_000),
    "Drone flight.mov": bytes(52_000_000),
    **{f"Scan {number:02}.tiff": _SCAN for number in range(1, 9)},
}
_SPEED = "9"  # MB/s, for the screenshot of running transfers


def tour(folder: Path, *, dark: bool = False) -> Iterator[Path]:
    """Yield the screenshots: the pages, the results, the window, the history.

    Raises AssertionError where a file does not end `Verified`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop(dark=dark) as desktop:
        files = _write(desktop.home / "Documents", _FILES)
        program = Program(desktop, ["--demo", "--bucket", BUCKET, "--prefix", PREFIX, *files])
        yield from _pages(program, folder)
        yield _taken(program.window, desktop, folder / "6-encryption-details.png")
        _limit_speed(program)
        _send_more(program, _write(desktop.home / "Videos", _MORE))
        yield _taken(program.window, desktop, folder / "7-transfers.png")
        yield _history(program, folder / "8-history.png")
        program.close()
    with Desktop(*_WIDE, dark=dark) as desktop:
        program = Program(desktop, ["--demo", "--bucket", BUCKET, "--prefix", _EVERY])
        yield _browser(program, folder / "9-browser.png")
        yield _audit(program, folder / "10-audit.png")
        program.close()


def _pages(program: Program, folder: Path) -> Iterator[Path]:
    wizard = program.wizard().wait_for_files(*_FILES)
    wizard.wait_until_ready()
    for number, page in enumerate(_PAGES, start=1):
        if page == _OPTIONAL:
            wizard.press("Advanced…")
        elif number > 1:
            wizard.press("Next")
        wizard.at(page)
        if page == "Set properties":
            wizard.choose_kms(KEY)
            wizard.add_context("project", "tax")
        yield wizard.picture(folder / f"{number}-{page.lower().replace(' ', '-')}.png")
    wizard.press("Upload")
    rows = wizard.results()
    assert all("Verified" in row for row in rows), rows
    yield wizard.picture(folder / "5-upload-results.png")
    wizard.press("Close")
    wizard.wait_until_closed()


def _limit_speed(program: Program) -> None:
    program.desktop.screen.keys("ctrl+comma")
    settings = program.app.find("dialog", "Settings")
    pages = settings.find("list", "Pages")
    pages.select_row([row[0] for row in pages.rows()].index("Transfers"))
    settings.find("check box", "Limit the upload speed").check()
    settings.find("text", "Upload speed limit").type_text(_SPEED)
    settings.find("push button", "OK").press()
    Wizard(settings, program.desktop).wait_until_closed()


def _send_more(program: Program, files: list[Path]) -> None:
    """Upload files, and close the wizard after some are finished."""
    screen = program.desktop.screen
    screen.drop_files(files, *program.window.area.middle)
    wizard = program.wizard().wait_for_files(*_MORE)
    wizard.press("Upload")
    table = program.window.find("table", "Transfers", hidden=True)

    def some_finished() -> bool:
        rows = table.rows()
        percents = [int(row[-2].partition("%")[0]) for row in rows if row[-1] == "Uploading"]
        return sum(percent > 9 for percent in percents) > 1

    wait_for(some_finished, UPLOAD_SECONDS, what="transfers", otherwise=program.app.dump)
    screen.keys("Escape")
    program.app.find("push button", "Close and continue").press()
    wizard.wait_until_closed()


def _history(program: Program, path: Path) -> Path:
    program.desktop.screen.keys("ctrl+h")
    history = program.app.find("dialog", "History")
    table = history.find("table", "Receipts")
    wait_for(lambda: len(table.rows()) >= len(_FILES), what="receipts", otherwise=history.dump)
    table.select_row(0)
    return _taken(history, program.desktop, path)


def _browser(program: Program, path: Path) -> Path:
    """Show objects of every status, and the details of one."""
    table = program.app.find("table", "Objects", timeout=UPLOAD_SECONDS)

    def known() -> bool:
        rows = table.rows()
        waiting = [row[0] for row in rows if "Checking" in row[3]]
        return len(rows) > 14 and waiting in ([], [SLOW])

    wait_for(known, UPLOAD_SECONDS, what="statuses", otherwise=program.app.dump)
    table.select_row([row[0] for row in table.rows()].index(_SHOWN))
    wait_for(lambda: program.window.find("text", label="KMS key").text == KEY, what="details")
    return _taken(program.window, program.desktop, path)


def _audit(program: Program, path: Path) -> Path:
    program.desktop.screen.keys("ctrl+shift+a")
    audit = program.app.find("dialog", "Audit")
    audit.find("push button", "Audit").press()
    table = audit.find("table", "Objects", timeout=UPLOAD_SECONDS)
    wait_for(lambda: len(table.rows()) > 14, what="the audit", otherwise=audit.dump)
    return _taken(audit, program.desktop, path)


def _taken(window: Widget, desktop: Desktop, path: Path) -> Path:
    desktop.screen.settle()
    window.screenshot(path)
    return path


def _write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]
