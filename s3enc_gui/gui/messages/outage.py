"""Texts and icons of outages, and what the user can do."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.gui.messages.locale import time_text
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.i18n import N_, _, sentences, translate


@dataclass(frozen=True, slots=True)
class OutageText:
    """A title, what to do as a sentence, and an icon; texts are marked, not translated."""

    title: str
    advice: str
    sign: StateIcon


_RETRYING = N_("Retrying automatically.")
OUTAGE_TEXTS: dict[OutageKind, OutageText] = {
    OutageKind.OFFLINE: OutageText(
        N_("Connection lost"), _RETRYING, StateIcon("offline", "warning")
    ),
    OutageKind.BUSY: OutageText(
        N_("The service is busy"), _RETRYING, StateIcon("waiting", "warning")
    ),
    OutageKind.SIGNED_OUT: OutageText(
        N_("Signed out"),
        N_("It continues when you have signed in again."),
        StateIcon("person", "warning"),
    ),
    OutageKind.CLOCK: OutageText(
        N_("This computer's clock is wrong"),
        N_("Correct the clock, then choose Try now."),
        StateIcon("waiting", "warning"),
    ),
    OutageKind.ENDPOINT: OutageText(
        N_("The server's address is wrong"),
        N_("Cancel, and start again with the right address."),
        StateIcon("offline", "warning"),
    ),
    OutageKind.PROXY: OutageText(
        N_("The proxy denies access"),
        N_("Correct the user name and password in Settings, then choose Try now."),
        StateIcon("offline", "warning"),
    ),
    OutageKind.DISK: OutageText(
        N_("Can't write the transfer journal"),
        N_("Free up disk space, then choose Try now."),
        StateIcon("disk", "warning"),
    ),
}


_WAITING: dict[OutageKind, str] = {
    OutageKind.OFFLINE: N_("Waiting for connection"),
    OutageKind.BUSY: N_("Waiting for the service"),
    OutageKind.SIGNED_OUT: N_("Waiting for sign-in"),
    OutageKind.CLOCK: N_("Waiting: wrong clock"),
    OutageKind.ENDPOINT: N_("Waiting: wrong address"),
    OutageKind.PROXY: N_("Waiting for the proxy"),
    OutageKind.DISK: N_("Waiting for disk space"),
}


def waiting_text(outage: Outage) -> str:
    """Return what a running task waits for, in a few words."""
    return translate(_WAITING[outage.kind])


def outage_text(outage: Outage, *, is_trying: bool = False) -> tuple[str, str]:
    """Return what holds up the queue, and since when with what to do about it.

    While it `is_trying` there is nothing to do. The connection to sign in to is named: it may not
    be the window's. A record of a saved connection has no name.
    """
    shown, connection = OUTAGE_TEXTS[outage.kind], outage.connection
    title = translate(shown.title)
    if outage.needs_sign_in and connection and (connection.title or not connection.credentials):
        title = _("{problem}: {name}").format(problem=title, name=connection.name)
    since = _("Waiting since {time}.").format(time=time_text(outage.since))
    advice = _("Trying now…") if is_trying else translate(shown.advice)
    return f"{title}.", str(sentences(since, advice))
