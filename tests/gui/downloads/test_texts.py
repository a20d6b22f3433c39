"""The downloads panel in the pseudo-language."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.downloads.download import FileOutcome
from tests.gui.downloads.test_panel import ended, panel, request, result
from tests.i18n.shown import check_texts

__all__ = ["panel"]

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "photos/", "photos", "/home/anna/To", "To")


@pytest.mark.parametrize("kind", FileOutcome)
def test_every_outcome(panel, runner, kind):
    panel.start(request())
    check_texts(panel.window(), *DATA)
    ended(runner, result("1", kind))
    check_texts(panel.window(), *DATA)
