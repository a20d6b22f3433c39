from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QToolButton

from s3enc_gui.gui.widgets.labels.copy_field import CopyField


def button(field):
    (found,) = field.findChildren(QToolButton)
    return found


def test_a_long_value_wraps_and_stays_whole(qtbot):
    field = CopyField("Link")
    qtbot.addWidget(field)
    field.show()
    field.resize(180, 24)
    field.show_value("https://" + "x" * 300)
    assert field.value == "https://" + "x" * 300
    assert field.field.height() > 5 * field.fontMetrics().height()


def test_a_copied_value_has_no_line_breaks(qtbot, qapp):
    field = CopyField("Link")
    qtbot.addWidget(field)
    field.resize(100, 24)
    field.show_value("x" * 200)
    field.copy()
    assert qapp.clipboard().text() == "x" * 200


ARN = "arn:aws:kms:eu-central-1:123456789012:key/0ecd1de5-bd2e-4f0e-8a11-1fd1a7a9a111"


@pytest.mark.parametrize("value", [ARN, "a/\u200bb"])
def test_what_is_shown_selected_and_copied_is_the_value(qtbot, qapp, value):
    field = CopyField("ARN")
    qtbot.addWidget(field)
    field.show_value(value)
    assert field.field.toPlainText() == value
    field.field.selectAll()
    field.field.copy()
    assert qapp.clipboard().text() == field.value == value


def test_the_button_is_named_after_the_value(qtbot):
    field = CopyField("Link")
    qtbot.addWidget(field)
    assert button(field).accessibleName() == "Copy Link"


def test_the_button_shows_copied_for_a_while(qtbot):
    field = CopyField("Link")
    copied: list[bool] = []
    qtbot.addWidget(field)
    field.copied.connect(copied.append)
    field.show_value("x")
    field.copy()
    assert (button(field).toolTip(), button(field).accessibleDescription()) == ("Copied", "Copied")
    (timer,) = field.findChildren(QTimer)
    timer.timeout.emit()
    assert (button(field).toolTip(), button(field).accessibleDescription(), copied) == (
        "Copy",
        "",
        [True, False],
    )
