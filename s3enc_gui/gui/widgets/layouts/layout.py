"""Takes and restores the layout of a window: its size and place, and the widths in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QTableView, QWidget

from s3enc_gui.domain.settings.window_state import WindowLayout
from s3enc_gui.gui.widgets.layouts.changed_sizes import ChangedColumns, ChangedSplitter


@runtime_checkable
class Arranged(Protocol):
    """A part of a window whose sizes the user can change."""

    def arrangement(self) -> Sequence[int]:
        """Return what `arrange` takes; empty: the user has changed nothing."""

    def arrange(self, sizes: Sequence[int]) -> None:
        """Use these sizes; ones that make no sense are ignored."""


def screens() -> str:
    """Return a name of the screens that are connected now: each arrangement has its own layout."""
    sizes = (one.geometry() for one in QGuiApplication.screens())
    return " ".join(f"{one.width()}x{one.height()}+{one.x()}+{one.y()}" for one in sizes)


def layout_of(window: QWidget) -> WindowLayout:
    """Return the layout of a window, which may be closed already."""
    geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    parts = {name: tuple(part.arrangement()) for name, part in _parts(window)}
    return WindowLayout(geometry, {name: sizes for name, sizes in parts.items() if sizes})


def restore_layout(window: QWidget, layout: WindowLayout) -> None:
    """Use a layout before the window is shown. Qt moves it to where there is a screen."""
    if layout.geometry:
        geometry = QByteArray.fromBase64(layout.geometry.encode("ascii", "ignore"))
        window.restoreGeometry(geometry)
    for name, part in _parts(window):
        if sizes := layout.parts.get(name):
            part.arrange(sizes)


def _parts(window: QWidget) -> Iterator[tuple[str, Arranged]]:
    """Yield the parts by name: splitters and tables without sizes of their own are followed."""
    counts: dict[str, int] = {}
    for widget in window.findChildren(QWidget):
        part = widget if isinstance(widget, Arranged) else _followed(widget)
        if part is None:
            continue
        name = type(widget).__name__
        counts[name] = counts.get(name, 0) + 1
        yield name if counts[name] == 1 else f"{name} {counts[name]}", part


def _followed(widget: QObject) -> ChangedSplitter | ChangedColumns | None:
    if isinstance(widget, QSplitter):
        return widget.findChild(ChangedSplitter) or ChangedSplitter(widget)
    if isinstance(widget, QTableView) and not widget.horizontalHeader().isHidden():
        return widget.findChild(ChangedColumns) or ChangedColumns(widget)
    return None
