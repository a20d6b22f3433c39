from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from s3enc_gui.gui.widgets.tables.progress_delegate import ProgressDelegate


@pytest.mark.parametrize("points", [9, 15, 24])
@pytest.mark.usefixtures("qapp")
def test_the_numbers_have_their_place_in_every_font(points):
    metrics = QFontMetrics(QFont("sans", points))
    percent, speed = ProgressDelegate.number_widths(metrics)
    assert percent > metrics.horizontalAdvance("100%")
    assert speed > metrics.horizontalAdvance("888.8 MB/s")
