from __future__ import annotations

from s3enc_gui.gui.widgets.busy import BusyIndicator


def test_turns_only_while_it_is_seen(qtbot):
    busy = BusyIndicator()
    qtbot.addWidget(busy)
    assert busy.isHidden()
    busy.start("Asking…")
    assert busy.ring.turning
    qtbot.waitUntil(lambda: busy.ring._angle > 0)
    busy.stop()
    assert not busy.ring.turning


def test_screen_readers_hear_the_words(qtbot):
    busy = BusyIndicator()
    qtbot.addWidget(busy)
    busy.start("Asking…")
    assert busy.accessibleName() == "Asking…"


def test_what_is_soon_over_shows_no_sign(qtbot):
    busy = BusyIndicator()
    qtbot.addWidget(busy)
    busy.start_if_long("Searching…")
    assert busy.isHidden()
    busy.stop()
    assert not busy._patience.isActive()


def test_what_takes_long_shows_its_sign(qtbot):
    busy = BusyIndicator()
    qtbot.addWidget(busy)
    busy.start_if_long("Searching…")
    qtbot.waitUntil(busy.isVisible)
    assert busy.accessibleName() == "Searching…"
