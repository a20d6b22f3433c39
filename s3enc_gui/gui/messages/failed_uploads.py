"""Files that weren't uploaded, as text to send to an administrator."""

from __future__ import annotations

from collections.abc import Sequence

from s3enc_gui.domain.uploads.outcome import Outcome
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.administrator_text import administrator_text

_LISTED = 50  # files


def failed_uploads_text(failed: Sequence[Outcome], bucket: str) -> str:
    """Return what failed and why, and what would allow the requests that were denied."""
    count = len(failed)
    head = ngettext(
        "{count:,} file wasn't uploaded to {bucket}:",
        "{count:,} files weren't uploaded to {bucket}:",
        count,
    ).format(count=count, bucket=bucket)
    lines = [f"{one.item.key}: {one.error}" for one in failed[:_LISTED]]
    if count > _LISTED:
        lines.append(_("… and {count:,} more").format(count=count - _LISTED))
    denials = {one.error.denial: None for one in failed if one.error and one.error.denial}
    return "\n\n".join(("\n".join((head, *lines)), *map(administrator_text, denials)))
