"""Actions of the main window, for menus, tool bar and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QToolBar

from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.make_action import make_action
from s3enc_gui.gui.widgets.scale import scaled_size
from s3enc_gui.i18n import _


class Actions(QObject):
    """The actions; `BrowserActions` are added to the same menus and tool bar."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.upload = make_action(
            self, _("Upload…"), "upload", "Ctrl+U", _("Upload files or folders")
        )
        self.inspect = make_action(
            self, _("Inspect object…"), "inspect", "Ctrl+I", _("Show how an object is encrypted")
        )
        self.history = make_action(
            self, _("History"), "receipt", "Ctrl+H", _("Show the receipts of all uploads")
        )
        self.changes = make_action(
            self, _("Changes of encryption"), "key", "Ctrl+Shift+H", _("Show, resume and undo them")
        )
        self.incomplete_uploads = make_action(self, _("Incomplete uploads…"), "trash", None)
        self.connections = make_action(self, _("Connections…"), "person", None)
        self.keys = make_action(
            self,
            _("Keys…"),
            "key",
            "Ctrl+Shift+K",
            _("Customer-provided keys (SSE-C): create, export, check, delete"),
        )
        self.settings = make_action(self, _("Settings…"), "settings", "Ctrl+,")
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.quit = make_action(self, _("Quit"), None, "Ctrl+Q")
        # Works in the wizard, too.
        self.quit.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.details = make_action(self, _("Encryption details"), None, "F9")
        self.details.setCheckable(True)

    def fill_menus(self, bar: QMenuBar, browser: BrowserActions) -> None:
        """Create the File, Object and View menus."""
        file = bar.addMenu(_("&File"))
        file.addActions([self.upload, self.inspect])
        file.addSeparator()
        file.addActions([self.history, self.changes, browser.audit, self.incomplete_uploads])
        file.addSeparator()
        file.addActions([browser.bucket, browser.guard])
        file.addSeparator()
        file.addActions([self.connections, self.keys, self.settings])
        file.addSeparator()
        file.addAction(self.quit)
        edit, view = bar.addMenu(_("&Object")), bar.addMenu(_("&View"))
        browser.fill_menus(edit, view)
        view.addSeparator()
        view.addAction(self.details)

    def tool_bar(self, browser: BrowserActions) -> QToolBar:
        """Return the tool bar; its buttons can be reached with the Tab key."""
        bar = QToolBar(_("Main"))
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setIconSize(scaled_size(18))
        for action in (self.upload, browser.download, browser.audit, self.history):
            bar.addAction(action)
            bar.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return bar

    def set_ready(self, ready: bool) -> None:
        """Enable or disable the actions that need a connection."""
        self.upload.setEnabled(ready)
        self.inspect.setEnabled(ready)
        self.incomplete_uploads.setEnabled(ready)
