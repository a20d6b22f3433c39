from __future__ import annotations

import pytest
from PySide6.QtWidgets import QSplitter, QWidget

from s3enc_gui.gui.window.layout import CentralWidget


@pytest.fixture
def window(qtbot):
    details = QWidget()
    details.setMinimumWidth(296)
    window = CentralWidget((), (QWidget(), [QWidget()], details), QWidget())
    qtbot.addWidget(window)
    window.resize(1280, 700)
    window.show()
    return window


def widths(window):
    return window.findChild(QSplitter).sizes()


@pytest.mark.parametrize(("wide", "details"), [(1920, 364), (1280, 364), (1024, 301), (900, 296)])
def test_the_details_shrink_in_a_narrow_window(window, wide, details):
    window.resize(wide, 700)
    assert widths(window)[2] == pytest.approx(details, abs=2)
    assert widths(window)[1] >= 440


def test_dragged_widths_are_kept(window):
    split = window.findChild(QSplitter)
    split.setSizes([120, 700, 400])
    split.splitterMoved.emit(700, 2)
    window.resize(1300, 700)
    assert widths(window)[0] == pytest.approx(120, abs=20)
