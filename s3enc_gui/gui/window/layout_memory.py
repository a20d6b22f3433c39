"""Brings the windows back as they were left: size, place on the screen, and the widths in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QMainWindow

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.settings.window_state import WindowLayout
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.widgets.layouts.layout import layout_of, restore_layout, screens
from s3enc_gui.gui.widgets.layouts.window_memory import known_layouts, use_layouts
from s3enc_gui.jobs.settings.remember_window import RememberWindow


def remembered(
    runner: Runner,
    window: QMainWindow,
    place: Callable[[], tuple[Connection | None, str, str]],
    read: Callable[[str], WindowLayout],
) -> Callable[[], object]:
    """Restore what `read` returns for these screens; return what saves the layouts and `place`."""
    layout = read(screens())
    restore_layout(window, layout)
    use_layouts(layout.windows)

    def save() -> None:
        now = replace(layout_of(window), windows=known_layouts())
        runner.start(RememberWindow(screens(), now, *place()))

    return save
