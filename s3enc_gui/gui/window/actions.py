"""What can be done from menu, tool bar and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QToolBar

from s3enc_gui.gui.browser.browser_actions import BrowserActions
from s3enc_gui.gui.make_action import make_action


class Actions(QObject):
    """The actions of the window, in its menus and on its tool bar."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.upload = make_action(self, self.tr("Upload…"), "upload", "Ctrl+U")
        self.upload.setToolTip(self.tr("Upload files or folders (Ctrl+U)"))
        self.inspect = make_action(self, self.tr("Inspect object…"), "inspect", "Ctrl+I")
        self.inspect.setToolTip(self.tr("See how an object is encrypted (Ctrl+I)"))
        self.history = make_action(self, self.tr("History"), "receipt", "Ctrl+H")
        self.history.setToolTip(self.tr("The receipts of all uploads (Ctrl+H)"))
        self.incomplete_uploads = make_action(self, self.tr("Unfinished uploads…"), "trash", None)
        self.settings = make_action(self, self.tr("Settings…"), "settings", "Ctrl+,")
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.quit = make_action(self, self.tr("Quit"), None, "Ctrl+Q")
        # From the wizard, too.
        self.quit.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.details = make_action(self, self.tr("Encryption details"), None, "F9")
        self.details.setCheckable(True)
        self.shortcuts = make_action(self, self.tr("Keyboard shortcuts"), None, "F1")
        self.about = make_action(self, self.tr("About S3enc"), "info", None)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def fill_menus(self, bar: QMenuBar, browser: BrowserActions) -> None:
        """Make the menus File, Object, View and Help."""
        file = bar.addMenu(self.tr("&File"))
        file.addActions([self.upload, self.inspect])
        file.addSeparator()
        file.addActions([self.history, browser.audit, self.incomplete_uploads])
        file.addSeparator()
        file.addAction(self.settings)
        file.addSeparator()
        file.addAction(self.quit)
        edit, view = bar.addMenu(self.tr("&Object")), bar.addMenu(self.tr("&View"))
        browser.fill_menus(edit, view)
        view.addSeparator()
        view.addAction(self.details)
        bar.addMenu(self.tr("&Help")).addActions([self.shortcuts, self.about])

    def fill_tool_bar(self, bar: QToolBar, browser: BrowserActions) -> None:
        """Put the frequent ones on the tool bar, reachable by the Tab key."""
        for action in (self.upload, browser.download, browser.audit, self.history):
            bar.addAction(action)
            bar.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_ready(self, ready: bool) -> None:
        """Offer what needs a connection, or not yet."""
        self.upload.setEnabled(ready)
        self.inspect.setEnabled(ready)
        self.incomplete_uploads.setEnabled(ready)
