"""The settings in the pseudo-language."""

from __future__ import annotations

import pytest

from s3enc_gui.gui.settings.settings_dialog import SettingsDialog
from tests.gui.settings.test_settings_dialog import answer_all
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")


def test_settings(qtbot, runner):
    dialog = SettingsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    check_texts(dialog)
    answer_all(runner)
    runner.succeed(None)
    for page in range(dialog.pages.names.count()):
        dialog.pages.names.setCurrentRow(page)
        check_texts(dialog, "s3enc")
