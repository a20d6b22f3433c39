"""What a command prints while it waits for the network or for a sign-in."""

from __future__ import annotations

from s3enc_gui.cli.output import single_line
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in.prompt import SignInPrompt
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.i18n import _
from s3enc_gui.jobs.context import Context

_NEEDS_USER = (
    OutageKind.SIGNED_OUT,
    OutageKind.CLOCK,
    OutageKind.ENDPOINT,
    OutageKind.PROXY,
    OutageKind.DISK,
)


class OutageLine:
    """Prints once that requests fail for all files, and once that they succeed again."""

    def __init__(self) -> None:
        self._outage_kind: OutageKind | None = None

    def show(self, outage: Outage | None) -> None:
        """Print a change of the outage; None: it is over."""
        before = self._outage_kind
        self._outage_kind = outage.kind if outage and not outage.given_up else None
        if outage and outage.given_up:
            return
        if outage and outage.kind is not before:
            title = single_line(outage.error.title).rstrip(".")
            needs_user = outage.kind in _NEEDS_USER
            line = (
                _("{problem}. Retrying automatically.")
                if needs_user
                else _("Connection problem: {problem}. Retrying automatically.")
            )
            printer.message(line.format(problem=title))
            if outage.error.command_hint and needs_user:
                printer.message(f"  {single_line(outage.error.command_hint)}")
        elif before and not outage:
            offline = before is OutageKind.OFFLINE
            printer.message(_("The connection is restored.") if offline else _("Continuing."))


class OutageReport:
    """Prints the outage, and how to sign in where that ends it."""

    def __init__(self, connection: Connection, context: Context) -> None:
        self._line, self._prompt = OutageLine(), SignInPrompt(connection, context)

    def show(self, outage: Outage | None) -> None:
        """Take a change of the outage; returns at once."""
        self._line.show(outage)
        self._prompt.show(outage)
