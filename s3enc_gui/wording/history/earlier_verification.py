"""What the history knows of an object, as text."""

from __future__ import annotations

from s3enc_gui.domain.history.earlier_verification import EarlierVerification
from s3enc_gui.i18n import _
from s3enc_gui.wording.formats import NOTHING


def earlier_text(found: EarlierVerification, moment: str) -> str:
    """Return the row `Verified` of an object that is looked at; `moment` is the time shown."""
    if found.holds:
        return _("on {date}").format(date=moment) if found.at else _("at its upload")
    return f"{NOTHING} ({found.reason})"
