"""Header of the transfers panel: heading, summary, progress bar and buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from s3enc_gui.gui.icons import keep_icon
from s3enc_gui.gui.messages.state_icon import StateIcon
from s3enc_gui.gui.transfers.menu import AllTransfersButton
from s3enc_gui.gui.widgets.action_button import action_button, fit_button_texts
from s3enc_gui.gui.widgets.labels.elided_label import ElidedLabel
from s3enc_gui.gui.widgets.labels.icon_label import IconLabel
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import flat_button, label
from s3enc_gui.i18n import N_, _, translate

_WIDTH_WITH_SUMMARY = 820  # pixels; narrower headers show the summary in a second row
_SUMMARY_AT = 3  # index of the summary in the row; the item before it is a space
_SPACE, _GAPS = 4, 26  # pixels between widgets, and around the summary
_RESERVE = 80  # pixels that must be free before the summary goes back into the first row
_COLLAPSE, _EXPAND = N_("Hide the list of transfers"), N_("Show the list of transfers")


class TransfersHeader(QWidget):
    """All that is left of the panel when it is collapsed; `folded` carries whether it is."""

    folded = Signal(bool)

    def __init__(
        self,
        selected: Sequence[QAction],
        all_transfers: AllTransfersButton,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.fold = flat_button("fold", translate(_COLLAPSE))
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._fold)
        self.heading = label(_("Transfers"), "heading")
        self._icon = IconLabel("upload", "accent", 18)
        self.summary = ElidedLabel(elide=Qt.TextElideMode.ElideRight)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of all transfers"))
        self._buttons = [action_button(action) for action in selected]
        self._all_transfers = all_transfers
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._summary_box = self._make_summary_box()
        row = self._row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.fold)
        row.addWidget(self.heading)
        row.addSpacing(12)
        row.addWidget(self._summary_box, 1)
        row.addSpacing(8)
        for button in (*self._buttons, all_transfers):
            row.addWidget(button)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.bar)

    def show_progress(self, sign: StateIcon, text: str, permille: int, *, active: bool) -> None:
        """Show the progress of all transfers; the bar only while some are active."""
        self._icon.show_icon(sign.icon, sign.tone)
        self.summary.show_text(text)
        self._wrap_summary()
        self.bar.setValue(permille)
        self.bar.setVisible(active)

    def set_empty(self, empty: bool) -> None:
        """Hide what has no effect without transfers."""
        for widget in (self.fold, self._icon, self._all_transfers):
            widget.setVisible(not empty)
        self._show_buttons(not empty and not self.fold.isChecked())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the buttons and the place of the summary (Qt)."""
        super().resizeEvent(event)
        fit_button_texts(self._buttons, self.width())
        self._wrap_summary()

    def _make_summary_box(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self.summary, 1)
        return box

    def _wrap_summary(self) -> None:
        """Give the summary a line of its own where it doesn't fit between heading and buttons."""
        was_wrapped = self._column.indexOf(self._summary_box) >= 0
        needed = self.summary.fontMetrics().horizontalAdvance(self.summary.text())
        if was_wrapped:
            needed += scaled(_RESERVE)
        wrapped = self.width() < _WIDTH_WITH_SUMMARY or needed > self._free_width()
        if wrapped == was_wrapped:
            return
        self._row.setStretch(_SUMMARY_AT - 1, int(wrapped))
        if wrapped:
            self._column.insertWidget(1, self._summary_box)
        else:
            self._row.insertWidget(_SUMMARY_AT, self._summary_box, 1)

    def _free_width(self) -> int:
        """Return the width between the heading and the buttons."""
        others = (self.fold, self.heading, self._icon, *self._buttons, self._all_transfers)
        shown = [one for one in others if not one.isHidden()]
        return self.width() - sum(one.sizeHint().width() + _SPACE for one in shown) - _GAPS

    def _show_buttons(self, shown: bool) -> None:
        for button in self._buttons:
            button.setVisible(shown)

    def _fold(self, folded: bool) -> None:
        keep_icon(self.fold, "unfold" if folded else "fold", "muted")
        text = translate(_EXPAND if folded else _COLLAPSE)
        self.fold.setAccessibleName(text)
        self.fold.setToolTip(text)
        self._show_buttons(not folded)
        self.folded.emit(folded)
