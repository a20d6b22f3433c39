"""The text for the administrator about a denied request: copied, and shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from s3enc_gui.domain.denial import Denial
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.widgets.layouts.margins import WINDOW_MARGINS
from s3enc_gui.gui.widgets.scale import fixed_font
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.gui.widgets.window_size import resize_to_screen
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton
from s3enc_gui.i18n import _
from s3enc_gui.wording.administrator_text import administrator_text

_SIZE = QSize(680, 520)


class AdministratorDialog(QDialog):
    """Shows what was copied, so that the user knows what to send to whom."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Text for your administrator"))
        said = label(
            _("The text is on the clipboard. Send it to your administrator."), "heading", wrap=True
        )
        self.text = QPlainTextEdit(text, readOnly=True)
        self.text.setFont(fixed_font())
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text for your administrator"))
        said.setBuddy(self.text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WINDOW_MARGINS)
        column.setSpacing(12)
        for widget in (said, self.text, buttons):
            column.addWidget(widget)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_to_screen(self, _SIZE)


class AdministratorButton(WrappingButton):
    """The button beside an error that isn't in an ErrorBanner; hidden unless it is a denial."""

    def __init__(self) -> None:
        super().__init__(copy_text())
        self.setProperty("small", True)
        self._denial: Denial | None = None
        self.clicked.connect(self._copy)
        self.hide()

    def show_for(self, error: AppError | None) -> None:
        """Show the button if there is an error that is a denial."""
        self._denial = error.denial if error else None
        self.setVisible(self._denial is not None)

    def _copy(self) -> None:
        if self._denial:
            copy_administrator_text(self, self._denial)


def copy_text() -> str:
    """Return the text of the button that calls `copy_administrator_text`."""
    return _("Copy text for your administrator")


def copy_administrator_text(near: QWidget, denial: Denial) -> None:
    """Copy the text about a denial to the clipboard, and show it in a dialog."""
    copy_for_administrator(near, administrator_text(denial))


def copy_for_administrator(near: QWidget, text: str) -> None:
    """Copy a text to the clipboard, and show it in a dialog."""
    QGuiApplication.clipboard().setText(text)
    AdministratorDialog(text, near.window()).open()
