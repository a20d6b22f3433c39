"""Which program probably started an incomplete upload."""

from __future__ import annotations

from s3enc_gui.domain.incomplete_upload import IncompleteUpload
from s3enc_gui.i18n import _, translate
from s3enc_gui.wording.formats import NOT_KNOWN


def origin_text(incomplete_upload: IncompleteUpload) -> str:
    """Return the program, judged by the checksum algorithm; some servers don't report it."""
    if incomplete_upload.checksum is None:
        return translate(NOT_KNOWN)
    return "S3enc" if incomplete_upload.is_like_ours else _("Other program")


def origin_tip(incomplete_upload: IncompleteUpload) -> str:
    """Return the reason for `origin_text`."""
    if incomplete_upload.checksum is None:
        return _("The server doesn't report the checksum algorithm of the upload.")
    if incomplete_upload.is_like_ours:
        return _(
            "Started with the checksum algorithm that S3enc uses (CRC64NVME). Other programs "
            "may use it, too."
        )
    tip = _("Started with a checksum algorithm that S3enc doesn't use ({checksum}).")
    return tip.format(checksum=incomplete_upload.checksum)
