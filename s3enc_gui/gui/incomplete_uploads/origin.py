"""Which program began an unfinished upload."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.incomplete_upload import Stray
from s3enc_gui.wording import labels


def origin_text(stray: Stray) -> str:
    """Return whose program began an upload, by its looks; some servers do not tell enough."""
    if stray.checksum is None:
        return labels.NOT_KNOWN
    return "S3enc" if stray.is_like_ours else _tr("another program")


def origin_tip(stray: Stray) -> str:
    """Return what that is concluded from."""
    if stray.checksum is None:
        return _tr("The server does not tell how it was begun.")
    if stray.is_like_ours:
        return _tr("Begun as S3enc begins its uploads (CRC64NVME); other programs may do so, too.")
    return _tr("Begun otherwise than S3enc begins its uploads ({}).").format(stray.checksum)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
