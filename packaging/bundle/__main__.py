"""Build the program as users install it: a folder without need of Python, and packages of it.

    python packaging/bundle [--archive] [--deb] [--rpm] [--keep]

Writes `dist/s3enc`, and the packages to `dist`. Runs in `.venv/bundle`, which
`packaging/environment --bundle` makes. `--keep`: make only the packages, of the folder as it is.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from freezing import freeze
from places import BUNDLE, ROOT

PACKAGES = ("deb", "rpm", "archive")


def main() -> int:
    """Build what is asked for."""
    parser = argparse.ArgumentParser(prog="packaging/bundle")
    parser.add_argument("--deb", action="store_true", help="also the package for Debian, Ubuntu")
    parser.add_argument("--rpm", action="store_true", help="also the package for Fedora, openSUSE")
    parser.add_argument("--archive", action="store_true", help="also a tar.xz for home folders")
    parser.add_argument("--keep", action="store_true", help="don't build the folder again")
    options = parser.parse_args()
    try:
        if not (options.keep and BUNDLE.exists()):
            freeze()
        _tell(BUNDLE)
        for name in PACKAGES:
            if getattr(options, name):
                _tell(_builder(name)())
    except subprocess.CalledProcessError as error:
        print(f"bundle: {error}", error.stderr or "", sep="\n", file=sys.stderr)
        return 1
    return 0


def _builder(package: str) -> Callable[[], Path]:
    """Return what builds a package; each needs other programs, and other systems."""
    if package == "deb":
        from debian import build_deb

        return build_deb
    if package == "rpm":
        from rpm import build_rpm

        return build_rpm
    from archive import build_archive

    return build_archive


def _tell(made: Path) -> None:
    files = made.rglob("*") if made.is_dir() else [made]
    size = sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())
    print(f"{made.relative_to(ROOT)}: {size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
