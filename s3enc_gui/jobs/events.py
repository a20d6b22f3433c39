"""Events that several kinds of jobs report."""

from __future__ import annotations

from dataclasses import dataclass

from s3enc_gui.domain.outage import Outage


@dataclass(frozen=True, slots=True)
class OutageChanged:
    """An outage that all requests wait for began, changed, or ended (None)."""

    outage: Outage | None
