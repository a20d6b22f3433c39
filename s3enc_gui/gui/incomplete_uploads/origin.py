"""Which program began an unfinished upload."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.wording import labels


def origin_text(incomplete_upload: IncompleteUpload) -> str:
    """Return whose program began an upload, by its looks; some servers do not tell enough."""
    if incomplete_upload.checksum is None:
        return labels.NOT_KNOWN
    return "S3enc" if incomplete_upload.is_like_ours else _tr("another program")


def origin_tip(incomplete_upload: IncompleteUpload) -> str:
    """Return what that is concluded from."""
    if incomplete_upload.checksum is None:
        return _tr("The server does not tell how it was begun.")
    if incomplete_upload.is_like_ours:
        return _tr("Begun as S3enc begins its uploads (CRC64NVME); other programs may do so, too.")
    return _tr("Begun otherwise than S3enc begins its uploads ({}).").format(
        incomplete_upload.checksum
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
