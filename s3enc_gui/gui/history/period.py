"""Field for a period: the last days, everything, or custom dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import Enum

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from s3enc_gui.i18n import N_, _, translate
from s3enc_gui.jobs.history.receipts import day_start

_FIRST, _LAST = QDate(2000, 1, 1), QDate(2999, 12, 31)
_CUSTOM_DAYS = 30  # initial length of custom dates


class Period(Enum):
    """The choices."""

    TODAY = N_("Today")
    WEEK = N_("Last 7 days")
    MONTH = N_("Last 30 days")
    EVERYTHING = N_("All time")
    CUSTOM = N_("Custom dates")


_DAYS = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30}


class PeriodField(QWidget):
    """A combo box, and for custom dates the fields `From` and `To` (both inclusive).

    `changed` follows each change; `choice` is the buddy for a label.
    """

    changed = Signal()

    def __init__(
        self, today: Callable[[], date] = date.today, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.choice, self.first, self.last = QComboBox(), _DateEdit(), _DateEdit()
        for period in Period:
            self.choice.addItem(translate(period.value), period)
        self.first.setDate(_qdate(today() - timedelta(_CUSTOM_DAYS - 1)))
        self.last.setDate(_qdate(today()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.choice)
        self._dates: list[QWidget] = []
        for text, field in ((_("Fr&om"), self.first), (_("&To"), self.last)):
            caption = QLabel(text)
            caption.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            self._dates += [caption, field]
            row.addSpacing(8)
            row.addWidget(caption)
            row.addWidget(field)
        row.addStretch(1)
        self.reset()
        self.choice.currentIndexChanged.connect(self._chosen)
        self.first.dateChanged.connect(self._first_changed)
        self.last.dateChanged.connect(self.changed)

    @property
    def period(self) -> Period:
        """The chosen period."""
        chosen: Period = self.choice.currentData()
        return chosen

    def choose(self, period: Period) -> None:
        """Choose a period."""
        self.choice.setCurrentIndex(list(Period).index(period))

    def reset(self) -> None:
        """Choose everything."""
        self.choose(Period.EVERYTHING)
        self._show_dates()

    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """Return start and end (exclusive); None: unlimited."""
        if self.period is Period.EVERYTHING:
            return None, None
        if self.period is Period.CUSTOM:
            first, last = (_date(field.date()) for field in (self.first, self.last))
            return day_start(first), day_start(last + timedelta(1))
        # No end, so that uploads which end while the window is open are found.
        return day_start(self._today() - timedelta(_DAYS[self.period] - 1)), None

    def _chosen(self) -> None:
        self._show_dates()
        if self.period is Period.CUSTOM:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _first_changed(self, day: QDate) -> None:
        if self.last.date() < day:
            self.last.setDate(day)  # emits `changed`, too
        else:
            self.changed.emit()

    def _show_dates(self) -> None:
        for widget in self._dates:
            widget.setVisible(self.period is Period.CUSTOM)


class _DateEdit(QDateEdit):
    """Four-digit years, and a calendar that follows the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setCalendarPopup(True)
        self.setDateRange(_FIRST, _LAST)
        form = self.displayFormat()
        if "yyyy" not in form:
            self.setDisplayFormat(form.replace("yy", "yyyy"))
        self.setKeyboardTracking(False)
        calendar = self.calendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Qt's red is unreadable in dark themes.
            calendar.setWeekdayTextFormat(day, QTextCharFormat())
        for name, arrow in (("prev", Qt.ArrowType.LeftArrow), ("next", Qt.ArrowType.RightArrow)):
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}month")
            if button is not None:
                button.setIcon(QIcon())  # Qt's icon is always black
                button.setArrowType(arrow)

    def minimumSizeHint(self) -> QSize:
        """Return a size for the date and the arrow (Qt)."""
        return super().minimumSizeHint().expandedTo(QSize(118, 0))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
