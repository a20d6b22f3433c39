"""A file that is encrypted before upload, downloaded, and decrypted, with screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import READY_SECONDS, UPLOAD_SECONDS, Program, Wizard
from tests.end_to_end.waiting import wait_for

_BUCKET, _PREFIX, _KEY = "demo-bucket", "reports/2026", "test_key"
_SIZE = (1480, 900)
_GROUP = "Encrypted before upload (client-side encryption)"
_CONTEXT = "Encryption context before upload"


def client_side_tour(
    folder: Path, *, dark: bool = False, size: tuple[int, int] = _SIZE
) -> Iterator[Path]:
    """Yield the screenshots. Raises AssertionError where the file doesn't come back as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop(*size, dark=dark) as desktop:
        documents, saved = desktop.home / "Documents", desktop.home / "Downloads"
        for one in (documents, saved):
            one.mkdir(exist_ok=True)
        file = documents / "Quarterly report.pdf"
        file.write_bytes(b"%PDF-1.7\n" + bytes(1_300_000))
        program = Program(desktop, ["--demo", "--bucket", _BUCKET, "--prefix", _PREFIX, str(file)])
        wizard = program.wizard().wait_for_files(file.name)
        wizard.wait_until_ready()
        yield _choice(wizard, folder / "49-encrypted-before-upload.png")
        wizard.press("Next")
        wizard.at("Review").press("Upload")
        rows = wizard.results()
        assert all("Verified" in row for row in rows), rows
        wizard.press("Close")
        wizard.wait_until_closed()
        yield _taken(program.window, desktop, folder / "50-client-side-details.png")
        _download(program, file.name, saved)
        yield from _decrypted(program, folder, saved / file.name)
        assert (saved / file.name).read_bytes() == file.read_bytes()
        program.close()


def _choice(wizard: Wizard, path: Path) -> Path:
    wizard.go_to("Set properties")
    group = wizard.dialog.find("check box", _GROUP)
    group.check()
    group.find("combo box", label="KMS key").choose(_KEY, READY_SECONDS)
    group.find("push button", "Add row").press()
    table = wizard.dialog.find("table", _CONTEXT)
    wait_for(table.rows, what="a row", otherwise=wizard.dialog.dump)
    table.edit_cell(0, 0, "department")
    table.edit_cell(0, 1, "finance")
    wizard.wait_until_ready()
    return wizard.picture(path)


def _download(program: Program, name: str, saved: Path) -> None:
    table = program.app.find("table", "Objects", timeout=READY_SECONDS)
    names = lambda: [row[0] for row in table.rows()]  # noqa: E731
    wait_for(lambda: name in names(), READY_SECONDS, what=name, otherwise=table.dump)
    table.select_row(names().index(name))
    program.app.find("menu item", "Download…", hidden=True).press()
    choosing = program.app.find("dialog", "Download to")
    choosing.find("text", label="Directory:").set_text(str(saved))
    choosing.find("push button", "Download here").press()


def _decrypted(program: Program, folder: Path, saved: Path) -> Iterator[Path]:
    desktop = program.desktop
    decrypt = program.window.find("push button", "Decrypt with key…", timeout=UPLOAD_SECONDS)
    assert not saved.exists()
    yield _taken(program.window, desktop, folder / "51-download-asks.png")
    decrypt.press()
    dialog = program.app.find("dialog", "Decrypt")
    dialog.find("combo box", label="KMS key").choose(_KEY, READY_SECONDS)
    go = dialog.find("push button", "Decrypt")
    wait_for(lambda: go.enabled, READY_SECONDS, what="Decrypt", otherwise=dialog.dump)
    yield _taken(dialog, desktop, folder / "52-decrypt.png")
    go.press()
    table = program.window.find("table", "Downloads")
    wait_for(
        lambda: [row[-1] for row in table.rows()][-1] == "Checked",
        UPLOAD_SECONDS,
        what="the decrypted file",
        otherwise=table.dump,
    )
    yield _taken(program.window, desktop, folder / "53-decrypted.png")


def _taken(window: Widget, desktop: Desktop, path: Path) -> Path:
    desktop.screen.settle()
    window.screenshot(path)
    return path
