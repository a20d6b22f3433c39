from __future__ import annotations

from s3enc_gui.gui.widgets.copy_field import CopyField


def test_a_long_value_takes_the_lines_it_needs_and_stays_whole(qtbot):
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


def test_the_button_is_called_after_the_value(qtbot):
    field = CopyField("Link")
    qtbot.addWidget(field)
    assert field._button.accessibleName() == "Copy Link"


def test_that_it_was_copied_is_seen_and_heard_for_a_while(qtbot):
    field = CopyField("Link")
    told: list[bool] = []
    qtbot.addWidget(field)
    field.copied.connect(told.append)
    field.show_value("x")
    field.copy()
    button = field._button
    assert (button.toolTip(), button.accessibleDescription()) == ("Copied", "Copied")
    field._seen.timeout.emit()
    assert (button.toolTip(), button.accessibleDescription(), told) == ("Copy", "", [True, False])
