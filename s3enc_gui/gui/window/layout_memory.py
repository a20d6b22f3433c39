"""Brings the window back as it was left: size, place on the screen, and the widths in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.settings.window_state import WindowLayout
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.jobs.settings.remember_window import RememberWindow


@runtime_checkable
class Arranged(Protocol):
    """A part of the window whose sizes the user can change."""

    def arrangement(self) -> Sequence[int]:
        """Return what `arrange` takes; empty: the user has changed nothing."""

    def arrange(self, sizes: Sequence[int]) -> None:
        """Use these sizes; ones that make no sense are ignored."""


def screens() -> str:
    """Return a name of the screens that are connected now: each arrangement has its own layout."""
    sizes = (one.geometry() for one in QGuiApplication.screens())
    return " ".join(f"{one.width()}x{one.height()}+{one.x()}+{one.y()}" for one in sizes)


def remembered(
    runner: Runner,
    window: QMainWindow,
    place: Callable[[], tuple[Connection | None, str, str]],
    read: Callable[[str], WindowLayout],
) -> Callable[[], object]:
    """Restore what `read` returns for these screens; return what saves the layout and `place`."""
    restore_layout(window, read(screens()))
    return lambda: runner.start(RememberWindow(screens(), layout_of(window), *place()))


def layout_of(window: QMainWindow) -> WindowLayout:
    """Return the layout of a window, which may be closed already."""
    geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    parts = {name: tuple(part.arrangement()) for name, part in _parts(window)}
    return WindowLayout(geometry, {name: sizes for name, sizes in parts.items() if sizes})


def restore_layout(window: QMainWindow, layout: WindowLayout) -> None:
    """Use a layout before the window is shown. Qt moves it to where there is a screen."""
    if layout.geometry:
        geometry = QByteArray.fromBase64(layout.geometry.encode("ascii", "ignore"))
        window.restoreGeometry(geometry)
    for name, part in _parts(window):
        if sizes := layout.parts.get(name):
            part.arrange(sizes)


def _parts(window: QMainWindow) -> Iterator[tuple[str, Arranged]]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, Arranged):
            yield type(widget).__name__, widget
