"""Texts that are cut in fields: in combo boxes, tabs, and what empty fields say."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QWidget,
)

_BESIDE_ICON = 4  # pixels between the icon and the text of a combo box
_IN_FIELD = 2  # pixels that a line edit leaves at each side of its text
_SLACK = 2
_TRANSLATED = "⟦"  # names of buckets and keys may be of any length


def cut_fields(top: QWidget) -> Iterator[str]:
    """Yield the fields of a visible window whose texts can't be read whole."""
    for combo in top.findChildren(QComboBox):
        if _is_shown(combo, top):
            yield from _of_combo(combo)
    for field in top.findChildren(QLineEdit):
        if _is_shown(field, top) and not field.text():
            yield from _of_field(field)
    for tabs in top.findChildren(QTabBar):
        if _is_shown(tabs, top) and tabs.sizeHint().width() > tabs.width() + _SLACK:
            yield f"tabs {tabs.width()}, {tabs.sizeHint().width()} needed"


def _is_shown(widget: QWidget, top: QWidget) -> bool:
    return widget.window() is top.window() and widget.isVisible()


def _of_combo(combo: QComboBox) -> Iterator[str]:
    """Yield the translated choices that are wider than the box, and than its open list."""
    if combo.isEditable():
        return
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    place = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo)
    for row in range(combo.count()):
        text, icon = combo.itemText(row), combo.itemIcon(row)
        beside = 0 if icon.isNull() else combo.iconSize().width() + _BESIDE_ICON
        needed = combo.fontMetrics().horizontalAdvance(text) + beside
        is_shown = row == combo.currentIndex()
        width = place.width() if is_shown else max(place.width(), combo.view().minimumWidth())
        if text.startswith(_TRANSLATED) and needed > width + _SLACK:
            yield f"{type(combo).__name__} {width}, {needed} needed: {text!r}"


def _of_field(field: QLineEdit) -> Iterator[str]:
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    place = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    margins = field.textMargins()
    width = place.width() - margins.left() - margins.right() - 2 * _IN_FIELD
    text = field.placeholderText()
    needed = field.fontMetrics().horizontalAdvance(text)
    if needed > width + _SLACK:
        yield f"{type(field).__name__} {width}, {needed} needed: {text!r}"
