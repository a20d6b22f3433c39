"""Progress of a change of encryption on standard error."""

from __future__ import annotations

import time

from s3enc_gui.cli.output import OutageLine, print_notice
from s3enc_gui.cli.printer import printer
from s3enc_gui.cli.sign_in.prompt import SignInPrompt
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.i18n import _
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.reencryption.plan import PlanProgress
from s3enc_gui.jobs.reencryption.run import ReencryptionProgress
from s3enc_gui.wording.formats import objects_text

INTERVAL = 5.0  # seconds between progress lines if standard error is no terminal


class Progress:
    """Progress on standard error: one line on a terminal, else a line every INTERVAL seconds."""

    def __init__(self, prompt: SignInPrompt, *, quiet: bool) -> None:
        self._prompt, self._quiet = prompt, quiet
        self._outage = OutageLine()
        self._last_line = time.monotonic()

    def report(self, event: object) -> None:
        """Show an event of the jobs."""
        if isinstance(event, OutageChanged):
            self._outage.show(event.outage)
            self._prompt.show(event.outage)
        elif isinstance(event, ListingNotice):
            print_notice(event)
        elif isinstance(event, PlanProgress) and not self._quiet:
            self._show(_("Looked at {objects}").format(objects=objects_text(event.seen)))
        elif isinstance(event, ReencryptionProgress) and not self._quiet:
            line = _("{done:,} of {objects}")
            self._show(line.format(done=event.done, objects=objects_text(event.total)))

    def _show(self, line: str) -> None:
        if printer.is_terminal:
            printer.progress(line)
        elif time.monotonic() - self._last_line >= INTERVAL:
            self._last_line = time.monotonic()
            printer.message(line)
