"""The outcome of the upload of one file."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.comparison import Aspect, Expectation, Proof, Verdict
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import UploadItem

if TYPE_CHECKING:
    from s3enc_gui.domain.history.reverification import Reverification


class Result(Enum):
    """The result of a transfer. Values are stored; labels are in `wording.labels`."""

    VERIFIED = "verified"
    CANNOT_TELL = "cannot tell"
    DIFFERENT = "different"
    FAILED = "failed"
    EXISTS = "exists"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


RESULTS = {
    Verdict.VERIFIED: Result.VERIFIED,
    Verdict.CANNOT_TELL: Result.CANNOT_TELL,
    Verdict.DIFFERENT: Result.DIFFERENT,
}
"""The result for a stored object, by the verdict of its proof."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for a file; `details` and `proof` are set if S3 stored an object.

    `again` is set if an earlier run stored it, so that it was only verified again.
    """

    item: UploadItem
    result: Result
    expectation: Expectation | None = None
    details: ObjectDetails | None = None
    proof: Proof | None = None
    error: AppError | None = None
    request_id: str | None = None
    version_id: str | None = None
    again: Reverification | None = None

    @property
    def is_ours(self) -> bool:
        """Whether the object that S3 has under the key is certainly the uploaded one."""
        if self.details is None or self.proof is None:
            return False
        return all(doubt.aspect is not Aspect.OBJECT for doubt in self.proof.doubts)

    @classmethod
    def proved(cls, item: UploadItem, proof: Proof, **rest: object) -> Outcome:
        """Build the outcome of a stored file from its proof."""
        return cls(item, RESULTS[proof.verdict], proof=proof, **rest)  # type: ignore[arg-type]
