"""The administrator's text in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorDialog
from s3enc_gui.gui.widgets.error_banner import ErrorBanner

DENIAL = Denial("PutObject", (Permission("s3:PutObject", "arn:aws:s3:::reports/*"),))
ERROR = AppError("You don't have permission", code="AccessDenied", denial=DENIAL)


def test_the_button_copies_the_text_and_shows_it(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    banner = ErrorBanner(window)
    banner.show_error(ERROR)
    window.show()
    (button,) = banner.findChildren(QPushButton)
    assert button.text() == "Copy text for your administrator"
    qtbot.keyClick(button, Qt.Key.Key_Space)
    (dialog,) = window.findChildren(AdministratorDialog)
    copied = QGuiApplication.clipboard().text()
    assert "arn:aws:s3:::reports/*" in copied
    assert dialog.text.toPlainText() == copied
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(AdministratorDialog))


def test_without_a_denial_there_is_no_button(qtbot) -> None:
    banner = ErrorBanner()
    qtbot.addWidget(banner)
    banner.show_error(AppError("The object is locked", code="AccessDenied"))
    assert not banner.findChildren(QPushButton)
