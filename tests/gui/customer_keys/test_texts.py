"""The Keys window and its dialogs in the pseudo-language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.gui.customer_keys.check_copy_dialog import CheckCopyDialog
from s3enc_gui.gui.customer_keys.new_key_dialog import NewKeyDialog
from s3enc_gui.jobs.customer_keys.manage_keys import StoredKey
from tests.gui.customer_keys.conftest import INVOICES, KEY, LISTED, OTHER
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("invoices", "scans", "my-bucket", "https://s3.example", KEY.md5, OTHER.md5, "/sheet.html")
SHEET = "\n".join(KEY.rows)


def test_the_list(dialog, runner):
    check_texts(dialog, *DATA)
    dialog.table.selectRow(1)
    dialog.export(KEY.md5, "/sheet.html")
    runner.succeed(INVOICES)
    check_texts(dialog, *DATA)
    dialog.read()
    runner.succeed(())
    check_texts(dialog, *DATA)


@pytest.mark.parametrize("in_keyring", [True, False])
def test_a_new_key(qtbot, runner, in_keyring):
    dialog = NewKeyDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    check_texts(dialog, *DATA)
    dialog.source.from_file.setChecked(True)
    check_texts(dialog, *DATA)
    dialog.source.by_hand.setChecked(True)
    for typed in (SHEET, SHEET[:-1], KEY.base64, "abc"):
        dialog.source.typed.setPlainText(typed)
        check_texts(dialog, *DATA)
    dialog.add("/sheet.html")
    runner.succeed(StoredKey(replace(INVOICES, in_keyring=in_keyring), in_keyring))
    check_texts(dialog, *DATA)


@pytest.mark.parametrize("listed", LISTED, ids=["here", "lost"])
def test_a_copy(qtbot, runner, listed):
    dialog = CheckCopyDialog(runner, listed)
    qtbot.addWidget(dialog)
    dialog.show()
    check_texts(dialog, *DATA)
    dialog.source.path.setText("/sheet.html")
    dialog.go.click()
    runner.succeed(StoredKey(listed.known, in_keyring=True))
    check_texts(dialog, *DATA)
