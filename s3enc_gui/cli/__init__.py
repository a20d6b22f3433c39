"""`s3enc`: the same program without a window, with the flag names AWS CLI users know."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc` and return its exit status."""
    try:
        # Imported only here: Ctrl+C may come before all is loaded.
        from s3enc_gui.cli.command_line import run

        return run(argv)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130


__all__ = ["main"]
