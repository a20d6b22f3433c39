"""Summary of objects by encryption type: a bar and a legend that filters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.encryption.groups import Group
from s3enc_gui.domain.encryption.status_filter import EVERYTHING, StatusFilter
from s3enc_gui.gui.encryption.legend import Legend, LegendEntry
from s3enc_gui.gui.encryption.legend_button import HEIGHT
from s3enc_gui.gui.encryption.share_bar import Segment, ShareBar
from s3enc_gui.gui.messages.counts import amount_text
from s3enc_gui.gui.messages.locale import count_text
from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import flat_button, label
from s3enc_gui.i18n import _
from s3enc_gui.wording.audits.audit_colors import COLORS
from s3enc_gui.wording.formats import format_share

_ORDER_MS = 1000  # minimum time between changes of the legend's order


@dataclass(frozen=True, slots=True)
class Share:
    """Objects with the same encryption type; `group` None: not checked yet.

    `bytes` is None if unknown. `warns`: their KMS key can't be used.
    """

    group: Group | None
    name: str
    objects: int
    bytes: int | None
    warns: bool = False


class SummaryBar(QWidget):
    """Shows shares by number of objects; `chosen` carries a StatusFilter that the user sets.

    A click on a legend entry or a segment shows only that type or adds it to the filter; a second
    click removes it. Ctrl+click excludes it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        self._latest: tuple[Share, ...] = ()
        self._filter = EVERYTHING
        self._order_timer = QTimer(self, interval=_ORDER_MS, singleShot=True)
        self.bar, self.legend = ShareBar(), Legend()
        self.total = label("", "muted")
        self.inverse = QToolButton()
        self.clear = flat_button("close", _("Show all encryption types"))
        self.setAccessibleName(_("Encryption summary"))
        self._arrange()
        self._order_timer.timeout.connect(self._adopt_order)
        self.bar.pressed.connect(self._pressed)
        self.legend.toggled.connect(self._toggle)
        self.legend.excluded.connect(self._exclude)
        self.inverse.clicked.connect(self._invert)
        self.clear.clicked.connect(self._clear)
        self._show()
        self._show_choice()

    @property
    def filter(self) -> StatusFilter:
        """The current filter."""
        return self._filter

    @property
    def shares(self) -> tuple[Share, ...]:
        """The shares shown, in order; chosen groups stay, even without objects."""
        return self._shares

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Show shares; cheap enough to be called for every report of a job.

        Their order is adopted later, and never while the pointer is over the legend.
        """
        latest = tuple(shares)
        if latest == self._latest:
            return
        self._latest = latest
        kept, requested = self._in_shown_order(), self._in_latest_order()
        if {one.group for one in latest}.isdisjoint(one.group for one in self._shares):
            kept = requested
        if kept != requested and not self._order_timer.isActive():
            self._order_timer.start()
        self._shares = kept
        self._show()

    def show_filter(self, wanted: StatusFilter) -> None:
        """Set the filter without emitting `chosen`."""
        self._filter = wanted
        self._shares = self._in_shown_order()
        self._show_choice()
        self._show()

    def _in_latest_order(self) -> tuple[Share, ...]:
        """Return the latest shares, and empty ones for chosen groups: their buttons must stay."""
        groups = {one.group for one in self._latest}
        empty = [
            Share(one.group, one.name, 0, 0, one.warns)
            for one in self._shares
            if one.group in self._filter.groups and one.group not in groups
        ]
        return tuple(sorted([*self._latest, *empty], key=_is_unknown))

    def _in_shown_order(self) -> tuple[Share, ...]:
        """Return the same; known groups keep their order, new ones follow."""
        by_group = {one.group: one for one in self._in_latest_order()}
        old = [by_group.pop(one.group) for one in self._shares if one.group in by_group]
        return tuple(sorted([*old, *by_group.values()], key=_is_unknown))

    @Slot()
    def _adopt_order(self) -> None:
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._order_timer.start()
        else:
            self._shares = self._in_latest_order()
            self._show()

    def _show(self) -> None:
        objects = sum(one.objects for one in self._shares)
        segments, entries = [], []
        for one in self._shares:
            color = "" if one.group is None else COLORS.of(one.group)
            name = f"{one.name}, {amount_text(one.objects, one.bytes)}"
            tip = f"{name} ({format_share(one.objects, objects)})"
            segments.append(Segment(one.objects, color, tip, not self._filter.accepts(one.group)))
            count = count_text(one.objects)
            entries.append(LegendEntry(one.group, one.name, count, color, name, tip, one.warns))
        self.bar.show_segments(segments)
        self.legend.show_entries(entries)
        accepted = [one for one in self._shares if self._filter.accepts(one.group)]
        sizes = [one.bytes for one in accepted]
        size = None if None in sizes else sum(filter(None, sizes))
        total = amount_text(objects, size)
        if self._filter != EVERYTHING:
            shown = count_text(sum(one.objects for one in accepted))
            total = _("{shown} of {total}").format(shown=shown, total=total)
        self.total.setText(total)

    def _show_choice(self) -> None:
        any_chosen = self._filter != EVERYTHING
        self.inverse.setVisible(any_chosen)
        self.inverse.setText(_("Only these") if self._filter.excluded else _("All but these"))
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
        self.inverse.setText(_("All but these"))
        self.inverse.setToolTip(_("Invert the filter (Ctrl+click an entry to exclude it)"))
        self.inverse.setProperty("flat", True)
        for button in (self.inverse, self.clear):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # so that the legend doesn't move
            button.setSizePolicy(policy)
            button.setFixedHeight(scaled(HEIGHT))
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


def _is_unknown(share: Share) -> bool:
    return share.group is None  # "not checked yet" comes last
