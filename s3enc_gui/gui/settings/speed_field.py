"""A field for a speed: a number and a unit."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from s3enc_gui.gui.widgets.scale import scaled
from s3enc_gui.gui.widgets.styling import restyle
from s3enc_gui.i18n import _
from s3enc_gui.wording.formats import format_speed

UNITS = (("KB/s", 1000), ("MB/s", 1_000_000))
START = 1_000_000  # bytes per second; suggested value
LEAST, MOST = 1000, 10**12
"""Bounds in bytes per second."""


class SpeedField(QWidget):
    """`Upload speed limit` and `Unit`; `changed` is emitted for every change of either.

    Invalid input is kept. `indent` in pixels.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, indent: int = 0) -> None:
        super().__init__(parent)
        self.number, self.unit = QLineEdit(), QComboBox()
        for name, factor in UNITS:
            self.unit.addItem(name, factor)
        self.number.setFixedWidth(scaled(110))
        self.number.setAcceptDrops(False)  # text only, no files
        row = QHBoxLayout(self)
        row.setContentsMargins(indent, 0, 0, 0)
        row.setSpacing(10)
        for text, field in (
            (_("Upload &speed limit"), self.number),
            (_("U&nit"), self.unit),
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
        """Bytes per second; None if the input is invalid or out of bounds."""
        number = _number(self.number.text().strip())
        if number is None:
            return None
        speed = round(number * int(self.unit.currentData()))
        return speed if LEAST <= speed <= MOST else None

    def show_speed(self, speed: int) -> None:
        """Show bytes per second, exactly, in the largest suitable unit."""
        index = max((i for i, unit in enumerate(UNITS) if unit[1] <= speed), default=0)
        whole, rest = divmod(speed, UNITS[index][1])
        digits = len(str(UNITS[index][1])) - 1
        point = QLocale().decimalPoint()
        decimals = f"{rest:0{digits}}".rstrip("0")
        self.unit.setCurrentIndex(index)
        self.number.setText(f"{whole}{point}{decimals}" if decimals else str(whole))

    def mark(self, invalid: bool) -> None:
        """Show whether the input is invalid."""
        if bool(self.number.property("invalid")) != invalid:
            self.number.setProperty("invalid", invalid)
            restyle(self.number)


def bounds_text() -> tuple[str, str]:
    """Return the lowest and the highest speed."""
    return format_speed(LEAST), format_speed(MOST)


def _number(text: str) -> float | None:
    """Parse a number in the user's locale, or else in the C locale."""
    for locale in (QLocale(), QLocale.c()):
        number, valid = locale.toDouble(text)
        if valid and isfinite(number):
            return number
    return None
