"""What the transfers of one kind do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.outage import Outage
from s3enc_gui.domain.progress import Progress

_NOTHING = Progress(0, 0)


@dataclass(frozen=True, slots=True)
class Work:
    """`active` transfers haven't ended. `is_running`: not all of them are paused.

    `needs_sign_in`: they wait until the user signs in, to `connection` where that is known.
    """

    active: int = 0
    is_running: bool = False
    progress: Progress = _NOTHING
    needs_sign_in: bool = False
    connection: Connection | None = None


def work_of(
    active: int, progress: Progress, outages: Iterable[Outage], *, is_running: bool
) -> Work:
    """Return the work of transfers with these outages."""
    needed = next((one for one in outages if one.needs_sign_in), None)
    if needed is None or not active:
        return Work(active, is_running, progress)
    return Work(active, is_running, progress, needs_sign_in=True, connection=needed.connection)


def combined_permille(works: Sequence[Work]) -> int | None:
    """Return the progress of all active ones, 0 to 1000; None where a total isn't known."""
    active = [work.progress for work in works if work.active]
    totals = [one.total for one in active if one.total is not None]
    if not active or len(totals) < len(active):
        return None
    total = sum(totals)
    return Progress(sum(one.done for one in active), total).permille if total else None
