"""What a server answered to an upload that proves a guard."""

from __future__ import annotations

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.guard.trial import Decision, TrialUpload


@dataclass(frozen=True, slots=True)
class Proof:
    """What the server answered to an upload; None: it wasn't tried, as `problem` says.

    UNKNOWN: it failed for another reason, `problem`. `by_policy`: the server said that the bucket's
    policy denies it. `left` is why a test object is still there.
    """

    upload: TrialUpload
    expected: Decision
    answer: Decision | None
    problem: AppError | None = None
    by_policy: bool = False
    left: AppError | None = None

    @property
    def is_as_expected(self) -> bool:
        """Whether the server did what the rules want."""
        return self.answer is self.expected
