from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.messages.remedies import Remedy
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.remedies.remedy_offer import RemedyOffer

ERROR = AppError("No bucket", "my-bucket <b>is gone</b>", "Choose another.", "NoSuchBucket")


@pytest.fixture
def banner(qtbot):
    banner = ErrorBanner()
    qtbot.addWidget(banner)
    return banner


def texts(banner):
    return [label.text() for label in banner.findChildren(QLabel) if not label.isHidden()]


def test_is_hidden_at_first(banner):
    assert banner.isHidden()


def test_shows_all_parts_of_an_error_as_plain_text(banner):
    banner.show_error(ERROR)
    assert texts(banner) == [
        "No bucket",
        "my-bucket <b>is gone</b>",
        "Choose another.",
        "Code: NoSuchBucket",
    ]
    assert not banner.isHidden()


def test_hides_empty_parts(banner):
    banner.show_error(ERROR)
    banner.show_warning(AppError("Beware"))
    assert texts(banner) == ["Beware"]
    assert banner.property("banner") == "warning"


LONG = AppError("What is wrong", "word " * 60, "another " * 30, "Code")


@pytest.fixture
def window(qtbot):
    """A banner above a widget that takes all space, as in the browser."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    banner, table = ErrorBanner(), QWidget()
    table.setMinimumHeight(120)
    column.addWidget(banner)
    column.addWidget(table, 1)
    window.resize(700, 400)
    window.show()
    return window


def height(label):
    """The height of its lines at its width."""
    bare = QLabel(label.text())
    bare.setFont(label.font())
    bare.setWordWrap(True)
    return bare.heightForWidth(label.width())


def fits(window):
    banner = window.findChild(ErrorBanner)
    labels = [one for one in banner.findChildren(QLabel) if one.text()]
    return all(label.height() == height(label) for label in labels)


@pytest.mark.parametrize("widths", [(300,), (700, 300), (300, 700), (300, 500, 300)])
def test_no_line_is_cut_off_in_a_small_window(qtbot, window, widths):
    for width in widths:
        window.resize(width, 160)
        window.findChild(ErrorBanner).show_error(LONG)
        qtbot.waitUntil(lambda: fits(window))


def test_the_height_follows_the_text(qtbot, window):
    for error in (LONG, ERROR, LONG):
        window.findChild(ErrorBanner).show_error(error)
        qtbot.waitUntil(lambda: fits(window))


def test_a_large_window_does_not_grow(qtbot, window):
    window.findChild(ErrorBanner).show_error(ERROR)
    qtbot.waitUntil(lambda: fits(window))
    assert (window.width(), window.height()) == (700, 400)


def test_the_user_can_close_it(qtbot, banner):
    banner.show_error(ERROR)
    with qtbot.waitSignal(banner.cleared):
        banner.findChild(QToolButton).click()
    assert banner.isHidden()


def test_a_permanent_banner_has_no_close_button(qtbot):
    banner = ErrorBanner(closable=False)
    qtbot.addWidget(banner)
    banner.show_error(ERROR)
    assert all(button.isHidden() for button in banner.findChildren(QToolButton))


EXPIRED = AppError("Your credentials have expired", code="ExpiredToken")


def buttons(banner):
    return {
        button.text(): button
        for button in banner.findChildren(QPushButton)
        if not button.isHidden()
    }


def test_shows_the_actions_that_its_window_has_for_the_message(qtbot, banner):
    pressed = []
    actions = [("Open…", lambda: pressed.append("open")), ("More", lambda: pressed.append("more"))]
    banner.show_error(ERROR, actions=actions)
    banner.show()
    assert list(buttons(banner)) == ["Open…", "More"]
    qtbot.keyClick(buttons(banner)["Open…"], Qt.Key.Key_Space)
    buttons(banner)["More"].click()
    assert pressed == ["open", "more"]
    banner.show_error(ERROR)
    assert not buttons(banner)


def test_shows_the_remedy_that_a_window_around_it_offers(qtbot, window):
    offer = RemedyOffer(Remedy.SIGN_IN, window)
    dialog = QDialog(window)
    banner = ErrorBanner(dialog)
    banner.show_error(EXPIRED)
    button = buttons(banner)["Sign in…"]
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(offer.requested) as requested:
        button.click()
    assert requested.args == [EXPIRED]
    banner.show_error(ERROR)
    assert not buttons(banner)


def test_shows_no_remedy_that_nobody_offers(banner):
    banner.show_error(EXPIRED)
    assert not buttons(banner)


def test_a_button_is_as_narrow_as_its_place(qtbot, window):
    text = "Copy text for your administrator"
    banner = window.findChild(ErrorBanner)
    for width, shown in ((700, text), (230, "Copy text for your\nadministrator"), (700, text)):
        window.resize(width, 400)
        banner.show_error(ERROR, actions=[(text, lambda: None)])
        qtbot.waitUntil(lambda shown=shown: shown in buttons(banner))
        assert buttons(banner)[shown].accessibleName() == text
        assert banner.minimumSizeHint().width() <= 230
