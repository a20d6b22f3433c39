"""Keys and file names that look like markup are shown as plain text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QToolButton, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.downloads.download import DownloadRequest
from s3enc_gui.domain.location import Location
from s3enc_gui.gui.browser.path_bar import PathBar
from s3enc_gui.gui.downloads.models.download_row import DownloadRow
from s3enc_gui.gui.downloads.models.downloads_model import DownloadsModel
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.conflict_bar import ConflictBar
from s3enc_gui.gui.widgets.labels.short_label import ShortLabel
from s3enc_gui.gui.widgets.question import Asked, Question

NAME = "<img src='pic.png'> & co"


def test_text_without_markup_is_unchanged():
    assert plain_tip("a & b.txt") == "a & b.txt"


def test_markup_is_escaped():
    assert "&lt;img src=" in plain_tip(NAME)
    assert "<img" not in plain_tip(NAME)


def test_tool_tips_of_tables(qapp):
    model = DownloadsModel()
    model.add(DownloadRow(DownloadRequest(Connection(), "bucket", "/to", prefixes=(f"{NAME}/",))))
    tips = [
        model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        for column in range(model.columnCount())
    ]
    assert any("&lt;img" in tip for tip in tips if tip)
    assert not any("<img" in tip for tip in tips if tip)


def test_tool_tips_of_short_labels_and_the_path_bar(qtbot):
    label = ShortLabel()
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show_text(NAME * 3)
    path = PathBar()
    qtbot.addWidget(path)
    path.show_location(Location("bucket", f"{NAME}/"))
    tips = [label.toolTip(), *(one.toolTip() for one in path.findChildren(QToolButton))]
    assert any("&lt;img" in tip for tip in tips[1:])
    assert not any("<img" in tip for tip in tips)


@pytest.mark.parametrize("kind", ["bar", "question"])
def test_text_format_of_widgets(qtbot, kind):
    window = QWidget()
    qtbot.addWidget(window)
    if kind == "bar":
        shown = ConflictBar(window).message.textFormat()
    else:
        Question(window).ask(lambda: Asked("title", NAME, NAME, "yes", "no"))
        (box,) = window.findChildren(QMessageBox)
        shown = box.textFormat()
        box.reject()
    assert shown is Qt.TextFormat.PlainText
