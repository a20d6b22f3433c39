from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.widgets.error_banner import ErrorBanner

ERROR = AppError("No bucket", "my-bucket <b>is gone</b>", "Choose another.", "NoSuchBucket")


@pytest.fixture
def banner(qtbot):
    banner = ErrorBanner()
    qtbot.addWidget(banner)
    return banner


def texts(banner):
    return [label.text() for label in banner.findChildren(QLabel) if not label.isHidden()]


def test_says_nothing_at_first(banner):
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


def test_leaves_out_what_is_not_known(banner):
    banner.show_error(ERROR)
    banner.show_warning(AppError("Beware"))
    assert texts(banner) == ["Beware"]
    assert banner.property("banner") == "warning"


LONG = AppError("What is wrong", "word " * 60, "another " * 30, "Code")


@pytest.mark.parametrize("widths", [(300,), (700, 300)])
def test_no_line_is_cut_where_room_is_short(qtbot, widths):
    """The table below takes what it can get, as in the browser."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    banner, table = ErrorBanner(), QWidget()
    table.setMinimumHeight(120)
    column.addWidget(banner)
    column.addWidget(table, 1)
    window.show()
    for width in widths:
        window.resize(width, 160)
        banner.show_error(LONG)
        qtbot.waitUntil(lambda: all(fits(label) for label in banner.findChildren(QLabel)))


def fits(label):
    return label.isHidden() or label.height() >= label.heightForWidth(label.width())


def test_the_user_can_close_it(qtbot, banner):
    banner.show_error(ERROR)
    with qtbot.waitSignal(banner.cleared):
        banner.findChild(QToolButton).click()
    assert banner.isHidden()


def test_one_that_must_stay_has_no_close_button(qtbot):
    banner = ErrorBanner(closable=False)
    qtbot.addWidget(banner)
    banner.show_error(ERROR)
    assert all(button.isHidden() for button in banner.findChildren(QToolButton))
