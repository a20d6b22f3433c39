"""Opens the properties of what is selected: objects, folders, the folder shown or the bucket."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.browser.folder.folder_panel import FolderPanel
from s3enc_gui.gui.widgets.bring_up import bring_up

At = Callable[[Callable[[Connection, str, str], None]], None]


class PropertiesOpener(QObject):
    """`opened` carries the window and the Connection that it works with."""

    opened = Signal(object, object)

    def __init__(self, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._window = runner, window

    def follow(self, actions: BrowserActions, panel: FolderPanel, at: At) -> None:
        """Open them on their action; `at` calls with the connection and the place shown."""
        show = partial(self._show, actions, panel)
        actions.properties.triggered.connect(lambda: at(show))

    def _show(
        self,
        actions: BrowserActions,
        panel: FolderPanel,
        connection: Connection,
        _bucket: str,
        _prefix: str,
    ) -> None:
        rows, model = panel.table.selected(), panel.model
        if not rows and not model.folder.key:
            actions.bucket.trigger()
            return
        from s3enc_gui.gui.window.properties.properties_dialog import PropertiesDialog

        made = PropertiesDialog(self._runner, connection, model, rows, model.folder, self._window)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.opened.emit(made, connection)
        bring_up(made)
