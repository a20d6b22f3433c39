"""The text of an outage."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.messages.sign import StateIcon


@dataclass(frozen=True, slots=True)
class OutageText:
    """What is the matter, and what the user is to do about it, or need not."""

    title: str
    advice: str
    sign: StateIcon


OUTAGE_TEXTS: dict[OutageKind, OutageText] = {
    OutageKind.OFFLINE: OutageText(
        "Connection lost", "it goes on by itself", StateIcon("offline", "warning")
    ),
    OutageKind.BUSY: OutageText(
        "The service is busy", "it goes on by itself", StateIcon("waiting", "warning")
    ),
    OutageKind.SIGNED_OUT: OutageText(
        "Signed out", "sign in again, then press Try now", StateIcon("person", "warning")
    ),
    OutageKind.CLOCK: OutageText(
        "This computer’s clock is wrong",
        "set it right, then press Try now",
        StateIcon("waiting", "warning"),
    ),
    OutageKind.DISK: OutageText(
        "What is sent cannot be noted on this disk",
        "make room on it, then press Try now",
        StateIcon("disk", "warning"),
    ),
}


def outage_text(outage: Outage) -> tuple[str, str]:
    """Return what keeps the queue waiting, and since when with what to do about it."""
    told = OUTAGE_TEXTS[outage.kind]
    title = QCoreApplication.translate("Weather", told.title)
    advice = QCoreApplication.translate("Weather", told.advice)
    since = time_text(outage.since)
    return f"{title}.", _tr("Waiting since {}; {}.").format(since, advice)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
