from __future__ import annotations

from PySide6.QtCore import QTimer

from s3enc_gui.gui.widgets.busy import BusyIndicator


def test_spins_only_while_visible(qtbot):
    busy = BusyIndicator()
    qtbot.addWidget(busy)
    assert busy.isHidden()
    busy.start("Asking…")
    assert busy.spinner.is_spinning
    first = busy.spinner.grab().toImage()
    qtbot.waitUntil(lambda: busy.spinner.grab().toImage() != first)
    busy.stop()
    assert not busy.spinner.is_spinning


def test_the_text_is_the_accessible_name(qtbot):
    busy = BusyIndicator()
    qtbot.addWidget(busy)
    busy.start("Asking…")
    assert busy.accessibleName() == "Asking…"


def test_short_work_shows_no_indicator(qtbot):
    busy = BusyIndicator()
    qtbot.addWidget(busy)
    busy.start_if_long("Searching…")
    assert busy.isHidden()
    busy.stop()
    assert not any(timer.isActive() for timer in busy.findChildren(QTimer))


def test_long_work_shows_the_indicator(qtbot):
    busy = BusyIndicator()
    qtbot.addWidget(busy)
    busy.start_if_long("Searching…")
    qtbot.waitUntil(busy.isVisible)
    assert busy.accessibleName() == "Searching…"
