from __future__ import annotations

import os
import signal
import sys

import pytest
from PySide6.QtCore import QTimer

from s3enc_gui.gui.interrupt import INTERRUPTED, interruptible


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends the process on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_exits_the_event_loop(qapp, number):
    with interruptible():
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), number))
        assert qapp.exec() == INTERRUPTED


def test_handlers_are_restored(qapp):
    before = signal.getsignal(signal.SIGINT)
    with interruptible():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
