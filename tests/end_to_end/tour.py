"""One upload through the window of the demo, with a picture of every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import PAGES, Program

BUCKET, PREFIX, KEY = "demo-bucket", "reports/2026", "test_key"

_FILES = {
    "text.txt": b"A text.\n",
    "Quarterly report.pdf": b"%PDF-1.7\n" + bytes(1_300_000),
    "Holiday.mp4": bytes(41_000_000),
}


def tour(folder: Path, *, dark: bool = False) -> Iterator[Path]:
    """Yield the pictures as they are taken: the pages, the results, the main window.

    Raises AssertionError where a file does not end `Verified`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop(dark=dark) as desktop:
        files = _files(desktop.home)
        program = Program(desktop, ["--demo", "--bucket", BUCKET, "--prefix", PREFIX, *files])
        wizard = program.wizard().wait_for_files(*_FILES)
        wizard.wait_until_ready()
        for number, page in enumerate(PAGES, start=1):
            wizard.at(page)
            if page == "Set properties":
                wizard.choose_kms(KEY)
            yield wizard.picture(folder / f"{number}-{page.lower().replace(' ', '-')}.png")
            if page != PAGES[-1]:
                wizard.press("Next")
        wizard.press("Upload")
        rows = wizard.results()
        assert all("Verified" in row for row in rows), rows
        yield wizard.picture(folder / "5-upload-results.png")
        wizard.press("Close")
        wizard.wait_until_closed()
        desktop.screen.settle()
        picture = folder / "6-encryption-details.png"
        program.window.screenshot(picture)
        yield picture
        program.close()


def _files(home: Path) -> list[Path]:
    for name, content in _FILES.items():
        (home / name).write_bytes(content)
    return [home / name for name in _FILES]
