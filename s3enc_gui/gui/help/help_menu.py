"""The Help menu and what it opens; its windows are loaded when they are opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QWidget

from s3enc_gui.domain.connection import Connection
from s3enc_gui.gui.bridge.runner import Runner
from s3enc_gui.gui.make_action import make_action
from s3enc_gui.gui.widgets.bring_up import bring_up
from s3enc_gui.i18n import _

if TYPE_CHECKING:
    from s3enc_gui.gui.help.licenses_dialog import LicensesDialog
    from s3enc_gui.gui.help.log_dialog import LogDialog
    from s3enc_gui.gui.help.updates_dialog import UpdatesDialog
    from s3enc_gui.gui.self_test.self_test_dialog import SelfTestDialog


class HelpMenu(QObject):
    """The actions of the menu; each opens its window.

    `owners`: their child actions are listed under Keyboard shortcuts. `place` returns connection,
    bucket and prefix that are shown.
    """

    def __init__(self, runner: Runner, window: QWidget, *owners: QObject) -> None:
        super().__init__(window)
        self._runner, self._window, self._owners = runner, window, owners
        self._log: LogDialog | None = None
        self._self_test: SelfTestDialog | None = None
        self.place: Callable[[], tuple[Connection | None, str, str]] = lambda: (None, "", "")
        self._updates: UpdatesDialog | None = None
        self._licenses: LicensesDialog | None = None
        self.shortcuts = make_action(self, _("Keyboard shortcuts"), None, "F1")
        self.shortcuts.triggered.connect(self._show_shortcuts)
        self.log = make_action(self, _("Show log…"), None, None)
        self.log.triggered.connect(self._show_log)
        self.self_test = make_action(self, _("Check this installation…"), None, None)
        self.self_test.triggered.connect(self._show_self_test)
        self.updates = make_action(self, _("Check for updates…"), None, None)
        self.updates.triggered.connect(self._show_updates)
        self.licenses = make_action(self, _("Licenses…"), None, None)
        self.licenses.triggered.connect(self._show_licenses)
        self.about = make_action(self, _("About S3enc"), "info", None)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.about.triggered.connect(self._show_about)

    def fill(self, bar: QMenuBar) -> None:
        """Add the menu at the end of the bar."""
        actions = [self.shortcuts, self.log, self.self_test, self.updates]
        bar.addMenu(_("&Help")).addActions([*actions, self.licenses, self.about])

    def _show_log(self) -> None:
        if self._log is None:
            from s3enc_gui.gui.help.log_dialog import LogDialog

            self._log = LogDialog(self._runner, self._window)
        bring_up(self._log)

    def _show_self_test(self) -> None:
        if self._self_test is None:
            from s3enc_gui.gui.self_test.self_test_dialog import SelfTestDialog

            self._self_test = SelfTestDialog(self._runner, self._window)
        if not self._self_test.isVisible():
            self._self_test.show_place(*self.place())
        bring_up(self._self_test)

    def _show_updates(self) -> None:
        if self._updates is None:
            from s3enc_gui.gui.help.updates_dialog import UpdatesDialog

            self._updates = UpdatesDialog(self._runner, self._window)
        bring_up(self._updates)

    def _show_licenses(self) -> None:
        if self._licenses is None:
            from s3enc_gui.gui.help.licenses_dialog import LicensesDialog

            self._licenses = LicensesDialog(self._runner, self._window)
        bring_up(self._licenses)

    def _show_about(self) -> None:
        from s3enc_gui.gui.help.about import about_box

        about_box(self._window, self._show_licenses).open()

    def _show_shortcuts(self) -> None:
        from s3enc_gui.gui.help.shortcuts import ShortcutsDialog

        children = [child for owner in (*self._owners, self) for child in owner.children()]
        dialog = ShortcutsDialog(
            [one for one in children if isinstance(one, QAction)], self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
