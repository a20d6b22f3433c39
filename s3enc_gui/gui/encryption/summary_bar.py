"""How many objects are encrypted how: one bar, and a legend that filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from s3enc_gui.domain.audits.audit import Group
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.gui.encryption.legend import Legend, LegendEntry
from s3enc_gui.gui.encryption.legend_button import HEIGHT
from s3enc_gui.gui.encryption.share_bar import Segment, ShareBar
from s3enc_gui.gui.messages.counts import amount_text
from s3enc_gui.gui.messages.locale import count_text
from s3enc_gui.gui.widgets.styling import flat_button, label
from s3enc_gui.wording.audit_colors import GroupColors
from s3enc_gui.wording.formats import format_share

_CALM_MS = 1000  # for so long at least the legend stays in one order


@dataclass(frozen=True, slots=True)
class Share:
    """Objects that are encrypted alike; group None: not looked at yet.

    `bytes` None: nobody has counted them.
    """

    group: Group | None
    words: str
    objects: int
    bytes: int | None


class SummaryBar(QWidget):
    """Shares by their objects; `chosen` carries the StatusFilter whenever the user changes it.

    A click on an entry of the legend or a share shows only that one, or adds it; a second click
    takes it back. Ctrl-click shows all but it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        self._given: tuple[Share, ...] = ()
        self._filter = EVERYTHING
        self._colors = GroupColors()
        self._calm = QTimer(self, interval=_CALM_MS, singleShot=True)
        self.bar, self.legend = ShareBar(), Legend()
        self.total = label("", "muted")
        self.inverse = QToolButton()
        self.clear = flat_button("close", self.tr("Show all encryptions"))
        self.setAccessibleName(self.tr("Encryption summary"))
        self._arrange()
        self._calm.timeout.connect(self._take_order)
        self.bar.pressed.connect(self._pressed)
        self.legend.toggle_wanted.connect(self._toggle)
        self.legend.exclude_wanted.connect(self._exclude)
        self.inverse.clicked.connect(self._invert)
        self.clear.clicked.connect(self._clear)
        self._show()
        self._show_choice()

    @property
    def filter(self) -> StatusFilter:
        """What is chosen."""
        return self._filter

    @property
    def shares(self) -> tuple[Share, ...]:
        """What is shown, in its order: chosen groups stay, even without any object."""
        return self._shares

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Show these; cheap enough for every report of a job.

        The order they come in is taken over at leisure, and never under the pointer.
        """
        given = tuple(shares)
        if given == self._given:
            return
        self._given = given
        kept, requested = self._in_shown_order(), self._in_given_order()
        if {one.group for one in given}.isdisjoint(one.group for one in self._shares):
            kept = requested
        if kept != requested and not self._calm.isActive():
            self._calm.start()
        self._shares = kept
        self._show()

    def show_filter(self, wanted: StatusFilter) -> None:
        """Show another choice; nobody is told."""
        self._filter = wanted
        self._shares = self._in_shown_order()
        self._show_choice()
        self._show()

    def _in_given_order(self) -> tuple[Share, ...]:
        """Return what was given, and what is chosen and was shown: its button is the way back."""
        groups = {one.group for one in self._given}
        lost = [
            Share(one.group, one.words, 0, 0)
            for one in self._shares
            if one.group in self._filter.groups and one.group not in groups
        ]
        return tuple(sorted([*self._given, *lost], key=_is_open))

    def _in_shown_order(self) -> tuple[Share, ...]:
        """Return the same, known ones where they were, new ones behind."""
        by_group = {one.group: one for one in self._in_given_order()}
        old = [by_group.pop(one.group) for one in self._shares if one.group in by_group]
        return tuple(sorted([*old, *by_group.values()], key=_is_open))

    @Slot()
    def _take_order(self) -> None:
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._calm.start()
        else:
            self._shares = self._in_given_order()
            self._show()

    def _show(self) -> None:
        objects = sum(one.objects for one in self._shares)
        pieces, entries = [], []
        for one in self._shares:
            color = "" if one.group is None else self._colors.of(one.group)
            name = f"{one.words}, {amount_text(one.objects, one.bytes)}"
            tip = f"{name} ({format_share(one.objects, objects)})"
            pieces.append(Segment(one.objects, color, tip, not self._filter.accepts(one.group)))
            count = count_text(one.objects)
            entries.append(LegendEntry(one.group, one.words, count, color, name, tip))
        self.bar.show_pieces(pieces)
        self.legend.show_entries(entries)
        seen = [one for one in self._shares if self._filter.accepts(one.group)]
        sizes = [one.bytes for one in seen]
        size = None if None in sizes else sum(filter(None, sizes))
        words = amount_text(objects, size)
        if self._filter != EVERYTHING:
            some = count_text(sum(one.objects for one in seen))
            words = self.tr("{} of {}").format(some, words)
        self.total.setText(words)

    def _show_choice(self) -> None:
        any_chosen = self._filter != EVERYTHING
        self.inverse.setVisible(any_chosen)
        words = self.tr("Only these") if self._filter.excluded else self.tr("All but these")
        self.inverse.setText(words)
        self.clear.setVisible(any_chosen)
        self.legend.show_filter(self._filter)

    def _choose(self, wanted: StatusFilter) -> None:
        if wanted != self._filter:
            self.show_filter(wanted)
            self.chosen.emit(wanted)

    @Slot(object)
    def _toggle(self, group: Group | None) -> None:
        self._choose(self._filter.toggled(group))

    @Slot(object)
    def _exclude(self, group: Group | None) -> None:
        self._choose(self._filter.excluding(group))

    @Slot(int, bool)
    def _pressed(self, number: int, excludes: bool) -> None:
        group = self._shares[number].group
        self._choose(self._filter.excluding(group) if excludes else self._filter.toggled(group))

    @Slot()
    def _invert(self) -> None:
        self._choose(self._filter.inverted())

    @Slot()
    def _clear(self) -> None:
        self._choose(EVERYTHING)

    def _arrange(self) -> None:
        self.inverse.setText(self.tr("All but these"))
        self.inverse.setToolTip(self.tr("Show what is not chosen instead (Ctrl-click)"))
        self.inverse.setProperty("flat", True)
        for button in (self.inverse, self.clear):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # or the legend would move under the pointer
            button.setSizePolicy(policy)
            button.setFixedHeight(HEIGHT)
        self.inverse.ensurePolished()
        self.inverse.setMinimumWidth(self.inverse.sizeHint().width())  # its other text is shorter
        top, bottom, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(bottom)
        top.setSpacing(12)
        top.addWidget(self.bar, 1)
        top.addWidget(self.total)
        bottom.setSpacing(4)
        for widget in (self.legend, self.inverse, self.clear):
            bottom.addWidget(widget, int(widget is self.legend), Qt.AlignmentFlag.AlignTop)


def _is_open(share: Share) -> bool:
    return share.group is None  # what is not known yet stands last
