from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction

from s3enc_gui.gui import icons


@pytest.mark.parametrize(("ratio", "pixels"), [(1.0, 16), (1.5, 32), (3.0, 48)])
def test_drawn_for_the_finest_screen_there_is(qapp, monkeypatch, ratio, pixels):
    monkeypatch.setattr(icons, "_most_pixels", lambda: 1)
    coarse = icons.icon("file")
    monkeypatch.undo()
    monkeypatch.setattr(type(qapp), "devicePixelRatio", lambda _: ratio)
    fine = icons.icon("file")
    assert fine.pixmap(QSize(16, 16), ratio).width() == round(16 * ratio)
    drawn = [size.width() for size in fine.availableSizes()]
    assert pixels in drawn
    assert (fine.cacheKey() == coarse.cacheKey()) is (ratio == 1.0)


def test_a_finer_screen_that_is_plugged_in_is_drawn_for(qapp, monkeypatch):
    action = QAction()
    icons.keep_icon(action, "file")
    before = action.icon().cacheKey()
    monkeypatch.setattr(icons, "_most_pixels", lambda: 2)
    qapp.screenAdded.emit(qapp.primaryScreen())
    assert action.icon().cacheKey() != before
