from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.uploads.steps import Steps

NAMES = ("Select files", "Set permissions", "Set properties", "Review")


@pytest.fixture
def steps(qtbot):
    window = QWidget()  # a window of its own could not be narrower than its texts
    qtbot.addWidget(window)
    made = Steps(NAMES, [1], window)
    made.resize(2000, 40)
    window.show()
    yield made  # noqa: PT022 - keeps the window


def texts(steps):
    return [one.text() for one in steps._labels]


def is_whole(steps):
    steps.layout().activate()
    return all(one.width() >= one.sizeHint().width() for one in steps._labels)


def test_all_is_shown_where_there_is_space(steps):
    assert texts(steps) == [
        *("1  Select files", "Set permissions (optional)", "2  Set properties", "3  Review")
    ]


def test_a_narrow_row_leaves_out_what_matters_least_and_cuts_nothing(steps):
    steps.resize(steps.minimumSizeHint().width() - 1, 40)
    assert texts(steps) == [
        *("1  Select files", "Set permissions", "2  Set properties", "3  Review")
    ]
    assert is_whole(steps)
    steps.show_step(2)
    steps.resize(steps.minimumSizeHint().width() - 1, 40)
    assert texts(steps) == ["1", "Set permissions", "2  Set properties", "3"]
    assert is_whole(steps)
    assert steps._labels[0].accessibleName() == "1  Select files"
    steps.resize(2000, 40)
    assert texts(steps)[1] == "Set permissions (optional)"
