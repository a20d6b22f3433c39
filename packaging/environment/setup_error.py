"""The error that a step of the setup raises."""

from __future__ import annotations


class SetupError(Exception):
    """What is wrong and how to fix it, in one or two lines."""
