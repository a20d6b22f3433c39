"""Texts in which nothing is markup, for where Qt decides by what they look like."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Return a tool tip that shows names just as they are: keys may look like HTML."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if "<" in text else text
