"""Reference counts of the Qt binding (docs/decisions/0007-qt-on-python-311.md)."""

from __future__ import annotations

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Source(QObject):
    happened = Signal(object)

application, label, source = QApplication([]), QLabel(), Source()
for number in range(20_000):
    label.setText("text")
for number in range(2_000):
    source.happened.emit(number)
print("alive")
"""


def test_many_calls_do_not_abort_the_program():
    result = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.strip()) == (0, "alive"), result.stderr
