"""What is unusual about a server's listing, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListingNotice


def notice_text(notice: ListingNotice) -> str:
    """Return a sentence for the end of a message."""
    return QCoreApplication.translate("Listing", notice.value)


def notice_message(notice: ListingNotice) -> AppError:
    """Return a message of its own."""
    title = QCoreApplication.translate("Listing", "This server's listing is unusual")
    return AppError(title, notice_text(notice))
