from __future__ import annotations

import pytest

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.navigation_history import Trail, parent_of

A, B, C = Location("a"), Location("a", "b/"), Location("a", "b/c/")


@pytest.fixture
def trail():
    trail = Trail()
    for place in (A, B, C):
        trail.visit(place)
    return trail


def test_back_and_forward(trail):
    assert (trail.back(), trail.back(), trail.back()) == (B, A, A)
    assert trail.before is None
    assert (trail.forward(), trail.forward(), trail.forward()) == (B, C, C)


def test_a_new_way_forgets_what_was_ahead(trail):
    trail.back()
    trail.visit(A)
    assert (trail.after, trail.before) == (None, B)


def test_the_same_place_is_visited_once(trail):
    trail.visit(C)
    assert trail.back() == B


def test_each_place_remembers_what_was_selected_there(trail):
    trail.remember(["x"])
    trail.back()
    assert trail.chosen == ()
    trail.remember(["y", "z"])
    trail.forward()
    assert trail.chosen == ["x"]
    trail.back()
    trail.visit(Location("b"))
    assert trail.chosen == ()
    trail.back()
    assert trail.chosen == ["y", "z"]


def test_nowhere():
    trail = Trail()
    assert (trail.place, trail.above, trail.back(), trail.forward()) == (None, None, None, None)


@pytest.mark.parametrize(
    ("key", "above"), [("", None), ("b/", ""), ("b/c/", "b/"), ("b//", "b/"), ("b/c", "b/")]
)
def test_the_folder_above(key, above):
    expected = None if above is None else Location("a", above)
    assert parent_of(Location("a", key)) == expected
