from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from s3enc_gui.gui.reencryption.runs import ReencryptionRuns


@pytest.fixture
def runs(runner):
    parent = QObject()
    made = ReencryptionRuns(runner, parent)
    yield made
    parent.deleteLater()
