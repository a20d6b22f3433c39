from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QListWidget, QTableWidget, QTreeWidget, QTreeWidgetItem

from s3enc_gui.gui import colors, icons


@pytest.mark.parametrize(("ratio", "pixels"), [(1.0, 16), (1.5, 32), (3.0, 48)])
def test_icons_have_the_highest_resolution(qapp, monkeypatch, ratio, pixels):
    monkeypatch.setattr(icons, "_max_scale", lambda: 1)
    low = icons.icon("file")
    monkeypatch.undo()
    monkeypatch.setattr(type(qapp), "devicePixelRatio", lambda _: ratio)
    high = icons.icon("file")
    assert high.pixmap(QSize(16, 16), ratio).width() == round(16 * ratio)
    drawn = [size.width() for size in high.availableSizes()]
    assert pixels in drawn
    assert (high.cacheKey() == low.cacheKey()) is (ratio == 1.0)


def test_icons_are_redrawn_for_a_new_screen(qapp, monkeypatch):
    action = QAction()
    icons.keep_icon(action, "file")
    before = action.icon().cacheKey()
    monkeypatch.setattr(icons, "_max_scale", lambda: 2)
    qapp.screenAdded.emit(qapp.primaryScreen())
    assert action.icon().cacheKey() != before


def of_a_list():
    made = QListWidget()
    made.addItem("1")
    return made, made.model().index(0, 0)


def of_a_table():
    made = QTableWidget(1, 2)
    return made, made.model().index(0, 1)


def of_a_tree():
    made = QTreeWidget()
    inside = QTreeWidgetItem(["2"])
    outside = QTreeWidgetItem(["1"])
    made.addTopLevelItem(outside)
    outside.addChild(inside)
    return made, made.indexFromItem(inside)


def of_a_combo():
    made = QComboBox()
    made.addItem("1")
    return made, made.model().index(0, 0)


@pytest.mark.parametrize("make", [of_a_list, of_a_table, of_a_tree, of_a_combo])
def test_the_icons_of_items_follow_the_theme(qtbot, qapp, monkeypatch, make):
    view, at = make()
    qtbot.addWidget(view)
    kept = icons.ItemIcons(view)
    kept.set_icon(at, "file", "ok")
    before = at.data(Qt.ItemDataRole.DecorationRole).cacheKey()
    monkeypatch.setattr(colors, "current", lambda: colors.DARK)
    hints = qapp.styleHints()
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert at.data(Qt.ItemDataRole.DecorationRole).cacheKey() != before


def test_no_icon_keeps_the_color_of_an_old_theme():
    """Icons that are set once are set by `keep_icon` or ItemIcons, which redraw them."""
    once = re.compile(r"(?:setIcon|Item|addItem|setItemIcon|addAction)\((?:\d+, )?icon\(")
    gui = Path(icons.__file__).parent
    modules = [path for path in gui.rglob("*.py") if path != Path(icons.__file__)]
    assert not [path.name for path in modules if once.search(path.read_text(encoding="utf-8"))]
