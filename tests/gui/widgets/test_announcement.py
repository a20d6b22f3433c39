from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.widgets import announcement
from s3enc_gui.gui.widgets.announcement import announce
from s3enc_gui.gui.widgets.error_banner import ErrorBanner

POLITE, URGENT = (
    QAccessible.AnnouncementPoliteness.Polite,
    QAccessible.AnnouncementPoliteness.Assertive,
)


@pytest.fixture
def label(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    label.show()
    return label


@pytest.mark.parametrize(("urgent", "politeness"), [(False, POLITE), (True, URGENT)])
def test_a_text_is_announced(label, announced, urgent, politeness):
    announce(label, "Done", urgent=urgent)
    assert announced == [("Done", politeness)]


def test_without_a_screen_reader_nothing_is_announced(label, announced):
    QAccessible.setActive(False)
    announce(label, "Done")
    assert announced == []


def test_what_is_not_visible_is_not_announced(label, announced):
    label.hide()
    announce(label, "Done")
    announce(label, "")
    assert announced == []


def test_the_platform_is_told(label, monkeypatch):
    told = []

    class Platform(QAccessible):
        @staticmethod
        def isActive():
            return True

        @staticmethod
        def updateAccessibility(event):
            told.append(event.message())

    monkeypatch.setattr(announcement, "QAccessible", Platform)
    announce(label, "Done")
    assert told == ["Done"]


@pytest.mark.parametrize(("tone", "politeness"), [("error", URGENT), ("ok", POLITE)])
def test_a_banner_is_announced_as_a_whole(qtbot, announced, tone, politeness):
    banner = ErrorBanner()
    qtbot.addWidget(banner)
    banner.show_error(AppError("Access denied", "s3:PutObject is denied.", "Ask"), tone)
    assert announced == [("Access denied. s3:PutObject is denied. Ask.", politeness)]
