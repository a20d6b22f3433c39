"""Paths of icons and the style sheet, in the installed package or the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def root() -> Path:
    """Return the folder of the resources; in the wheel it is `_resources`."""
    packaged = _PACKAGE / "_resources"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "resources"


def icon_path(name: str) -> Path:
    """Return the path of an icon, by its name without `.svg`."""
    return root() / "icons" / f"{name}.svg"


def style_sheet() -> str:
    """Return the style sheet; `$name` is a placeholder for a color or a path."""
    return (root() / "style" / "s3enc.qss").read_text(encoding="utf-8")
