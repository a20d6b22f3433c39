from __future__ import annotations

import pytest

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.navigation_history import NavigationHistory, parent_of

A, B, C = Location("a"), Location("a", "b/"), Location("a", "b/c/")


@pytest.fixture
def navigation_history():
    navigation_history = NavigationHistory()
    for place in (A, B, C):
        navigation_history.visit(place)
    return navigation_history


def test_back_and_forward(navigation_history):
    assert (navigation_history.back(), navigation_history.back(), navigation_history.back()) == (
        B,
        A,
        A,
    )
    assert navigation_history.before is None
    assert (
        navigation_history.forward(),
        navigation_history.forward(),
        navigation_history.forward(),
    ) == (B, C, C)


def test_a_new_way_forgets_what_was_ahead(navigation_history):
    navigation_history.back()
    navigation_history.visit(A)
    assert (navigation_history.after, navigation_history.before) == (None, B)


def test_the_same_place_is_visited_once(navigation_history):
    navigation_history.visit(C)
    assert navigation_history.back() == B


def test_each_place_remembers_what_was_selected_there(navigation_history):
    navigation_history.remember(["x"])
    navigation_history.back()
    assert navigation_history.chosen == ()
    navigation_history.remember(["y", "z"])
    navigation_history.forward()
    assert navigation_history.chosen == ["x"]
    navigation_history.back()
    navigation_history.visit(Location("b"))
    assert navigation_history.chosen == ()
    navigation_history.back()
    assert navigation_history.chosen == ["y", "z"]


def test_nowhere():
    navigation_history = NavigationHistory()
    assert (
        navigation_history.place,
        navigation_history.above,
        navigation_history.back(),
        navigation_history.forward(),
    ) == (None, None, None, None)


@pytest.mark.parametrize(
    ("key", "above"), [("", None), ("b/", ""), ("b/c/", "b/"), ("b//", "b/"), ("b/c", "b/")]
)
def test_the_folder_above(key, above):
    expected = None if above is None else Location("a", above)
    assert parent_of(Location("a", key)) == expected
