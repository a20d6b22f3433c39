"""Write what makes the program part of a Linux desktop.

    python packaging/desktop OUT [--program PATH] [--with-demo] [--homepage URL]

Below `OUT/share`: desktop entries, actions of file managers, AppStream metainfo, icons. The date of
the release is that of SOURCE_DATE_EPOCH (seconds), so that the same program gives the same bytes.
"""

from __future__ import annotations

import argparse
import os
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from drawn_icons import icons
from entries import desktop_files
from metainfo import COMPONENT_ID, metainfo


def main() -> int:
    """Write all files."""
    parser = argparse.ArgumentParser(prog="packaging/desktop")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder such as usr")
    parser.add_argument("--program", default="s3enc-gui", help="how the window is started")
    parser.add_argument("--with-demo", action="store_true", help="the demo server is there")
    parser.add_argument("--homepage", default="", metavar="URL")
    options = parser.parse_args()
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    texts = desktop_files(options.program, demo=options.with_demo)
    texts[f"share/metainfo/{COMPONENT_ID}.metainfo.xml"] = metainfo(
        version("s3enc"), datetime.fromtimestamp(seconds, UTC).date(), options.homepage
    )
    files = {path: text.encode() for path, text in texts.items()} | icons()
    for path, content in files.items():
        target = options.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        # KDE runs entries in the user's own folder only if they are executable.
        target.chmod(0o755 if "servicemenus" in path or "scripts" in path else 0o644)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
