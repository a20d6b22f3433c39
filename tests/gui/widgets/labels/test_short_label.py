from __future__ import annotations

import pytest

from s3enc_gui.gui.widgets.labels.short_label import ShortLabel

LONG = "An object with this name already exists. " * 12


@pytest.fixture
def made(qtbot):
    label = ShortLabel()
    qtbot.addWidget(label)
    label.resize(300, 40)
    label.show()
    return label


@pytest.mark.parametrize(
    ("text", "lines", "is_cut"),
    [("", 1, False), ("Deleted.", 1, False), (LONG[:60], 2, False), (LONG, 2, True)],
)
def test_at_most_two_lines(made, text, lines, is_cut):
    made.show_text(text)
    assert made.heightForWidth(300) == lines * made.fontMetrics().lineSpacing()
    assert made.is_cut is is_cut
    assert made.toolTip() == (text if is_cut else "")
    assert made.accessibleName() == made.text() == text


def test_elided_text_ends_with_an_ellipsis(made):
    made.show_text("x" * 400)
    first, last = made.shown_lines()
    assert last.endswith("…")
    assert set(first) == {"x"}


def test_reports_when_it_becomes_too_narrow(made, qtbot):
    made.show_text(LONG[:60])
    with qtbot.waitSignal(made.cut):
        made.resize(120, 40)


def test_is_painted(made):
    made.show_text(LONG)
    assert not made.grab().isNull()
