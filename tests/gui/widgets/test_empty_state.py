from __future__ import annotations

from s3enc_gui.gui.widgets.empty_state import EmptyReason, EmptyState


def test_shows_title_text_and_button(qtbot):
    empty = EmptyState(EmptyReason("receipt", "No receipts", "None yet.", "Show all"))
    qtbot.addWidget(empty)
    assert (empty.title, empty.text, empty.button.text()) == (
        "No receipts",
        "None yet.",
        "Show all",
    )
    with qtbot.waitSignal(empty.clicked):
        empty.button.click()


def test_leaves_out_what_a_reason_does_not_have(qtbot):
    empty = EmptyState(EmptyReason("receipt", "No receipts", "None yet.", "Show all"))
    qtbot.addWidget(empty)
    empty.show_reason(EmptyReason("bucket", "No objects"))
    assert (empty.title, empty.text) == ("No objects", "")
    assert empty.button.isHidden()
