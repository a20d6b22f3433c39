"""Events of a change of encryption."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """Objects looked at so far, and those of them that the run is about."""

    seen: int
    found: int


@dataclass(frozen=True, slots=True)
class ReencryptionProgress:
    """Objects that are finished, of those that were to be changed when the run began.

    `changed` are those of the finished ones that were changed.
    """

    done: int
    total: int
    changed: int = 0
