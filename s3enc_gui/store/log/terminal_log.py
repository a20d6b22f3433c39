"""Warnings on the terminal."""

from __future__ import annotations

import logging
import sys

from s3enc_gui.store.log.masked_formatter import MaskedFormatter


def log_to_terminal(left_out: str) -> None:
    """Write warnings of all libraries to stderr, which desktops keep in a file: masked, too.

    Those of the logger `left_out` aren't written.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.addFilter(lambda record: record.name != left_out)
    handler.setFormatter(MaskedFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
