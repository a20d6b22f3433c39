"""Build the program as users install it: a folder without need of Python, and packages of it.

    python packaging/bundle [--archive] [--deb] [--rpm] [--keep]

Writes `dist/s3enc`, and the packages to `dist`. Runs in `.venv/bundle`, which
`packaging/environment --bundle` makes. `--keep`: make only the packages, of the folder as it is.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from freezing import freeze
from places import BUNDLE


def main() -> int:
    """Build what is asked for."""
    parser = argparse.ArgumentParser(prog="packaging/bundle")
    parser.add_argument("--keep", action="store_true", help="don't build the folder again")
    options = parser.parse_args()
    try:
        if not (options.keep and BUNDLE.exists()):
            freeze()
    except subprocess.CalledProcessError as error:
        print(f"bundle: {error}", file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in BUNDLE.rglob("*") if not file.is_symlink())
    print(f"{BUNDLE}: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
