from __future__ import annotations

from s3enc_gui.gui.widgets.copy_field import CopyField


def test_a_value_without_room_stays_whole_for_whoever_reads_it(qtbot):
    field = CopyField("Link")
    qtbot.addWidget(field)
    field.resize(120, 24)
    field.show()
    field.show_value("https://" + "x" * 300)
    field.grab()
    assert field.value == field.field.text() == "https://" + "x" * 300
    assert field.field.cursorPosition() == 0


def test_the_button_is_called_after_the_value(qtbot):
    field = CopyField("Link")
    qtbot.addWidget(field)
    assert field._button.accessibleName() == "Copy Link"
