"""A speed as people write it: a number and a unit."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from s3enc_gui.gui.widgets.styling import restyle
from s3enc_gui.wording.labels import format_speed

UNITS = (("KB/s", 1000), ("MB/s", 1_000_000))
START = 1_000_000  # bytes a second that are suggested
LEAST, MOST = 1000, 10**12
"""Bytes a second: below the least a file never arrives, the most is beyond every network."""


class SpeedField(QWidget):
    """`Upload speed limit` and `Unit`; `changed` follows every change of either.

    Keeps what is typed, right or wrong. `indent` in pixels.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, indent: int = 0) -> None:
        super().__init__(parent)
        self.number, self.unit = QLineEdit(), QComboBox()
        for text, factor in UNITS:
            self.unit.addItem(text, factor)
        self.number.setFixedWidth(110)
        self.number.setAcceptDrops(False)  # a file is no number
        row = QHBoxLayout(self)
        row.setContentsMargins(indent, 0, 0, 0)
        row.setSpacing(10)
        for text, field in (
            (self.tr("Upload &speed limit"), self.number),
            (self.tr("U&nit"), self.unit),
        ):
            caption = QLabel(text)
            caption.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            row.addWidget(caption)
            row.addWidget(field)
        row.insertSpacing(2, 6)
        row.addStretch(1)
        self.show_speed(START)
        self.number.textChanged.connect(self.changed)
        self.unit.currentIndexChanged.connect(self.changed)

    @property
    def speed(self) -> int | None:
        """Bytes a second; None where what is typed is no speed, or one out of bounds."""
        number = _number(self.number.text().strip())
        if number is None:
            return None
        speed = round(number * int(self.unit.currentData()))
        return speed if LEAST <= speed <= MOST else None

    def show_speed(self, speed: int) -> None:
        """Show bytes a second, exactly, in the unit that fits."""
        index = max((i for i, (_, factor) in enumerate(UNITS) if factor <= speed), default=0)
        whole, rest = divmod(speed, UNITS[index][1])
        digits = len(str(UNITS[index][1])) - 1
        point = QLocale().decimalPoint()
        behind = f"{rest:0{digits}}".rstrip("0")
        self.unit.setCurrentIndex(index)
        self.number.setText(f"{whole}{point}{behind}" if behind else str(whole))

    def mark(self, wrong: bool) -> None:
        """Show whether what is typed is wrong."""
        if bool(self.number.property("invalid")) != wrong:
            self.number.setProperty("invalid", wrong)
            restyle(self.number)


def bounds_text() -> tuple[str, str]:
    """Return the least and the most that may be asked for."""
    return format_speed(LEAST), format_speed(MOST)


def _number(text: str) -> float | None:
    """Read a number as it is written here, or else with a point."""
    for locale in (QLocale(), QLocale.c()):
        number, is_one = locale.toDouble(text)
        if is_one and isfinite(number):
            return number
    return None
