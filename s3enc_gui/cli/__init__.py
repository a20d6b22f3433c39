"""`s3enc`: the same program without a window, with the flag names AWS CLI users know."""

from __future__ import annotations

from s3enc_gui.cli.main import main

__all__ = ["main"]
