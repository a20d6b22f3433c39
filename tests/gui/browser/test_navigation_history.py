from __future__ import annotations

import pytest

from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.navigation_history import NavigationHistory, parent_of

A, B, C = Location("a"), Location("a", "b/"), Location("a", "b/c/")


@pytest.fixture
def history():
    history = NavigationHistory()
    for location in (A, B, C):
        history.visit(location)
    return history


def test_back_and_forward(history):
    assert (history.back(), history.back(), history.back()) == (
        B,
        A,
        A,
    )
    assert history.previous is None
    assert (
        history.forward(),
        history.forward(),
        history.forward(),
    ) == (B, C, C)


def test_a_visit_discards_the_forward_history(history):
    history.back()
    history.visit(A)
    assert (history.next, history.previous) == (None, B)


def test_the_same_location_is_visited_once(history):
    history.visit(C)
    assert history.back() == B


def test_each_location_remembers_its_selection(history):
    history.remember(["x"])
    history.back()
    assert history.selected == ()
    history.remember(["y", "z"])
    history.forward()
    assert history.selected == ["x"]
    history.back()
    history.visit(Location("b"))
    assert history.selected == ()
    history.back()
    assert history.selected == ["y", "z"]


def test_an_empty_history():
    history = NavigationHistory()
    assert (
        history.location,
        history.parent,
        history.back(),
        history.forward(),
    ) == (None, None, None, None)


@pytest.mark.parametrize(
    ("key", "parent"), [("", None), ("b/", ""), ("b/c/", "b/"), ("b//", "b/"), ("b/c", "b/")]
)
def test_the_parent_folder(key, parent):
    expected = None if parent is None else Location("a", parent)
    assert parent_of(Location("a", key)) == expected
