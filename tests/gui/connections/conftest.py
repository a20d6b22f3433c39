"""The dialogs of connections, with a browser that only records what it is told to open."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QDesktopServices

from s3enc_gui.gui.connections.connection_dialog import ConnectionDialog


@pytest.fixture
def opened(monkeypatch):
    """The addresses that the browser was told to open."""
    urls: list[str] = []

    def open_url(url):
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return urls


@pytest.fixture
def results():
    """What the dialogs have saved: connections, and why a secret isn't stored."""
    return []


@pytest.fixture
def make_dialog(qtbot, runner, opened, results):
    """`make_dialog(way, *others, edited=…)` shows a ConnectionDialog."""

    def make(way, *others, edited=None):
        dialog = ConnectionDialog(runner, way, others, edited=edited)
        dialog.saved.connect(lambda *result: results.append(result))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make
