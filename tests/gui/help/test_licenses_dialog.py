from __future__ import annotations

import pytest

from s3enc_gui.domain.components.program_component import ProgramComponent
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.help.licenses_dialog import LicensesDialog
from s3enc_gui.gui.uploads.wizard import UploadWizard
from s3enc_gui.gui.window.main_window import MainWindow
from s3enc_gui.jobs.components import Components, ReadComponents, ReadLicense

FOUND = (
    ProgramComponent("s3enc", "1.0", "Apache-2.0"),
    ProgramComponent("PySide6_Essentials", "6.11.3", "LGPL-3.0-only"),
)


@pytest.fixture
def dialog(qtbot, runner):
    dialog = LicensesDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def filled(dialog, runner):
    runner.handle_of(ReadComponents).succeed(Components(FOUND, "/usr/lib/s3enc/lib"))
    return dialog


def test_help_opens_it(qtbot, runner):
    window = MainWindow(runner, UploadWizard)
    qtbot.addWidget(window)
    window.show()
    window._help.licenses.trigger()
    [dialog] = window.findChildren(LicensesDialog)
    assert dialog.isVisible()


def test_it_lists_the_components_and_says_that_qt_can_be_replaced(filled):
    rows = [[filled.table.item(row, at).text() for at in range(3)] for row in range(2)]
    assert rows == [[one.name, one.version, one.license] for one in FOUND]
    assert "GNU LGPL" in filled.note.text()
    assert "in /usr/lib/s3enc/lib: you can replace them" in filled.note.text()


def test_the_license_of_the_selected_component_is_shown(filled, runner):
    assert runner.jobs_of(ReadLicense) == [ReadLicense("s3enc")]
    runner.handle_of(ReadLicense).succeed("Apache License")
    assert filled.text.toPlainText() == "Apache License"
    filled.table.selectRow(1)
    assert filled.text.toPlainText() == ""
    assert runner.jobs_of(ReadLicense)[-1] == ReadLicense("PySide6_Essentials")
    runner.handle_of(ReadLicense).succeed("")
    assert "isn't part of this installation" in filled.text.toPlainText()


def test_what_cannot_be_read_is_said(dialog, runner):
    runner.handle_of(ReadComponents).fail(AppError("Can't read the licenses", code="EACCES"))
    assert dialog.banner.isVisible()
