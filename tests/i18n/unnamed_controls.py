"""Controls of a window that a screen reader can't name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLineEdit, QWidget

_NO_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client)


def unnamed_controls(top: QWidget) -> Iterator[str]:
    """Yield what of a visible window takes the focus without a name or a role."""
    for widget in top.findChildren(QWidget):
        if widget.window() is not top or not widget.isVisible() or _is_inside(widget):
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled():
            continue
        reader = QAccessible.queryAccessibleInterface(widget)
        name, role = reader.text(QAccessible.Text.Name), reader.role()
        has_role = role not in _NO_ROLES or isinstance(widget, QAbstractScrollArea)
        if not name or not has_role:
            where = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
            yield f"{where}: {name!r}, {role.name}"


def _is_inside(widget: QWidget) -> bool:
    """Whether it is a part of a control that has the name: the field of a combo box."""
    parent = widget.parent()
    return isinstance(widget, QLineEdit | QAbstractScrollArea) and isinstance(parent, QComboBox)
