"""The identity of the connection, in one line of the tool bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from s3enc_gui.domain.connection import Identity
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.messages.plain_text import plain_tip
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.i18n import _


class IdentityLabel(QWidget):
    """Shows `user · account · Region`, “Anonymous · Region”, a busy indicator or an error.

    Where space is short, the account is left out, then the Region; nothing is cut in its middle.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = BusyIndicator(self)
        self._icon = IconLabel("person", "muted", 18)
        self._text = ElidedLabel(elide=Qt.TextElideMode.ElideRight)
        self._text.setProperty("role", "muted")
        self._text.setAccessibleDescription(_("Your identity"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self._busy, self._icon, self._text):
            row.addWidget(widget)
        self._show("", "person", "muted")

    @property
    def text(self) -> str:
        """The displayed text."""
        return self._text.text()

    def show_busy(self, text: str) -> None:
        """Show a busy indicator."""
        self._icon.setVisible(False)
        self._text.setVisible(False)
        self._busy.start(text)

    def show_identity(self, identity: Identity) -> None:
        """Show an identity."""
        short = identity.arn.rpartition(":")[2] or _("Anonymous")
        parts = (short, identity.account, identity.region)
        shorter = (_joined(short, identity.region), short)
        self._show(_joined(*parts), "person", "muted", shorter)
        anonymous = _("You aren't signed in: only public data can be read.")
        self._text.setToolTip(plain_tip(identity.arn or anonymous))

    def show_nothing(self) -> None:
        """Show nothing: the reason is somewhere else on the screen."""
        self._show("", "person", "muted")

    def show_problem(self, error: AppError) -> None:
        """Show why the identity isn't known."""
        self._show(error.title, "warning", "warning")
        self._text.setToolTip(plain_tip(error.message))

    def _show(self, text: str, icon: str, tone: Tone, shorter: Sequence[str] = ()) -> None:
        self._busy.stop()
        self._icon.show_icon(icon, tone)
        self._icon.setVisible(bool(text))
        self._text.setVisible(bool(text))
        self._text.show_text(text, shorter)

    def minimumSizeHint(self) -> QSize:
        """Return a small size: the text shrinks first."""
        return QSize(60, super().minimumSizeHint().height())


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
