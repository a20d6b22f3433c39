"""The colours of the light and the dark look; text on its ground has at least 4.5 : 1 (WCAG AA)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QGuiApplication, QPalette


@dataclass(frozen=True, slots=True)
class Colours:
    """All colours of one look, as `#rrggbb`. `_soft` is the ground a colour of that name is on."""

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


LIGHT = Colours(
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
    disabled="#99a3b3",
)

DARK = Colours(
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
    disabled="#66717f",
)


def current() -> Colours:
    """Return the colours of the look that is shown."""
    return DARK if QGuiApplication.palette().window().color().lightness() < 128 else LIGHT


def palette(colours: Colours) -> QPalette:
    """Return the palette for what the style draws by itself."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.hover),
        (role.Text, colours.text),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.error),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.accent_text),
        (role.Accent, colours.accent),
        (role.Link, colours.link),
        (role.LinkVisited, colours.link),
        (role.Light, colours.raised),
        (role.Midlight, colours.hover),
        (role.Mid, colours.border),
        (role.Dark, colours.strong_border),
        (role.Shadow, colours.strong_border),
    ):
        made.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.border))
    return made
