"""Labels of the results of downloads."""

from __future__ import annotations

from collections.abc import Mapping

from s3enc_gui.domain.downloads.download import FileOutcome
from s3enc_gui.i18n import N_, translate

FILE_OUTCOME_TEXTS: Mapping[FileOutcome, str] = {
    FileOutcome.CHECKED: N_("Downloaded and checked"),
    FileOutcome.ARRIVED: N_("Downloaded"),
    FileOutcome.FOLDER: N_("Folder created"),
    FileOutcome.EXISTS: N_("Already exists"),
    FileOutcome.ENCRYPTED: N_("Encrypted before upload"),
    FileOutcome.SKIPPED: N_("Skipped"),
    FileOutcome.FAILED: N_("Failed"),
}


def file_outcome_text(outcome: FileOutcome) -> str:
    """Name the result of a download for one object."""
    return translate(FILE_OUTCOME_TEXTS[outcome])
