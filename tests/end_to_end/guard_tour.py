"""The page of a bucket, and a policy that requires encryption, with screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import READY_SECONDS, Program
from tests.end_to_end.waiting import wait_for

_BUCKET = "demo-invoices"
_SIZE = (1480, 900)


def guard_tour(
    folder: Path, *, dark: bool = False, size: tuple[int, int] = _SIZE
) -> Iterator[Path]:
    """Yield the screenshots. Raises AssertionError where the policy isn't proved and undone."""
    with Desktop(*size, dark=dark) as desktop:
        program = Program(desktop, ["--demo", "--bucket", _BUCKET])
        program.window.find("menu item", "File").act("ShowMenu")
        item = program.app.find("menu item", "Bucket…")
        wait_for(lambda: item.enabled, READY_SECONDS, what="the bucket", otherwise=item.dump)
        item.press()
        page = program.app.find("dialog", f"Bucket {_BUCKET}")
        _wait_until_gone(page, "Reading the bucket's settings…")
        yield _taken(page, desktop, folder / "40-bucket.png")
        page.find("push button", "Change default encryption…").press()
        yield from _default(program, folder)
        page.find("push button", "Require encryption…").press()
        yield from _guard(program, folder)
        program.close()


def _default(program: Program, folder: Path) -> Iterator[Path]:
    dialog = program.app.find("dialog", f"Default encryption of {_BUCKET}")
    block = dialog.find("check box", "Block SSE-C")
    wait_for(lambda: block.enabled, READY_SECONDS, what="the setting", otherwise=dialog.dump)
    block.check()
    write = dialog.find("push button", "Write…")
    wait_for(lambda: write.enabled, READY_SECONDS, what="the change", otherwise=dialog.dump)
    yield _taken(dialog, program.desktop, folder / "41-default-encryption.png")
    dialog.find("push button", "Close").press()


def _guard(program: Program, folder: Path) -> Iterator[Path]:
    dialog = program.app.find("dialog", f"Require encryption in {_BUCKET}")
    _wait_for(dialog, "Now: Not required")
    dialog.find("radio button", "Encrypted with any KMS key").press()
    dialog.find("check box", "No customer-provided keys (SSE-C)").check()
    write = dialog.find("push button", "Write policy…")
    wait_for(lambda: write.enabled, READY_SECONDS, what="the policy", otherwise=dialog.dump)
    yield _taken(dialog, program.desktop, folder / "42-require-encryption.png")
    write.press()
    program.app.find("alert message", "Write bucket policy").find("push button", "Write").press()
    prove = dialog.find("push button", "Try with objects…")
    wait_for(lambda: prove.enabled, READY_SECONDS, what="the write", otherwise=dialog.dump)
    prove.press()
    question = program.app.find("alert message", "Try with objects", timeout=READY_SECONDS)
    question.find("push button", "Try").press()
    _wait_for(dialog, "The bucket does what the rules say")
    yield _taken(dialog, program.desktop, folder / "43-policy-proved.png")
    dialog.find("push button", "Undo…").press()
    question = program.app.find("alert message", "Undo", timeout=READY_SECONDS)
    question.find("push button", "Undo").press()
    _wait_for(dialog, "Now: Not required")


def _wait_for(dialog: Widget, label: str) -> None:
    wait_for(
        lambda: bool(dialog.find_all("label", label)),
        READY_SECONDS,
        what=label,
        otherwise=dialog.dump,
    )


def _wait_until_gone(dialog: Widget, label: str) -> None:
    wait_for(
        lambda: not dialog.find_all("label", label),
        READY_SECONDS,
        what=f"the end of {label}",
        otherwise=dialog.dump,
    )


def _taken(window: Widget, desktop: Desktop, path: Path) -> Path:
    desktop.screen.settle()
    window.screenshot(path)
    return path
