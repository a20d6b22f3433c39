"""What is to be said of a connection."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError


def clear_text_warning(connection: Connection) -> AppError:
    """Return the warning that anybody may read what is sent to an endpoint."""
    host = urlsplit(connection.endpoint_url or "").hostname
    told = _tr("The endpoint begins with http://: files and names go to {} for everybody to read.")
    return AppError(
        _tr("Nothing protects what is sent"),
        told.format(host),
        _tr("Use an endpoint that begins with https://."),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Connection", text)
