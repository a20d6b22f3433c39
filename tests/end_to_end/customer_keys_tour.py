"""A customer-provided key (SSE-C) from its creation to an object, with screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import READY_SECONDS, Program, Wizard
from tests.end_to_end.waiting import wait_for

_BUCKET, _PREFIX = "demo-bucket", "reports/2026"
_SIZE = (1480, 900)
_NAME = "invoices 2026"
_SSE_C = "Customer-provided key (SSE-C)"


def customer_keys_tour(
    folder: Path, *, dark: bool = False, size: tuple[int, int] = _SIZE
) -> Iterator[Path]:
    """Yield the screenshots. Raises AssertionError where an object isn't verified with its key."""
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop(*size, dark=dark) as desktop:
        documents = desktop.home / "Documents"
        documents.mkdir(exist_ok=True)
        file = documents / "Quarterly report.pdf"
        file.write_bytes(b"%PDF-1.7\n" + bytes(1_300_000))
        program = Program(desktop, ["--demo", "--bucket", _BUCKET, "--prefix", _PREFIX, str(file)])
        wizard = program.wizard().wait_for_files(file.name)
        wizard.wait_until_ready()
        wizard.go_to("Set properties")
        wizard.dialog.find("radio button", _SSE_C).check()
        yield from _new_key(program, wizard, documents / "key sheet.html", folder)
        yield wizard.picture(folder / "46-sse-c.png")
        wizard.press("Next")
        wizard.at("Review").press("Upload")
        rows = wizard.results()
        assert all("Verified" in row for row in rows), rows
        assert _NAME in wizard.detail("Customer-provided key")
        wizard.press("Close")
        wizard.wait_until_closed()
        yield _taken(program.window, desktop, folder / "47-sse-c-details.png")
        yield from _keys(program, folder)
        program.close()


def _new_key(program: Program, wizard: Wizard, sheet: Path, folder: Path) -> Iterator[Path]:
    wizard.press("New key…")
    dialog = program.app.find("dialog", "New key")
    dialog.find("text", label="Name of the key").type_text(_NAME)
    yield _taken(dialog, program.desktop, folder / "44-new-key.png")
    dialog.find("push button", "Save key sheet…").press()
    saving = program.app.find("dialog", "Save key sheet")
    saving.find("text", label="File name:").set_text(str(sheet))
    saving.find("push button", "Save").press()
    _wait_for(dialog, f"The key “{_NAME}” can be used")
    assert sheet.exists()
    yield _taken(dialog, program.desktop, folder / "45-key-sheet.png")
    dialog.find("push button", "Close").press()
    wait_for(lambda: not dialog.exists(), what="the end of the dialog")


def _keys(program: Program, folder: Path) -> Iterator[Path]:
    program.window.find("menu item", "File").act("ShowMenu")
    program.app.find("menu item", "Keys…").press()
    dialog = program.app.find("dialog", "Keys")
    table = dialog.find("table", "Keys")
    wait_for(
        lambda: [row[0] for row in table.rows()] == [_NAME],
        READY_SECONDS,
        what="the key",
        otherwise=dialog.dump,
    )
    yield _taken(dialog, program.desktop, folder / "48-keys.png")


def _wait_for(dialog: Widget, label: str) -> None:
    wait_for(
        lambda: bool(dialog.find_all("label", label)),
        READY_SECONDS,
        what=label,
        otherwise=dialog.dump,
    )


def _taken(window: Widget, desktop: Desktop, path: Path) -> Path:
    desktop.screen.settle()
    window.screenshot(path)
    return path
