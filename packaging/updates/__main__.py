"""Set where a packaged program looks for updates.

    python packaging/updates RESOURCES URL

Writes `RESOURCES/updates.json`, in `resources` of a checkout before the wheel is built, or in
`s3enc_gui/_resources` of an installed one. Without it, the program doesn't look for updates: right
where a package manager brings them. The file at the URL is described in docs/administration.md.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from s3enc_gui.domain.updates.update import is_https
from s3enc_gui.store.updates.update_address import NAME


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="packaging/updates")
    parser.add_argument("resources", type=Path, metavar="RESOURCES")
    parser.add_argument("url", metavar="URL")
    options = parser.parse_args()
    if not is_https(options.url):
        parser.error(f"{options.url} isn't an https:// address")
    content = json.dumps({"url": options.url}, indent=2) + "\n"
    (options.resources / NAME).write_text(content, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
