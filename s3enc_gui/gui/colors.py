"""Colors of the light and dark themes; text has a contrast of at least 4.5:1 (WCAG AA)."""

from __future__ import annotations

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from s3enc_gui.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Colors:
    """The colors of a theme, as `#rrggbb`; `*_soft` is the background for the color `*`.

    `selected` is the background of selected rows, `track` the empty part of a progress bar.
    """

    window: str
    base: str
    raised: str
    text: str
    muted: str
    border: str
    strong_border: str
    hover: str
    pressed: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_text: str
    accent_soft: str
    link: str
    ok: str
    ok_soft: str
    warning: str
    warning_soft: str
    error: str
    error_soft: str
    disabled: str
    selected: str
    track: str


LIGHT = Colors(
    window="#f5f7fa",
    base="#ffffff",
    raised="#ffffff",
    text="#17212e",
    muted="#55637a",
    border="#dbe1ea",
    strong_border="#8a97aa",
    hover="#edf1f6",
    pressed="#e1e7ef",
    accent="#1d5fd0",
    accent_hover="#174fb0",
    accent_pressed="#123f8e",
    accent_text="#ffffff",
    accent_soft="#e8f0fd",
    link="#1d5fd0",
    ok="#12703f",
    ok_soft="#e3f5ea",
    warning="#875200",
    warning_soft="#fdf1da",
    error="#b3261e",
    error_soft="#fdeae8",
    disabled="#808b9b",
    selected="#d6e4fb",
    track="#b9c3d1",
)

DARK = Colors(
    window="#161b22",
    base="#1d232c",
    raised="#252d38",
    text="#e6ebf2",
    muted="#a0adbf",
    border="#323c4a",
    strong_border="#66758a",
    hover="#2c3542",
    pressed="#35404f",
    accent="#2f6fe0",
    accent_hover="#3d7bea",
    accent_pressed="#255bbd",
    accent_text="#ffffff",
    accent_soft="#1d2f4d",
    link="#7db1ff",
    ok="#6fd39a",
    ok_soft="#16352a",
    warning="#f0bd62",
    warning_soft="#3a2e17",
    error="#ff9a91",
    error_soft="#43211f",
    disabled="#7a8594",
    selected="#233c63",
    track="#4d5a6b",
)


def current() -> Colors:
    """Return the colors of the current theme."""
    return DARK if QGuiApplication.palette().window().color().lightness() < 128 else LIGHT


def palette(colors: Colors) -> QPalette:
    """Return the palette for what the style sheet doesn't cover."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, color in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.base),
        (role.AlternateBase, colors.hover),
        (role.Text, colors.text),
        (role.Button, colors.raised),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.error),
        (role.ToolTipBase, colors.raised),
        (role.ToolTipText, colors.text),
        (role.PlaceholderText, colors.muted),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.accent_text),
        (role.Accent, colors.accent),
        (role.Link, colors.link),
        (role.LinkVisited, colors.link),
        (role.Light, colors.raised),
        (role.Midlight, colors.hover),
        (role.Mid, colors.border),
        (role.Dark, colors.strong_border),
        (role.Shadow, colors.strong_border),
    ):
        made.setColor(target, QColor(color))
    for target in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(colors.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colors.border))
    return made
