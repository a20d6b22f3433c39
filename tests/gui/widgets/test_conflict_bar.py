from __future__ import annotations

import pytest

from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.widgets.conflict_bar import ConflictBar


@pytest.fixture
def bar(qtbot):
    bar = ConflictBar()
    qtbot.addWidget(bar)
    return bar


@pytest.mark.parametrize(
    ("button", "policy"),
    [
        ("overwrite", IfExists.OVERWRITE),
        ("keep_both", IfExists.RENAME),
        ("skip", IfExists.SKIP),
    ],
)
def test_each_button_is_a_choice(qtbot, bar, button, policy):
    with qtbot.waitSignal(bar.chosen) as blocker:
        getattr(bar, button).click()
    assert blocker.args == [policy]


def test_is_hidden_without_a_message(bar):
    bar.show_message("2 names")
    assert not bar.isHidden()
    bar.show_message("")
    assert bar.isHidden()
