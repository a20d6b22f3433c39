from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from s3enc_gui.gui.connections.ways import Way
from s3enc_gui.gui.connections.welcome_page import WelcomePage


@pytest.fixture
def page(qtbot):
    page = WelcomePage(has_demo=True)
    qtbot.addWidget(page)
    page.resize(900, 520)
    page.show()
    return page


def test_the_ways_in(page):
    assert [choice.title for choice in page.choices.values()] == [
        "Sign in with my company",
        "Sign in with the AWS console",
        "I have an access key",
        "Another S3 service",
        "Public data, no sign-in",
        "Try the demo",
    ]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
@pytest.mark.parametrize("way", [Way.COMPANY, Way.PUBLIC])
def test_a_way_is_chosen_by_keyboard(qtbot, page, way, key):
    choice = page.choices[way]
    assert choice.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert choice.accessibleName() == choice.title
    with qtbot.waitSignal(page.chosen) as blocker:
        qtbot.keyClick(choice, key)
    assert blocker.args == [way]


def test_a_click_on_the_text_of_a_choice_counts(qtbot, page):
    with qtbot.waitSignal(page.demo_chosen):
        qtbot.mouseClick(page.choices[None], Qt.MouseButton.LeftButton)


def test_without_its_server_there_is_no_demo(qtbot):
    page = WelcomePage()
    qtbot.addWidget(page)
    assert None not in page.choices


def test_profiles_are_offered_if_there_are_any(qtbot, page):
    assert not page.profile.isVisible()
    page.show_profiles(["work", "home"])
    assert page.profile.isVisible()
    page.profile.setCurrentIndex(1)
    with qtbot.waitSignal(page.profile_chosen) as blocker:
        page.use_profile.click()
    assert blocker.args == ["home"]


def test_waiting_files_and_a_stale_profile_are_said(page):
    page.show_waiting(3, "The profile doesn't exist.")
    assert page._note.text().split("\n") == [
        "The profile doesn't exist.",
        "3 files and folders are uploaded once you are connected.",
    ]
    page.show_waiting(0)
    assert page._note.isHidden()


def test_all_choices_are_seen_in_a_small_window(page):
    page.show_profiles(["work"])
    view = page.viewport()
    for choice in page.choices.values():
        assert choice.height() >= choice.heightForWidth(choice.width())
        assert view.rect().contains(choice.mapTo(view, choice.rect().bottomRight()))
    assert view.rect().contains(page.use_profile.mapTo(view, page.use_profile.rect().bottomRight()))
