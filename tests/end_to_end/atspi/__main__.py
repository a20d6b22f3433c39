"""Prints the widgets of a program: `python -m tests.end_to_end.atspi --pid N [--hidden]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.end_to_end.atspi.bus import Bus
from tests.end_to_end.atspi.reading import AccessibleContext
from tests.end_to_end.atspi.tree import dump
from tests.end_to_end.atspi.widget import applications
from tests.end_to_end.screen import Screen


def main() -> None:
    """Connect to the session bus of the process, and print its tree."""
    parser = argparse.ArgumentParser(prog="python -m tests.end_to_end.atspi", description=__doc__)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--hidden", action="store_true", help="what does not show, too")
    asked = parser.parse_args()
    words = Path(f"/proc/{asked.pid}/environ").read_bytes().decode().split("\0")
    environment = dict(word.partition("=")[::2] for word in words if word)
    with Bus(environment["DBUS_SESSION_BUS_ADDRESS"]) as session:
        address = session.accessibility_address()
    with Bus(address) as bus:
        context = AccessibleContext(bus, Screen(environment, Path(), Path()))
        found = [app for pid, app in applications(context) if pid == asked.pid]
        for app in found:
            print(dump(bus, app.reference, hidden=asked.hidden))
    if not found:
        parser.error(f"process {asked.pid} is not on the accessibility bus {address}")


main()
