from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton


@pytest.fixture
def answer():
    """Press a button of the question that is open: `answer(dialog, "Write")`."""

    def press(dialog, name):
        [box] = [one for one in dialog.findChildren(QMessageBox) if one.isVisible()]
        [button] = [one for one in box.findChildren(QPushButton) if one.text() == name]
        button.click()
        return box

    return press
