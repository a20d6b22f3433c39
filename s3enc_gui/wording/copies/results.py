"""Names of the results of copies and moves."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.i18n import N_

COPY_TEXTS: Mapping[Result, str] = {
    Result.VERIFIED: N_("Copied and verified"),
    Result.CANNOT_TELL: N_("Copied, couldn't verify"),
    Result.DIFFERENT: N_("The copy differs from its source"),
    Result.FAILED: N_("Failed"),
    Result.EXISTS: N_("Already exists"),
    Result.SKIPPED: N_("Skipped"),
    Result.CANCELLED: N_("Canceled"),
}
MOVED = N_("Moved and verified")
NOT_MOVED = N_("Copied and verified, but not moved")
