from __future__ import annotations

import pytest

from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel

LONG, SHORTER, SHORT = "user/anna · 123456789012 · eu-central-1", "user/anna · eu-central-1", "anna"


@pytest.mark.parametrize("wanted", [LONG, SHORTER, SHORT])
def test_the_first_text_that_fits_is_shown_whole(qtbot, wanted):
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.show_text(LONG, (SHORTER, SHORT))
    label.resize(label.fontMetrics().horizontalAdvance(wanted), 20)
    assert label.shown_text() == wanted
    assert label.toolTip() == LONG
