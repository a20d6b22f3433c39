from __future__ import annotations

from threading import current_thread, main_thread
from traceback import format_stack

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from s3enc_gui.gui.messages.locale import use_locale
from s3enc_gui.gui.tab_order import TabOrder
from s3enc_gui.gui.widgets import announcement
from s3enc_gui.gui.widgets.scale import FONT_SIZE
from s3enc_gui.i18n import formats, use_formats
from s3enc_gui.store.connections.secrets import Secrets
from tests.fakes.runner import FakeRunner
from tests.gui.heartbeat import Heartbeat
from tests.i18n.conftest import pseudo_language as translated
from tests.i18n.conftest import themed

__all__ = ["themed", "translated"]


@pytest.fixture(autouse=True)
def application(qapp):
    """Every GUI test needs an application, for fonts, colors and icons, and its formats."""
    before = formats()
    use_locale()
    yield
    use_formats(before)


@pytest.fixture(autouse=True)
def keyring_off_the_gui_thread(monkeypatch):
    """A keyring may wait for a person: whoever asks it on the window's thread fails the test."""
    asked = []
    ask = Secrets._ask

    def note(*arguments):
        if current_thread() is main_thread():
            asked.append("".join(format_stack()))
        return ask(*arguments)

    monkeypatch.setattr(Secrets, "_ask", note)
    yield asked
    assert not asked, f"The keyring is asked on the window's thread:\n{asked[0]}"


@pytest.fixture
def runner(qapp):
    return FakeRunner()


@pytest.fixture
def heartbeat(qtbot, figure):
    """Start a Heartbeat, `heartbeat("20,000 keys")`; its measurements have that title."""
    heartbeats = []

    def begin(title):
        heartbeats.append(Heartbeat(qtbot, figure, title))
        return heartbeats[-1]

    return begin


@pytest.fixture
def pseudo_language(translated, themed):
    """The pseudo-language in the look of the program, also with large fonts."""


@pytest.fixture
def window(qtbot):
    """An empty window that is shown."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def announced(monkeypatch):
    """The announcements (text, politeness) to a screen reader, which is there."""
    found: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []
    monkeypatch.setattr(
        announcement, "send", lambda event: found.append((event.message(), event.politeness()))
    )
    QAccessible.setActive(True)
    yield found
    QAccessible.setActive(False)


@pytest.fixture
def tab_order(qapp):
    """Tab follows the eye, as in the program's application."""
    made = TabOrder(qapp)
    yield made
    qapp.focusChanged.disconnect(made._follow)
    made.deleteLater()


@pytest.fixture
def large_fonts(qapp):
    """Half as large again as the smallest font."""
    font = qapp.font()
    large = qapp.font()
    large.setPointSizeF(FONT_SIZE * 1.5)
    qapp.setFont(large)
    yield
    qapp.setFont(font)
