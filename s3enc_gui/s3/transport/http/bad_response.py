"""The error of an answer that cannot be read."""

from __future__ import annotations


class BadAnswer(Exception):
    """What came is not HTTP, or not all of it came."""
