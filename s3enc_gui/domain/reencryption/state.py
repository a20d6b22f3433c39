"""How far the change of one object is."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Values are stored; labels are in `wording`.

    STARTED: a request may have been sent; after an interruption the object is read first.
    """

    PLANNED = "planned"
    STARTED = "started"
    VERIFIED = "verified"
    CANNOT_TELL = "cannot tell"
    DIFFERENT = "different"
    FAILED = "failed"
    CHANGED = "changed"  # by somebody else, since the dry run
    GONE = "gone"
    ALREADY = "already"
    CANNOT = "cannot"


OPEN = (State.PLANNED, State.STARTED)
"""The states of objects that are still to be changed."""
STORED = (State.VERIFIED, State.CANNOT_TELL, State.DIFFERENT)
"""The states of objects that were changed."""
MAYBE_STORED = (*STORED, State.STARTED)
"""The states of objects that were changed, or may have been when the run was interrupted."""
FINE = (State.VERIFIED, State.ALREADY, State.GONE)
"""The states of objects that need no attention."""
PROBLEMS = tuple(state for state in State if state not in (*FINE, *OPEN))
"""The states of objects that should have been changed, and weren't, or aren't verified."""
