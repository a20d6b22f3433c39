"""Write the man pages of both programs, made from their options.

    python packaging/manpages OUT

Writes `OUT/share/man/man1/s3enc.1` and `s3enc-gui.1`, of the `s3enc_gui` that this Python imports.
The date is that of SOURCE_DATE_EPOCH (seconds), so that the same program gives the same bytes.
"""

from __future__ import annotations

import argparse
import os
import time
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from pages import command_line_page, window_page

from s3enc_gui import __main__ as window
from s3enc_gui.cli import command_line


def main() -> int:
    """Write both pages."""
    parser = argparse.ArgumentParser(prog="packaging/manpages")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder such as usr")
    folder = parser.parse_args().out / "share" / "man" / "man1"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="ascii", newline="\n")
    return 0


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    day, release = build_day(), version("s3enc")
    return {
        "s3enc.1": command_line_page(command_line._parser(), release, day),
        "s3enc-gui.1": window_page(window._parser(), release, day),
    }


def build_day() -> date:
    """Return the day of SOURCE_DATE_EPOCH; without it, today's."""
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), UTC).date()


if __name__ == "__main__":
    raise SystemExit(main())
