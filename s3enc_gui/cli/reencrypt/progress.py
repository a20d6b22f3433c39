"""Progress of a change of encryption on standard error."""

from __future__ import annotations

from s3enc_gui.cli.output import PacedLine, print_notice
from s3enc_gui.cli.sign_in.outage_report import OutageReport
from s3enc_gui.domain.listing import ListingNotice
from s3enc_gui.i18n import _
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.reencryption.events import PlanProgress, ReencryptionProgress
from s3enc_gui.wording.formats import objects_text


class Progress:
    """Progress on standard error."""

    def __init__(self, outages: OutageReport, *, quiet: bool) -> None:
        self._outages, self._quiet = outages, quiet
        self._line = PacedLine()

    def report(self, event: object) -> None:
        """Show an event of the jobs."""
        if isinstance(event, OutageChanged):
            self._outages.show(event.outage)
        elif isinstance(event, ListingNotice):
            print_notice(event)
        elif isinstance(event, PlanProgress) and not self._quiet:
            self._line.show(_("Looked at {objects}").format(objects=objects_text(event.seen)))
        elif isinstance(event, ReencryptionProgress) and not self._quiet:
            line = _("{done:,} of {objects}")
            self._line.show(line.format(done=event.done, objects=objects_text(event.total)))
