"""Notices about unusual listings of a server."""

from __future__ import annotations

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.i18n import text, translate


def notice_text(notice: ListingNotice) -> str:
    """Return a sentence to append to a message."""
    return translate(notice.value)


def notice_message(notice: ListingNotice) -> AppError:
    """Return a message of its own for a banner."""
    return AppError(text("This server's listing is unusual"), notice_text(notice))
