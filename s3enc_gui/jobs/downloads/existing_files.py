"""Looks at files that exist already, while the user is asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.jobs.context import Context
from s3enc_gui.store.files.fingerprint import fingerprint_of


@dataclass(frozen=True, slots=True)
class LookAtFiles:
    """Find out what some files are now."""

    paths: tuple[str, ...]

    def run(self, context: Context) -> Mapping[str, FileFingerprint | None]:
        """Return their fingerprints; None: there is no such file any more.

        Files are missing that can't be looked at: their drive may be disconnected.
        """
        found: dict[str, FileFingerprint | None] = {}
        for path in self.paths:
            context.checkpoint()
            with suppress(OSError):
                found[path] = fingerprint_of(Path(path))
        return found
