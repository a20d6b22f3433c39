"""The theme: the Fusion style with a custom palette, light or dark like the system or chosen."""

from __future__ import annotations

import os
from dataclasses import asdict
from string import Template

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from s3enc_gui.domain.settings.appearance import Appearance
from s3enc_gui.gui import assets
from s3enc_gui.gui.colors import DARK, LIGHT, palette
from s3enc_gui.gui.widgets.scale import CODE_SIZE, FONT_SIZE, scaled

OVERRIDE = "S3ENC_COLOR_SCHEME"
"""Environment variable, `dark` or `light`: overrides the color scheme of the system."""

_SCHEMES = {
    Appearance.SYSTEM: Qt.ColorScheme.Unknown,
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
}
_SIZES = {"title_pt": 1.5, "heading_pt": 1.1, "code_pt": CODE_SIZE}  # factors of the font's size


class Theme(QObject):
    """Applies the theme, and applies it again when the color scheme of the system changes."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application, self._appearance = application, Appearance.SYSTEM
        application.setStyle(QStyleFactory.create("Fusion"))
        font = application.font()
        if 0 < font.pointSizeF() < FONT_SIZE:
            font.setPointSizeF(FONT_SIZE)
            application.setFont(font)
        application.styleHints().colorSchemeChanged.connect(self.apply)
        self.apply()

    def choose(self, appearance: Appearance) -> None:
        """Use light or dark, or follow the system."""
        self._appearance = appearance
        hints = self._application.styleHints()
        hints.setColorScheme(_SCHEMES[appearance])  # of frames and native dialogs, where possible
        # Icons follow this signal, too; not every platform emits it.
        hints.colorSchemeChanged.emit(hints.colorScheme())

    def apply(self) -> None:
        """Set palette and style sheet."""
        dark = self._is_dark()
        colors = DARK if dark else LIGHT
        self._application.setPalette(palette(colors))
        names = asdict(colors) | {
            "chevron": assets.icon_path(
                "chevron-down-dark" if dark else "chevron-down-light"
            ).as_posix(),
            "chevron_disabled": assets.icon_path("chevron-down-disabled").as_posix(),
            "tick": assets.icon_path("tick").as_posix(),
        }
        # Relative to the font of the desktop, which may be large.
        size = max(self._application.font().pointSizeF(), FONT_SIZE)
        names |= {name: f"{size * factor:.1f}" for name, factor in _SIZES.items()}
        names |= {name: str(length) for name, length in _lengths().items()}
        # Qt rebuilds the rows of buttons, and the focus moves on: from “Keep” to “Delete”, perhaps.
        focused: list[QWidget | None] = [
            window.focusWidget() for window in self._application.topLevelWidgets()
        ]
        self._application.setStyleSheet(Template(assets.style_sheet()).substitute(names))
        for widget in focused:
            if widget is not None and widget.window().focusWidget() is not widget:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_dark(self) -> bool:
        forced = os.environ.get(OVERRIDE, "").lower()
        if forced in ("dark", "light"):
            return forced == "dark"
        if self._appearance is not Appearance.SYSTEM:
            return self._appearance is Appearance.DARK
        return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _lengths() -> dict[str, int]:
    """Return the lengths of the style sheet that follow the font, in pixels."""
    # A radio button is as large checked as not: a ring around a dot, instead of a thin border.
    indicator, ring = scaled(14), scaled(5)
    return {
        "icon": scaled(16),
        "indicator": indicator,
        "indicator_radius": indicator // 2 + 1,
        "ring": ring,
        "dot": indicator + 2 - 2 * ring,
    }


def use_appearance(appearance: Appearance) -> None:
    """Apply the setting to all windows."""
    application = QApplication.instance()
    theme = application.findChild(Theme) if application else None
    if theme is not None:
        theme.choose(appearance)
