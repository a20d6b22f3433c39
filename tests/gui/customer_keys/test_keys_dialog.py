"""The Keys window, and the dialogs for a new key and for a copy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox

from s3enc_gui.domain.customer_keys.known_key import name_taken_error
from s3enc_gui.gui.customer_keys.check_copy_dialog import CheckCopyDialog
from s3enc_gui.gui.customer_keys.customer_keys_model import Column
from s3enc_gui.gui.customer_keys.new_key_dialog import NewKeyDialog
from s3enc_gui.jobs.customer_keys.copies_of_keys import (
    AddKey,
    CheckCopy,
    KeyCopy,
    ReadKeyList,
    RenameKey,
)
from s3enc_gui.jobs.customer_keys.manage_keys import CreateKey, ExportKey, RemoveKey, StoredKey
from tests.gui.customer_keys.conftest import INVOICES, KEY, LISTED, OTHER

SHEET = "\n".join(KEY.rows)


@pytest.fixture
def new(qtbot, runner):
    new = NewKeyDialog(runner)
    qtbot.addWidget(new)
    new.show()
    new.name.setText("invoices")
    return new


def cells(dialog, row):
    model = dialog.model
    return [model.index(row, column).data() for column in Column]


def open_dialog(dialog, kind):
    return next(one for one in dialog.findChildren(QDialog) if isinstance(one, kind))


def test_it_lists_names_md5s_objects_and_where_the_key_is(dialog, qtmodeltester):
    qtmodeltester.check(dialog.model)
    assert cells(dialog, 0)[:3] == ["invoices", KEY.md5, "1,234"]
    assert cells(dialog, 0)[-1] == "Keyring"
    assert cells(dialog, 1)[-1] == "Not on this computer"
    assert "my-bucket, scans (https://s3.example)" in dialog.details.text().replace("\u200b", "")
    dialog.table.selectRow(1)
    assert not dialog.button("export").isEnabled()
    assert dialog.button("check").text() == "Add again…"


def test_a_key_that_was_exported_is_read_back_before_it_says_so(dialog, runner):
    dialog.export(KEY.md5, "/sheets/invoices.html")
    assert runner.started[-1] == ExportKey(KEY.md5, "/sheets/invoices.html")
    assert not dialog.banner.isVisible()
    runner.succeed(INVOICES)
    assert dialog.banner.isVisible()
    assert "“invoices”" in dialog.banner.accessibleName()
    assert runner.jobs_of(ReadKeyList)[1:]


def test_deleting_asks_with_the_number_of_objects_that_need_the_key(dialog, runner):
    dialog.button("delete").click()
    box = open_dialog(dialog, QMessageBox)
    assert "invoices" in box.text()
    assert "1,234 objects" in box.informativeText()
    assert not runner.jobs_of(RemoveKey)
    next(one for one in box.buttons() if one.text() == "Delete").click()
    assert runner.started[-1] == RemoveKey(KEY.md5)
    runner.succeed(INVOICES)
    runner.handle_of(ReadKeyList).succeed(LISTED[1:])
    assert dialog.model.rowCount() == 1


def test_a_key_is_renamed_in_the_table(dialog, runner, qtbot):
    dialog.button("rename").click()
    editor = dialog.table.findChild(QLineEdit)
    editor.setText("invoices 2026")
    qtbot.keyClick(editor, Qt.Key.Key_Return)  # Qt commits it later
    qtbot.waitUntil(lambda: bool(runner.jobs_of(RenameKey)))
    assert runner.started[-1] == RenameKey(KEY.md5, "invoices 2026")
    runner.fail(name_taken_error("invoices 2026"))
    assert dialog.banner.isVisible()
    assert cells(dialog, 0)[0] == "invoices"


def test_an_empty_list_offers_a_new_key(dialog, runner):
    dialog.read()
    runner.succeed(())
    assert not dialog.button("new").isVisible()  # one is enough
    dialog.empty.button.click()
    assert open_dialog(dialog, NewKeyDialog)


def test_a_new_key_cannot_be_used_before_its_sheet_is_written_and_read_back(new, runner, qtbot):
    new.name.clear()
    assert not new.go.isEnabled()
    new.name.setText("invoices")
    assert (new.go.isEnabled(), new.go.text()) == (True, "Save key sheet…")
    new.add("/sheets/invoices.html")
    assert runner.started[-1] == CreateKey("invoices", "/sheets/invoices.html")
    with qtbot.waitSignal(new.added) as added:
        runner.succeed(StoredKey(INVOICES, in_keyring=True))
    assert added.args == [KEY.md5]
    assert not new.go.isVisible()


def test_without_a_keyring_it_says_that_the_key_is_kept_for_this_session(new, runner):
    new.add("/sheets/invoices.html")
    runner.succeed(StoredKey(replace(INVOICES, in_keyring=False), in_keyring=False))
    shown = " ".join(one.text() for one in new.banner.findChildren(QLabel))
    assert "no keyring" in shown
    assert new.banner.property("banner") == "warning"


@pytest.mark.parametrize(
    ("typed", "complete", "needs_sheet"),
    [
        (SHEET, True, False),
        (KEY.base64, True, True),
        (KEY.content.hex(), True, True),
        (SHEET[:-1], False, False),
        ("abc", False, True),
    ],
)
def test_what_is_typed_is_checked_and_pasted_keys_need_a_sheet(
    new, runner, typed, complete, needs_sheet
):
    new.source.by_hand.setChecked(True)
    assert not new.go.isEnabled()
    new.source.typed.setPlainText(typed)
    assert (new.go.isEnabled(), new.needs_sheet) == (complete, needs_sheet)
    if complete:
        new.add("/sheet.txt" if needs_sheet else "")
        job = runner.started[-1]
        assert job == AddKey("invoices", KeyCopy(typed=typed), "/sheet.txt" if needs_sheet else "")
        assert typed not in repr(job)


def test_typing_errors_name_the_row(new):
    new.source.by_hand.setChecked(True)
    new.source.typed.setPlainText(SHEET.replace("3  ", "3  0", 1))
    assert "Row 3" in new.source._note.text()


def test_what_was_typed_is_forgotten_and_never_in_the_clipboard(new, runner):
    QApplication.clipboard().setText("of the user")
    new.source.by_hand.setChecked(True)
    new.source.typed.setPlainText(SHEET)
    new.add("")
    runner.succeed(StoredKey(INVOICES, in_keyring=True))
    assert new.source.typed.toPlainText() == ""
    assert QApplication.clipboard().text() == "of the user"


def test_a_copy_is_checked_and_a_lost_key_is_added_again(dialog, runner):
    dialog.button("check").click()
    check = open_dialog(dialog, CheckCopyDialog)
    check.source.path.setText("/sheet.txt")
    check.go.click()
    assert runner.started[-1] == CheckCopy(KEY.md5, KeyCopy("/sheet.txt"))
    runner.succeed(StoredKey(INVOICES, in_keyring=True))
    assert check.banner.isVisible()
    check.close()
    dialog.table.selectRow(1)
    dialog.button("check").click()
    again = dialog.findChildren(CheckCopyDialog)[-1]
    again.source.by_hand.setChecked(True)
    again.source.typed.setPlainText("\n".join(OTHER.rows))
    again.go.click()
    assert runner.started[-1] == CheckCopy(OTHER.md5, KeyCopy(typed="\n".join(OTHER.rows)))
    assert again.about.isVisible()
    runner.succeed(StoredKey(INVOICES, in_keyring=True))
    assert not again.about.isVisible()  # it says that the key isn't here
