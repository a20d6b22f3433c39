"""Warnings about connections."""

from __future__ import annotations

from urllib.parse import urlsplit

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text


def clear_text_warning(connection: Connection) -> AppError:
    """Return the warning about an endpoint without TLS."""
    host = urlsplit(connection.endpoint_url or "").hostname
    return AppError(
        text("The connection isn't encrypted"),
        text(
            "The server's address starts with http://. Anyone on the network can read the files"
            " and names that are sent to {host}.",
            host=host,
        ),
        text("Use an address that starts with https://."),
    )
