"""Bar that shows the progress and the result of one operation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QWidget,
)

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage
from s3enc_gui.gui.browser.operations.report_dialog import ReportDialog, ReportLine
from s3enc_gui.gui.customer_keys.choose_key import choose_key_text
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.messages.outage import OUTAGE_TEXTS, outage_text
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.labels.short_label import ShortLabel
from s3enc_gui.gui.widgets.remedies.remedy_button import RemedyButton
from s3enc_gui.gui.widgets.styling import flat_button, restyle
from s3enc_gui.i18n import _

_MIN_TEXT = 240  # pixels of text beside the buttons
_OTHER = 110  # pixels of icon, close button, margins and spacing
_PROGRESS = 150  # pixels


@dataclass(frozen=True, slots=True)
class OperationResult:
    """Result of an operation: text, tone (`ok`, `info`, `warning`, `error`) and details.

    `conflicts`: number of names that already exist; the user is asked what to do with them.
    `can_undo`, `needs_key`: there are buttons for undoing it, and for choosing a key (SSE-C).
    `errors`: there is a button for what the window can do about the first of them.
    """

    text: str
    tone: str = "ok"
    lines: tuple[ReportLine, ...] = ()
    conflicts: int = 0
    can_undo: bool = False
    needs_key: bool = False
    errors: tuple[AppError, ...] = ()


_TONES: dict[str, tuple[str, Tone]] = {
    "ok": ("verified", "ok"),
    "info": ("info", "accent"),
    "warning": ("warning", "warning"),
    "error": ("error", "error"),
}


class OperationBar(QFrame):
    """Shows an operation; `stop_pressed` requests cancellation, `closed` removal of the bar.

    `sign_in_pressed`: the user wants to sign in, for which the operation waits.
    `overwrite_chosen` and `keep_both_chosen` decide about names that already exist; `undo_chosen`:
    the user wants to undo it; `key_requested`: to choose the key of objects that need one.
    `is_read`: the operation has finished, and there is nothing to decide; `is_closed`: the user
    closed the bar.
    """

    stop_pressed = Signal()
    sign_in_pressed = Signal()
    overwrite_chosen = Signal()
    keep_both_chosen = Signal()
    undo_chosen = Signal()
    key_requested = Signal()
    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._lines: tuple[ReportLine, ...] = ()
        self._busy, self._icon = BusyIndicator(), IconLabel("verified", "ok")
        self._text = ShortLabel(title)
        self._text.cut.connect(self._offer_details)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setFixedWidth(_PROGRESS)
        self.stop = _small_button(_("Stop"), self.stop_pressed)
        self.sign_in = _small_button(_("Sign in…"), self.sign_in_pressed)
        self.details = _small_button(_("Details…"), self._show_details)
        self.overwrite = _small_button(_("Overwrite"), self.overwrite_chosen)
        self.keep_both = _small_button(_("Keep both"), self.keep_both_chosen)
        self.undo = _small_button(_("Undo"), self.undo_chosen)
        self.choose_key = _small_button(choose_key_text(), self.key_requested)
        self.remedy = RemedyButton()
        self.skip = _small_button(_("Skip"), self.skip_names)
        self._choices = (self.overwrite, self.keep_both, self.skip)
        self.close_button = flat_button("close", _("Close this message"))
        self.close_button.clicked.connect(self._close)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        ended = (self.undo, self.choose_key, self.remedy, self.details)
        for button in (self.sign_in, *ended, *self._choices, self.stop):
            row.addWidget(button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 10, 8)
        self._grid.setSpacing(10)
        for column, widget in enumerate((self._busy, self._icon, self._text, self._progress)):
            self._grid.addWidget(widget, 0, column)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(self._buttons, 0, 4)
        self._grid.addWidget(self.close_button, 0, 5)
        self._is_narrow = self._waits = False
        self.is_read = self.is_closed = False
        self.begin()

    def event(self, event: QEvent) -> bool:
        """Arrange the buttons when the width or the buttons change (Qt)."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Place the buttons below the text if it would be too narrow beside them."""
        progress = 0 if self._progress.isHidden() else _PROGRESS
        width = self.width() - self._buttons.sizeHint().width() - _OTHER - progress
        if (width < _MIN_TEXT) is self._is_narrow:
            return
        self._is_narrow = not self._is_narrow
        self._grid.removeWidget(self._buttons)
        if self._is_narrow:
            self._grid.addWidget(self._buttons, 1, 2, 1, 4, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(self._buttons, 0, 4)

    def begin(self) -> None:
        """Show that the operation is running."""
        self._text.show_text(self._title)
        self.setProperty("banner", "info")
        restyle(self)
        self._show_ended(False)
        self._busy.start()
        self.is_read = False

    def show_progress(self, text: str, permille: int | None) -> None:
        """Show the progress; `permille` None if the total isn't known."""
        if not self._waits:
            self._text.show_text(f"{self._title} {text}".strip())
        self._progress.setVisible(permille is not None)
        if permille is not None:
            self._progress.setRange(0, 1000)
            self._progress.setValue(permille)

    @property
    def permille(self) -> int | None:
        """The progress shown; None: not known."""
        return None if self._progress.isHidden() else self._progress.value()

    def show_waiting(self, outage: Outage | None) -> None:
        """Show what the running operation waits for; None: it goes on."""
        self._waits = outage is not None
        self.sign_in.setVisible(outage is not None and outage.needs_sign_in)
        self._icon.setVisible(outage is not None)
        self.setProperty("banner", "warning" if outage else "info")
        restyle(self)
        if outage is None:
            self._text.show_text(self._title)
            self._busy.start()
            return
        sign = OUTAGE_TEXTS[outage.kind].sign
        self._icon.show_icon(sign.icon, sign.tone)
        self._busy.stop()
        text = " ".join((self._title, *outage_text(outage)))
        self._text.show_text(text)
        self.setAccessibleName(text)

    def show_result(self, result: OperationResult) -> None:
        """Show the result."""
        self._lines = result.lines
        self._icon.show_icon(*_TONES[result.tone])
        self.setProperty("banner", result.tone)
        self.setAccessibleName(result.text)
        restyle(self)
        self._show_ended(True)
        # A problem behind a modal dialog hasn't been visible yet.
        visible = result.tone in ("ok", "info") or QApplication.activeModalWidget() is None
        self.is_read = visible and not result.conflicts
        # If all lines are conflicts, the text says everything.
        self.details.setVisible(bool(result.lines) and len(result.lines) != result.conflicts)
        for button in self._choices:
            button.setVisible(result.conflicts > 0)
        self.undo.setVisible(result.can_undo)
        self.choose_key.setVisible(result.needs_key)
        self.remedy.show_for(result.errors)
        self._text.show_text(result.text)
        self._offer_details()

    def skip_names(self) -> None:
        """Skip the existing names; other results stay to be read."""
        if all(line.is_conflict for line in self._lines):
            self._close()
            return
        self.is_read = True
        for button in self._choices:
            button.setVisible(False)

    def _close(self) -> None:
        self.is_closed = True
        self.closed.emit()

    def _offer_details(self) -> None:
        """Show the Details button if the text is elided."""
        if self._text.is_cut and not self.close_button.isHidden():
            self.details.setVisible(True)

    def _show_ended(self, ended: bool) -> None:
        self._busy.stop()
        self._waits = False
        self.sign_in.setVisible(False)
        for widget in (self._icon, self.close_button):
            widget.setVisible(ended)
        self.stop.setVisible(not ended)
        self._progress.setVisible(False)
        for button in (self.undo, self.choose_key, self.remedy, self.details, *self._choices):
            button.setVisible(False)

    def _show_details(self) -> None:
        dialog = ReportDialog(self._text.text(), self._lines, self.window())
        for button in (self.choose_key, self.remedy):
            if not button.isHidden():
                dialog.offer(button)
        dialog.open()


def _small_button(text: str, slot: Callable[[], object] | SignalInstance) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("small", True)
    made.clicked.connect(slot)
    return made


def permille(done: float, total: float | None) -> int | None:
    """Return the progress from 0 to 1000; None if the total isn't known."""
    return min(1000, round(1000 * done / total)) if total else None
