"""Banner for errors and other messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.messages.remedies import remedy_of, remedy_text
from s3enc_gui.gui.widgets.administrator_dialog import copy_administrator_text, copy_text
from s3enc_gui.gui.widgets.announcement import announce
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.remedies.remedy_offer import offer_for
from s3enc_gui.gui.widgets.styling import flat_button, restyle
from s3enc_gui.gui.widgets.wrapping_button import WrappingButton
from s3enc_gui.i18n import _

_TONES: dict[str, tuple[str, Tone]] = {
    "error": ("error", "error"),
    "warning": ("warning", "warning"),
    "ok": ("verified", "ok"),
    "info": ("info", "accent"),
}


Action = tuple[str, Callable[[], None]]
"""The text of a button, and what it does."""


class ErrorBanner(QFrame):
    """Shows an AppError: icon, title, detail, hint, the server's error code, and buttons.

    There is a button for what the window offers to do about the error (`RemedyOffer`), except in
    a dialog that `is_remedy` itself, and one for the administrator's text about a denial. Hidden
    while there is no message; `cleared` is emitted when the user closes it.
    """

    cleared = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, closable: bool = True, is_remedy: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_remedy = is_remedy
        self._icon = IconLabel("error", "error")
        self._title, self._detail, self._hint, self._code = (_Text(self) for _ in range(4))
        self._title.setProperty("role", "heading")
        self._code.setProperty("role", "code")
        texts = QVBoxLayout()
        texts.setSpacing(3)
        for label in (self._title, self._detail, self._hint, self._code):
            texts.addWidget(label)
        self._buttons: list[QPushButton] = []
        self._button_column = QVBoxLayout()
        self._button_column.setContentsMargins(0, 4, 0, 0)
        texts.addLayout(self._button_column)
        self._close = flat_button("close", _("Close this message"))
        self._close.setVisible(closable)
        self._close.clicked.connect(self._closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 11, 10, 11)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.setVisible(False)

    def show_error(
        self, error: AppError, tone: str = "error", actions: Sequence[Action] = ()
    ) -> None:
        """Show a message; `tone` is `error`, `warning`, `ok` or `info`.

        `actions` are shown before the buttons that every banner has for such an error.
        """
        title, detail, hint = error.title, error.detail, error.hint
        code = _("Code: {code}").format(code=error.code) if error.code else ""
        texts = (title, detail, hint, code)
        labels = (self._title, self._detail, self._hint, self._code)
        for label, text in zip(labels, texts, strict=True):
            label.show_text(text)
        self._show_buttons(error, actions)
        self._icon.show_icon(*_TONES[tone])
        self.setProperty("banner", tone)
        self.setAccessibleName(title)
        restyle(self)
        self.setVisible(True)
        said = " ".join(f"{one}." for one in (title, detail, hint) if one)
        announce(self, said.replace("..", "."), urgent=tone == "error")

    def show_warning(self, error: AppError) -> None:
        """Show a warning."""
        self.show_error(error, "warning")

    def show_info(self, error: AppError) -> None:
        """Show an information."""
        self.show_error(error, "info")

    def clear(self) -> None:
        """Hide the banner."""
        self.setVisible(False)

    def _show_buttons(self, error: AppError, actions: Sequence[Action]) -> None:
        """Show the buttons, one below the other: a banner may be in a narrow pane."""
        for button in self._buttons:
            self._button_column.removeWidget(button)
            button.hide()
            button.deleteLater()  # it may be the one that was pressed
        self._buttons = []
        for text, action in actions:
            self._add_button(text, action)
        remedy = None if self._is_remedy else remedy_of(error)
        if remedy and (offer := offer_for(self, remedy)):
            button = self._add_button(remedy_text(remedy), partial(offer.take, error))
            button.setEnabled(offer.is_enabled)
            offer.enabled_changed.connect(button.setEnabled)
        if error.denial:
            self._add_button(copy_text(), partial(copy_administrator_text, self, error.denial))

    def _add_button(self, text: str, action: Callable[[], None]) -> QPushButton:
        button = WrappingButton(text)
        button.clicked.connect(partial(_ignoring_state, action))
        self._button_column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._buttons.append(button)
        return button

    def _closed(self) -> None:
        self.clear()
        self.cleared.emit()


def _ignoring_state(action: Callable[[], None], _checked: bool = False) -> None:
    action()


class _Text(QLabel):
    """Plain text that wraps and is always as high as its lines: a layout with little space would
    cut them off.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)  # a server's messages are never markup
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # not a Tab stop

    def show_text(self, text: str) -> None:
        """Show a text; hide if it is empty."""
        self.setText(text)
        if self.isVisible():
            self._fit()
        else:
            self.setMinimumHeight(0)  # the width isn't known yet
        self.setVisible(bool(text))

    def showEvent(self, event: QShowEvent) -> None:
        """Set the height for the width (Qt)."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the height for the new width (Qt)."""
        super().resizeEvent(event)
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(0)  # affects heightForWidth below
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))
