"""Status line below the table: progress of listing and of reading encryption."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from s3enc_gui.domain.outage import Outage
from s3enc_gui.gui.messages.locale import count_text
from s3enc_gui.gui.messages.outage import waiting_text
from s3enc_gui.gui.widgets.announcement import announce
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.styling import label
from s3enc_gui.i18n import _, ngettext


class ListingStatus(QWidget):
    """Shows progress or what is left to do, with the buttons for it; and what it waits for."""

    stop_pressed = Signal()
    sign_in_pressed = Signal()
    check_all_pressed = Signal()
    more_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = BusyIndicator()
        self._is_listing = False
        self._text = label("", "muted", wrap=True)
        self._outage: Outage | None = None
        self.sign_in = _small_button(_("Sign in…"))
        self.sign_in.setVisible(False)
        self.sign_in.clicked.connect(self.sign_in_pressed)
        self._stop = _small_button(_("Stop"))
        self._check_all = _small_button(_("Check all"))
        self._more = _small_button(_("Show more"))
        self._stop.clicked.connect(self.stop_pressed)
        self._check_all.clicked.connect(self.check_all_pressed)
        self._more.clicked.connect(self.more_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._busy)
        row.addWidget(self._text, 1)
        for button in (self.sign_in, self._more, self._check_all, self._stop):
            row.addWidget(button)
        self.setVisible(False)

    def set_outages(self, outages: Sequence[Outage]) -> None:
        """Set what reading waits for; it is shown with the next text."""
        self._outage = next(iter(outages), None)

    def show_listing(self, count: int) -> None:
        """Show that the folder is being listed."""
        self._is_listing = True
        message = _("Listing…")
        if count:
            message = ngettext(
                "Listing… {count} item so far", "Listing… {count} items so far", count
            )
        self._show(message.format(count=count_text(count)), busy=True, stop=True)

    def show_reading(self, done: int, objects: int) -> None:
        """Show that the encryption of all objects is being read."""
        self._announce_listed(objects)
        message = _("Reading encryption… {done} of {count}")
        message = message.format(done=count_text(done), count=count_text(objects))
        self._show(message, busy=True, stop=True)

    def show_rest(self, unread: int, *, more: bool, shown: int | None, rows: int) -> None:
        """Show what is left: objects whose encryption isn't read, and further pages.

        `shown` of `rows` pass the filter; None: there is no filter.
        """
        self._announce_listed(rows)
        parts = []
        if shown is not None:
            message = _("Matching the filter: {shown} of {count}.")
            parts.append(message.format(shown=count_text(shown), count=count_text(rows)))
        if more:
            parts.append(_("This folder contains more than is shown."))
        if unread:
            message = ngettext(
                "{count} object isn't checked yet.", "{count} objects aren't checked yet.", unread
            )
            parts.append(message.format(count=count_text(unread)))
            parts.append(_("Visible ones are checked automatically."))
        self._show(" ".join(parts), check=unread > 0, more=more)

    def _announce_listed(self, count: int) -> None:
        """Tell screen readers that the folder is there: nothing in it has the focus yet."""
        if self._is_listing:
            self._is_listing = False
            line = ngettext("{count} item is listed.", "{count} items are listed.", count)
            announce(self.window(), line.format(count=count_text(count)))

    def _show(
        self,
        text: str,
        *,
        busy: bool = False,
        stop: bool = False,
        check: bool = False,
        more: bool = False,
    ) -> None:
        outage = self._outage
        self.sign_in.setVisible(outage is not None and outage.needs_sign_in)
        if outage is not None:
            text = f"{waiting_text(outage)} · {text}" if text else waiting_text(outage)
        if busy and outage is None:
            self._busy.start()
        else:
            self._busy.stop()
        self._text.setText(text)
        for button, shown in ((self._stop, stop), (self._check_all, check), (self._more, more)):
            button.setVisible(shown)
        self.setVisible(bool(text))


def _small_button(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("small", True)
    return made
