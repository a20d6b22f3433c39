from __future__ import annotations

import pytest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from s3enc_gui.domain.desktop.notification import (
    IDLE,
    Activity,
    Notification,
    NotificationClicked,
    NotificationKind,
    Subject,
)
from s3enc_gui.gui.desktop.status_icon import StatusIcon, with_progress


@pytest.fixture
def icon(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    icon = StatusIcon(window)
    icon.window = window  # type: ignore[attr-defined]  # which owns it
    return icon


@pytest.mark.parametrize(
    ("activity", "said"),
    [
        (IDLE, "S3enc"),
        (Activity(True, 421), "S3enc – 42%"),
        (Activity(True), "S3enc – transfers are running"),
        (Activity(True, 421, needs_user=True), "S3enc – sign in to continue"),
    ],
)
def test_the_tool_tip_tells_the_progress(icon, activity, said):
    icon.show_activity(activity)
    assert icon.icon.toolTip() == said


def test_the_picture_changes_in_steps(icon):
    keys = []
    for permille in (100, 110, 150):
        icon.show_activity(Activity(True, permille))
        keys.append(icon.icon.icon().cacheKey())
    assert keys[0] == keys[1] != keys[2]


def test_the_bar_is_as_long_as_the_progress():
    def colored(permille):
        picture = with_progress(permille).pixmap(64, 64).toImage()
        y = picture.height() - 2
        return [picture.pixelColor(x, y).blue() for x in (4, picture.width() - 4)]

    (left, right), (left_at_end, right_at_end) = colored(500), colored(1000)
    assert left == left_at_end == right_at_end != right


def test_a_notification_needs_the_icon_as_long_as_it_is_there(icon, monkeypatch, qtbot):
    shown = []
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, *texts: shown.append(texts[:2]))
    icon.notify(Notification(NotificationKind.ENDED, Subject.UPLOADS, "Title", "Body"))
    assert shown == [("Title", "Body")]
    assert icon.icon.isVisible()
    with qtbot.waitSignal(icon.clicked) as clicked:
        icon.icon.messageClicked.emit()
    assert clicked.args == [NotificationClicked(Subject.UPLOADS)]
    icon.withdraw()
    assert not icon.icon.isVisible()
    icon.icon.messageClicked.emit()  # of one that is gone


def test_a_click_on_the_icon_shows_the_window(icon, qtbot):
    reasons = QSystemTrayIcon.ActivationReason
    with qtbot.waitSignal(icon.show_requested):
        icon.icon.activated.emit(reasons.Trigger)
    with qtbot.assertNotEmitted(icon.show_requested):
        icon.icon.activated.emit(reasons.Context)
