from __future__ import annotations

from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.gui.history.history_window import HistoryWindow
from s3enc_gui.gui.settings.settings_dialog import SettingsDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow


def test_settings_lead_to_other_windows(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    window._actions.settings.trigger()
    [settings] = window.findChildren(SettingsDialog)
    settings.history.history.click()
    assert window.findChildren(HistoryWindow)
    settings.connections.button.click()
    assert window.findChildren(ConnectionsDialog)
