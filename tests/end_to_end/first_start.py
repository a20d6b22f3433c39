"""The program in an empty home, with AWS's sign-in pages and a user's browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.end_to_end.atspi import Widget
from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import READY_SECONDS, Program
from tests.end_to_end.waiting import wait_for
from tests.servers.server import Server

# Follows the page to the program, as a browser does whose user is signed in already.
_BROWSER = """#!{python}
import sys, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({{}}))
with open({seen!r}, "a") as seen, opener.open(sys.argv[1], timeout=20) as page:
    seen.write(page.read().decode())
"""


class FirstStart:
    """Starts the program without credentials; all of AWS is on loopback.

    Counts what the user does: `clicks` on buttons and `fields` that are filled in.
    """

    def __init__(
        self, desktop: Desktop, server: Server, sign_in: dict[str, str], *arguments: Path
    ) -> None:
        self.clicks = self.fields = 0
        tools = desktop.folder / "browser"
        tools.mkdir()
        self._seen = tools / "seen"
        browser = tools / "xdg-open"
        browser.write_text(_BROWSER.format(python=sys.executable, seen=str(self._seen)))
        browser.chmod(0o755)
        endpoints = {
            name: value
            for name, value in server.environment().items()
            if name.startswith("AWS_ENDPOINT_URL") or name == "AWS_EC2_METADATA_DISABLED"
        }
        path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        environment = {**endpoints, **sign_in, "PATH": path, "NO_PROXY": "127.0.0.1"}
        self.environment = environment
        self.program = Program(desktop, arguments, **environment)
        self.app = self.program.app

    def choose(self, way: str) -> Widget:
        """Choose a way of the welcome page; return the dialog."""
        self.press(self.app.find("push button", way, timeout=READY_SECONDS))
        return self.app.find("dialog", way)

    def press(self, button: Widget) -> None:
        """Press a button, as soon as it is enabled."""
        wait_for(lambda: button.enabled, READY_SECONDS, what="button", otherwise=self.app.dump)
        button.press()
        self.clicks += 1

    def fill(self, dialog: Widget, label: str, text: str) -> None:
        """Fill in a field."""
        field = dialog.find("text", name=label)
        field.set_text(text) if "\n" in text else field.type_text(text)
        self.fields += 1

    def wait_for_bucket(self, bucket: str) -> None:
        """Wait until the list of buckets has it."""
        wait_for(
            lambda: [bucket] in self._buckets(), 30, what="the buckets", otherwise=self.app.dump
        )

    @property
    def page_seen(self) -> str:
        """What the user's browser showed last."""
        return self._seen.read_text() if self._seen.exists() else ""

    def _buckets(self) -> list[list[str]]:
        found = self.app.find_all("list", "Buckets")
        return found[0].rows() if found else []
