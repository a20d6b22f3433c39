"""Events that several kinds of jobs report."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.outage import Outage


@dataclass(frozen=True, slots=True)
class OutageChanged:
    """An outage that all requests wait for began, changed, or ended (None).

    `others` are outages of other requests meanwhile: of other connections, or of the journal.
    """

    outage: Outage | None
    others: tuple[Outage, ...] = ()

    @property
    def all(self) -> tuple[Outage, ...]:
        """All outages."""
        return (self.outage, *self.others) if self.outage else self.others
