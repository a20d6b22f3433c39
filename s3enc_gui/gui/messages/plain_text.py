"""Plain text where Qt would detect markup (Qt.TextFormat.AutoText)."""

from __future__ import annotations

from html import escape

from s3enc_gui.regex import regex

_MARKUP = regex("<|&lt;")  # what Qt.mightBeRichText looks for


def plain_tip(text: str) -> str:
    """Return a tool tip that shows the text unchanged: keys and file names may contain HTML."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if _MARKUP.search(text) else text
