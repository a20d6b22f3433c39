"""The downloads panel in the pseudo-language."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.downloads.download import FileOutcome
from s3enc_gui.domain.uploads.transfer import FileFingerprint
from s3enc_gui.jobs.downloads.existing_files import LookAtFiles
from tests.gui.downloads.test_panel import ended, panel, request, result
from tests.i18n.shown import check_texts

__all__ = ["panel"]

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "photos/", "photos", "/home/anna/To", "To", "1")


@pytest.mark.parametrize("kind", FileOutcome)
def test_every_outcome(panel, runner, kind):
    panel.start(request())
    check_texts(panel.window(), *DATA)
    ended(runner, result("1", kind))
    check_texts(panel.window(), *DATA)


@pytest.mark.parametrize("keys", ["1", "12"])
def test_files_that_were_changed_or_removed(panel, runner, keys):
    panel.start(request())
    ended(runner, *(result(key, FileOutcome.EXISTS) for key in keys))
    runner.handle_of(LookAtFiles).succeed({f"/to/{key}": FileFingerprint(1, 1) for key in keys})
    panel._existing._timer.timeout.emit()
    runner.handle_of(LookAtFiles).succeed({"/to/1": FileFingerprint(1, 2)})
    check_texts(panel.window(), *DATA, "1", "12")
    panel._existing._timer.timeout.emit()
    runner.handle_of(LookAtFiles).succeed({"/to/1": None})
    check_texts(panel.window(), *DATA, "1", "12", "/to/1")
