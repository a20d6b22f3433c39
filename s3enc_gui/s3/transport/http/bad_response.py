"""The error for a response that can't be parsed."""

from __future__ import annotations


class BadResponse(Exception):
    """The response isn't valid HTTP."""
