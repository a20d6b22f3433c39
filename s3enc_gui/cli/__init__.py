"""`s3enc`: the same program without a window, with the flag names AWS CLI users know."""

from __future__ import annotations

import os
from collections.abc import Sequence

from s3enc_gui import i18n
from s3enc_gui.cli.standard_streams import open_missing


def main(argv: Sequence[str] | None = None) -> int:
    """Run `s3enc` and return its exit status."""
    open_missing()
    i18n.use_environment()
    try:
        # Imported only here: Ctrl+C may come before all is loaded.
        from s3enc_gui.cli.printer import printer

        try:
            from s3enc_gui.cli.command_line import run

            status = run(argv)
        except KeyboardInterrupt:
            printer.final_message("Interrupted.")
            status = 130
        if printer.is_stuck:
            os._exit(status)  # at its end Python would wait for whoever does not read
    except KeyboardInterrupt:
        status = 130
    return status


__all__ = ["main"]
