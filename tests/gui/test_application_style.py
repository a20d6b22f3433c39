from __future__ import annotations

from dataclasses import asdict

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from s3enc_gui.domain.settings.appearance import Appearance
from s3enc_gui.gui import assets, colors, icons
from s3enc_gui.gui.application_style import OVERRIDE, Theme, use_appearance
from s3enc_gui.gui.colors import DARK, LIGHT


@pytest.fixture
def application(qapp):
    """The application, with its style restored afterwards."""
    font, style = qapp.font(), qapp.style().name()
    yield qapp
    for theme in qapp.findChildren(Theme):
        theme.setParent(None)
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(qapp.style().standardPalette())
    qapp.setFont(font)


def luminance(color):
    def linear(part):
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (
        linear(part)
        for part in (QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("text", "window"),
        ("text", "base"),
        ("text", "raised"),
        ("text", "hover"),
        ("text", "accent_soft"),
        ("text", "ok_soft"),
        ("text", "warning_soft"),
        ("text", "error_soft"),
        ("muted", "window"),
        ("muted", "base"),
        ("muted", "raised"),
        ("text", "selected"),
        ("muted", "selected"),
        ("link", "selected"),
        ("ok", "selected"),
        ("warning", "selected"),
        ("error", "selected"),
        ("muted", "error_soft"),
        ("accent_text", "accent"),
        ("accent_text", "accent_pressed"),
        ("link", "base"),
        ("ok", "base"),
        ("warning", "base"),
        ("error", "base"),
        ("error", "error_soft"),
    ],
)
def test_text_has_enough_contrast(shown, text, background):
    assert contrast(getattr(shown, text), getattr(shown, background)) >= 4.5


@pytest.mark.parametrize("shown", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("mark", "background", "least"),
    [
        ("disabled", "window", 3),
        ("disabled", "base", 3),
        ("disabled", "hover", 3),  # the primary button
        ("selected", "base", 1.25),
        ("track", "base", 1.3),
        ("track", "selected", 1.3),
    ],
)
def test_what_is_no_text_can_be_told_from_its_background(shown, mark, background, least):
    assert contrast(getattr(shown, mark), getattr(shown, background)) >= least


@pytest.mark.parametrize(("scheme", "shown"), [("light", LIGHT), ("dark", DARK)])
def test_the_scheme_can_be_forced(application, monkeypatch, scheme, shown):
    monkeypatch.setenv(OVERRIDE, scheme)
    Theme(application)
    window = application.palette().color(QPalette.ColorRole.Window)
    assert window.name() == shown.window
    assert colors.current() == shown


def test_every_placeholder_of_the_style_sheet_is_filled(application):
    Theme(application)
    assert application.styleSheet()
    assert "$" not in application.styleSheet()


class MovesFocus(QWidget):
    """Does what rows of buttons do when their style changes."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QLineEdit(self), QLineEdit(self)

    def changeEvent(self, event):
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.second.setFocus()


def test_the_focus_stays_when_the_colors_change(application, qtbot):
    theme, window = Theme(application), MovesFocus()
    qtbot.addWidget(window)
    window.show()
    window.first.setFocus()
    theme.apply()
    assert window.focusWidget() is window.first


def test_the_font_is_large_enough_to_read(application):
    Theme(application)
    assert application.font().pointSizeF() >= 10


@pytest.mark.parametrize(
    "path", sorted((assets.root() / "icons").glob("*.svg")), ids=lambda p: p.stem
)
def test_every_icon_can_be_drawn(qapp, path):
    image = icons.pixmap(path.stem, "text", 32, 1.0).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(32) for y in range(32))


def test_icons_follow_the_theme(application, monkeypatch):
    monkeypatch.setenv(OVERRIDE, "light")
    theme, action = Theme(application), QAction("Upload")
    icons.keep_icon(action, "upload")
    monkeypatch.setenv(OVERRIDE, "dark")
    theme.apply()
    application.styleHints().colorSchemeChanged.emit(application.styleHints().colorScheme())
    image = action.icon().pixmap(32, 32).toImage()
    color = max((image.pixelColor(x, y) for x in range(32) for y in range(32)), key=QColor.alpha)
    assert color.name() == DARK.text


def test_both_themes_are_complete():
    assert asdict(LIGHT).keys() == asdict(DARK).keys()


def test_light_and_dark_can_be_chosen(application):
    Theme(application)
    action = QAction()
    icons.keep_icon(action, "upload")
    images = {}
    for appearance, shown in ((Appearance.DARK, DARK), (Appearance.LIGHT, LIGHT)):
        use_appearance(appearance)
        assert colors.current() is shown
        assert shown.window in application.styleSheet()
        images[appearance] = action.icon().pixmap(16).toImage()
    assert images[Appearance.DARK] != images[Appearance.LIGHT]
    use_appearance(Appearance.SYSTEM)
    assert colors.current() is LIGHT


def test_the_variable_comes_before_the_choice(application, monkeypatch):
    monkeypatch.setenv(OVERRIDE, "light")
    Theme(application)
    use_appearance(Appearance.DARK)
    assert colors.current() is LIGHT
