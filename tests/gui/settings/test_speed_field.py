from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel

from s3enc_gui.gui.settings.speed_field import LEAST, MOST, SpeedField, bounds_text

KB, MB = 0, 1


@pytest.fixture
def field(qtbot):
    field = SpeedField()
    qtbot.addWidget(field)
    return field


@pytest.fixture
def set_locale(qapp):
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


def typed(field, number, unit):
    field.number.setText(number)
    field.unit.setCurrentIndex(unit)
    return field.speed


@pytest.mark.parametrize(
    ("number", "unit", "speed"),
    [
        ("1", KB, 1000),
        ("800", KB, 800_000),
        ("2.5", MB, 2_500_000),
        (" 3 ", MB, 3_000_000),
        ("0.001", MB, 1000),
        ("0.0000005", MB, None),
        ("1000000", MB, MOST),
        ("1000001", MB, None),
        ("0", MB, None),
        ("-1", MB, None),
        ("", MB, None),
        ("fast", MB, None),
        ("2 MB", MB, None),
        ("inf", MB, None),
        ("nan", MB, None),
        ("1e400", MB, None),
    ],
)
def test_parses_the_input(field, number, unit, speed):
    assert typed(field, number, unit) == speed
    assert field.number.text() == number


@pytest.mark.parametrize(
    ("language", "number", "speed"),
    [
        ("de_DE", "2,5", 2_500_000),
        ("de_DE", "2.5", 2_500_000),
        ("de_DE", "1.500", 1_500_000_000),
        ("en_US", "1,500", 1_500_000_000),
        ("en_US", "2,5", None),
        ("fr_FR", "2,5", 2_500_000),
    ],
)
def test_parses_numbers_in_the_locale(set_locale, qtbot, language, number, speed):
    set_locale(language)
    field = SpeedField()
    qtbot.addWidget(field)
    assert typed(field, number, MB) == speed


@pytest.mark.parametrize(
    ("speed", "number", "unit"),
    [
        (1000, "1", "KB/s"),
        (999_999, "999.999", "KB/s"),
        (1_000_000, "1", "MB/s"),
        (2_500_000, "2.5", "MB/s"),
        (1_234_567, "1.234567", "MB/s"),
        (10_000_001, "10.000001", "MB/s"),
        (MOST, "1000000", "MB/s"),
        (7, "0.007", "KB/s"),
    ],
)
def test_shows_a_speed_in_the_unit_that_fits(field, speed, number, unit):
    field.show_speed(speed)
    assert (field.number.text(), field.unit.currentText()) == (number, unit)


@pytest.mark.parametrize("language", ["en_US", "de_DE", "fr_FR", "C"])
@pytest.mark.parametrize("speed", [LEAST, 1_001, 999_999, 1_500_000, 123_456_789, MOST])
def test_shown_speeds_are_parsed_as_the_same(set_locale, qtbot, language, speed):
    set_locale(language)
    field = SpeedField()
    qtbot.addWidget(field)
    field.show_speed(speed)
    assert field.speed == speed


def test_labels_are_buddies_and_name_the_fields(field):
    names = {label.text().replace("&", ""): label.buddy() for label in field.findChildren(QLabel)}
    assert names == {"Upload speed limit": field.number, "Unit": field.unit}
    assert all(buddy.accessibleName() == name for name, buddy in names.items())


def test_emits_every_change(qtbot, field):
    with qtbot.waitSignal(field.changed):
        field.number.setText("7")
    with qtbot.waitSignal(field.changed):
        field.unit.setCurrentIndex(KB)


def test_bounds():
    assert bounds_text() == ("1 KB/s", "1 TB/s")
