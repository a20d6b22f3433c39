"""The program and its wizard, controlled by their labels."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.end_to_end.atspi import BusError, Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.waiting import wait_for

PAGES = ("Select files", "Set properties", "Review")
READY_SECONDS = 60.0  # includes the start of the demo server
UPLOAD_SECONDS = 60.0


class Program:
    """`s3enc-gui` on a desktop; `arguments` as on its command line."""

    def __init__(
        self, desktop: Desktop, arguments: Sequence[str | os.PathLike[str]] = (), **environment: str
    ) -> None:
        self.desktop = desktop
        argv = [sys.executable, "-m", "s3enc_gui", *arguments]
        self.process: subprocess.Popen[bytes] = desktop.start(argv, **environment)
        self.app = desktop.application(self.process, READY_SECONDS)

    def ends(self, status: int, timeout: float = 20.0) -> None:
        """Wait until the process exits with that status.

        Raises AssertionError where it does not, with what it shows and where each thread is.
        """
        try:
            ended = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            with suppress(BusError):
                print(self.app.dump())
            self.process.send_signal(signal.SIGABRT)  # PYTHONFAULTHANDLER writes to the log
            self.process.wait(10)
            message = f"not ended within {timeout:g} s\n{self.desktop.log()}"
            raise AssertionError(message) from None
        assert ended == status, self.desktop.log()

    def close(self) -> None:
        """Stop the process."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def window(self) -> Widget:
        """The main window."""
        return self.app.find("frame")

    def wizard(self) -> Wizard:
        """The open upload wizard; waits for it."""
        return Wizard(self.app.find("dialog", timeout=READY_SECONDS), self.desktop)


class Wizard:
    """The upload wizard."""

    def __init__(self, dialog: Widget, desktop: Desktop) -> None:
        self.dialog = dialog
        self.desktop = desktop

    def press(self, name: str) -> None:
        """Press a button as soon as it is enabled."""
        button = self.dialog.find("push button", name)
        wait_for(lambda: button.enabled, READY_SECONDS, what=name, otherwise=self.dialog.dump)
        button.press()

    def at(self, page: str) -> Wizard:
        """Wait for the page with this title."""
        self.dialog.find("label", page)
        return self

    def go_to(self, page: str) -> Wizard:
        """Press `Next` until the page is shown."""
        for title in PAGES:
            self.at(title)
            if title == page:
                return self
            self.press("Next")
        raise ValueError(page)

    def wait_for_files(self, *names: str) -> Wizard:
        """Wait until these files are listed."""
        files = self.dialog.find("table", "Files to upload")

        def listed() -> bool:
            rows = files.rows()
            return all(any(name in row[0] for row in rows) for name in names)

        wait_for(listed, READY_SECONDS, what=f"files {names}", otherwise=self.dialog.dump)
        return self

    def choose_sse_s3(self) -> None:
        """On `Set properties`: select SSE-S3."""
        self.dialog.find("radio button", "Amazon S3 master-key (SSE-S3)").check()

    def choose_kms(self, key: str, custom: str | None = None) -> None:
        """On `Set properties`: select a KMS key of the list, or enter its ARN."""
        self.dialog.find("radio button", "AWS KMS master-key (SSE-KMS)").check()
        self.dialog.find("combo box", label="KMS key").choose(key)
        if custom is not None:
            self.dialog.find("text", "Custom KMS ARN").type_text(custom)

    def add_context(self, name: str, value: str) -> None:
        """On `Set properties`, with a KMS key: add a row to the encryption context."""
        self.dialog.find("panel", "Encryption").find("push button", "Add row").press()
        table = self.dialog.find("table", "Encryption context")
        wait_for(table.rows, what="a row", otherwise=self.dialog.dump)
        row = len(table.rows()) - 1
        table.edit_cell(row, 0, name)
        table.edit_cell(row, 1, value)

    def results(self) -> list[list[str]]:
        """Wait until all files are finished; return the rows."""
        wait_for(
            lambda: self.dialog.find("push button", "Upload more").enabled,
            UPLOAD_SECONDS,
            what="the upload's end",
            otherwise=self.dialog.dump,
        )
        self.at("Upload results")
        return self.dialog.find("table", "Uploaded files").rows()

    def detail(self, row: str) -> str:
        """A row of the `Encryption details` pane, by its label."""
        return self.dialog.find("text", label=row).text

    def wait_until_ready(self) -> None:
        """Wait until `Upload` is enabled, which a check may rename."""

        def is_ready() -> bool:
            names = ("Upload", "Upload anyway")
            found = [one for name in names for one in self.dialog.find_all("push button", name)]
            return any(button.enabled for button in found)

        wait_for(is_ready, READY_SECONDS, what="Upload", otherwise=self.dialog.dump)

    def wait_until_closed(self) -> None:
        """Wait until the dialog is closed."""

        def is_gone() -> bool:
            try:
                return "showing" not in self.dialog.states
            except BusError:  # the dialog doesn't exist any more
                return True

        wait_for(is_gone, what="the wizard's end")

    def picture(self, path: Path) -> Path:
        """Save a screenshot of the dialog."""
        self.desktop.screen.settle()
        self.dialog.screenshot(path)
        return path
