"""What is being copied, moved, deleted or made at S3, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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

from s3enc_gui.gui.browser.operations.report_dialog import ReportDialog, ReportLine
from s3enc_gui.gui.icons import Tone
from s3enc_gui.gui.widgets.busy import BusyIndicator
from s3enc_gui.gui.widgets.icon_label import IconLabel
from s3enc_gui.gui.widgets.short_label import ShortLabel
from s3enc_gui.gui.widgets.styling import flat_button, restyle

_LEAST_TEXT = 240  # pixels of words beside the buttons
_BESIDE = 110  # pixels of icon, close button, margins and gaps
_PROGRESS = 150


@dataclass(frozen=True, slots=True)
class Ending:
    """How an errand ended: words, `ok`, `info`, `warning` or `error`, and what is to be read.

    `taken`: how many names were in use, so that something can be done about them.
    """

    words: str
    tone: str = "ok"
    lines: tuple[ReportLine, ...] = ()
    taken: int = 0


_TONES: dict[str, tuple[str, Tone]] = {
    "ok": ("verified", "ok"),
    "info": ("info", "accent"),
    "warning": ("warning", "warning"),
    "error": ("error", "error"),
}


class OperationBar(QFrame):
    """One errand; `stop_pressed` is the wish to stop it, `closed` that nobody needs the bar.

    `overwrite_chosen` and `keep_both_chosen` say what is to be done about names that were taken.
    `is_read`: it has ended, and there is nothing to decide; `is_closed`: the user closed it.
    """

    stop_pressed = Signal()
    overwrite_chosen = Signal()
    keep_both_chosen = Signal()
    closed = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = words
        self._lines: tuple[ReportLine, ...] = ()
        self._busy, self._icon = BusyIndicator(), IconLabel("verified", "ok")
        self._words = ShortLabel(words)
        self._words.cut.connect(self._offer_details)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setFixedWidth(_PROGRESS)
        self.stop = _small(self.tr("Stop"), self.stop_pressed)
        self.details = _small(self.tr("Details…"), self._show_details)
        self.overwrite = _small(self.tr("Overwrite"), self.overwrite_chosen)
        self.keep_both = _small(self.tr("Keep both"), self.keep_both_chosen)
        self.skip = _small(self.tr("Skip"), self._skip)
        self._choices = (self.overwrite, self.keep_both, self.skip)
        self.close_button = flat_button("close", self.tr("Close this message"))
        self.close_button.clicked.connect(self._close)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for button in (self.details, *self._choices, self.stop):
            row.addWidget(button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 10, 8)
        self._grid.setSpacing(10)
        for column, widget in enumerate((self._busy, self._icon, self._words, self._progress)):
            self._grid.addWidget(widget, 0, column)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(self._buttons, 0, 4)
        self._grid.addWidget(self.close_button, 0, 5)
        self._is_narrow = False
        self.is_read = self.is_closed = False
        self.begin()

    def event(self, event: QEvent) -> bool:
        """Arrange the buttons anew for another width, and for other buttons."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Put the buttons below the words where these would have too little room beside them."""
        taken = 0 if self._progress.isHidden() else _PROGRESS
        words = self.width() - self._buttons.sizeHint().width() - _BESIDE - taken
        if (words < _LEAST_TEXT) is self._is_narrow:
            return
        self._is_narrow = not self._is_narrow
        self._grid.removeWidget(self._buttons)
        if self._is_narrow:
            self._grid.addWidget(self._buttons, 1, 2, 1, 4, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(self._buttons, 0, 4)

    def begin(self) -> None:
        """Say that it is under way."""
        self._words.show_text(self._title)
        self.setProperty("banner", "info")
        restyle(self)
        self._show_ended(False)
        self._busy.start()
        self.is_read = False

    def show_progress(self, words: str, permille: int | None) -> None:
        """Say how far it has come; `permille` None: that cannot be told."""
        self._words.show_text(f"{self._title} {words}".strip())
        self._progress.setVisible(permille is not None)
        if permille is not None:
            self._progress.setRange(0, 1000)
            self._progress.setValue(permille)

    def show_ending(self, ending: Ending) -> None:
        """Say how it ended."""
        self._lines = ending.lines
        self._icon.show_icon(*_TONES[ending.tone])
        self.setProperty("banner", ending.tone)
        self.setAccessibleName(ending.words)
        restyle(self)
        self._show_ended(True)
        # What went wrong behind a dialog has not been in sight yet.
        seen = ending.tone in ("ok", "info") or QApplication.activeModalWidget() is None
        self.is_read = seen and not ending.taken
        # Of a single name that is taken the words tell all.
        self.details.setVisible(bool(ending.lines) and len(ending.lines) != ending.taken)
        for button in self._choices:
            button.setVisible(ending.taken > 0)
        self._words.show_text(ending.words)
        self._offer_details()

    def _skip(self) -> None:
        """Leave the names as they are; whatever else there is to read stays."""
        if all(line.is_taken for line in self._lines):
            self._close()
            return
        self.is_read = True
        for button in self._choices:
            button.setVisible(False)

    def _close(self) -> None:
        self.is_closed = True
        self.closed.emit()

    def _offer_details(self) -> None:
        """Where the words are cut, the details have them all."""
        if self._words.is_cut and not self.close_button.isHidden():
            self.details.setVisible(True)

    def _show_ended(self, ended: bool) -> None:
        self._busy.stop()
        for widget in (self._icon, self.close_button):
            widget.setVisible(ended)
        self.stop.setVisible(not ended)
        self._progress.setVisible(False)
        for button in (self.details, *self._choices):
            button.setVisible(False)

    def _show_details(self) -> None:
        ReportDialog(self._words.text(), self._lines, self.window()).open()


def _small(text: str, slot: Callable[[], object] | SignalInstance) -> QPushButton:
    made = QPushButton(text)
    made.setProperty("small", True)
    made.clicked.connect(slot)
    return made


def permille(done: float, total: float | None) -> int | None:
    """Return how far something has come, None where that cannot be told."""
    return min(1000, round(1000 * done / total)) if total else None
