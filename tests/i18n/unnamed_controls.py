"""Controls of a window that a screen reader can't name, and labels that aren't as all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLabel, QLineEdit, QWidget

from tests.i18n.pseudo import plain

_PADDING = " ·⟧"  # of the pseudo-language
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


def odd_labels(top: QWidget) -> Iterator[str]:
    """Yield the labels of fields that end with a colon, and what is being done but said twice."""
    labels = [one for one in top.findChildren(QLabel) if one.window() is top and one.isVisible()]
    for label in labels:
        if isinstance(label.buddy(), QWidget) and plain(label.text()).rstrip(_PADDING).endswith(
            ":"
        ):
            yield f"the label of a field ends with a colon: {label.text()!r}"
    doing = Counter(label.text() for label in labels)
    for text, count in doing.items():
        if count > 1 and plain(text).rstrip(_PADDING).endswith("…"):
            yield f"said {count} times: {text!r}"


def _is_inside(widget: QWidget) -> bool:
    """Whether it is a part of a control that has the name: the field of a combo box."""
    parent = widget.parent()
    return isinstance(widget, QLineEdit | QAbstractScrollArea) and isinstance(parent, QComboBox)
