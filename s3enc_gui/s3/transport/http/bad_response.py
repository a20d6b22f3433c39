"""The error of an answer that cannot be read."""

from __future__ import annotations


class BadResponse(Exception):
    """What came is not HTTP, or not all of it came."""
