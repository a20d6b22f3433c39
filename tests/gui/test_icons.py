from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction

from s3enc_gui.gui import icons


@pytest.mark.parametrize(("ratio", "pixels"), [(1.0, 16), (1.5, 32), (3.0, 48)])
def test_icons_have_the_highest_resolution(qapp, monkeypatch, ratio, pixels):
    monkeypatch.setattr(icons, "_max_scale", lambda: 1)
    low = icons.icon("file")
    monkeypatch.undo()
    monkeypatch.setattr(type(qapp), "devicePixelRatio", lambda _: ratio)
    high = icons.icon("file")
    assert high.pixmap(QSize(16, 16), ratio).width() == round(16 * ratio)
    drawn = [size.width() for size in high.availableSizes()]
    assert pixels in drawn
    assert (high.cacheKey() == low.cacheKey()) is (ratio == 1.0)


def test_icons_are_redrawn_for_a_new_screen(qapp, monkeypatch):
    action = QAction()
    icons.keep_icon(action, "file")
    before = action.icon().cacheKey()
    monkeypatch.setattr(icons, "_max_scale", lambda: 2)
    qapp.screenAdded.emit(qapp.primaryScreen())
    assert action.icon().cacheKey() != before
