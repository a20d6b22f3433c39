"""The Incomplete uploads dialog in the pseudo-language."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox

from tests.gui.incomplete_uploads.test_uploads_dialog import ROWS, dialog, opened
from tests.i18n.shown import check_texts

__all__ = ["dialog", "opened"]

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "work")


def test_empty(dialog, runner):
    check_texts(dialog, *DATA)
    runner.succeed(())
    check_texts(dialog, *DATA)


def test_uploads_and_the_question(dialog, runner):
    runner.succeed(ROWS)
    check_texts(dialog, *DATA)
    dialog.abort.click()
    check_texts(dialog.findChild(QMessageBox), *DATA)
