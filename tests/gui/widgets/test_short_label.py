from __future__ import annotations

import pytest

from s3enc_gui.gui.widgets.short_label import ShortLabel

LONG = "An object of this name is already there. " * 12


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


def test_what_is_cut_ends_with_an_ellipsis(made):
    made.show_text("x" * 400)
    first, last = made._lines(300)
    assert last.endswith("…")
    assert set(first) == {"x"}


def test_a_label_that_grows_narrow_tells_that_it_is_cut(made, qtbot):
    made.show_text(LONG[:60])
    with qtbot.waitSignal(made.cut):
        made.resize(120, 40)


def test_it_is_drawn(made):
    made.show_text(LONG)
    assert not made.grab().isNull()
