"""The program's icon in the sizes of the hicolor theme, drawn from its SVG."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from s3enc_gui.gui.assets import icon_path

SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)  # logical pixels
_ICON = "s3enc"


def icons() -> dict[str, bytes]:
    """Return the files by path: PNG, and the SVG itself."""
    source = icon_path(_ICON)
    found = {
        f"share/icons/hicolor/{size}x{size}/apps/{_ICON}.png": drawn(source, size) for size in SIZES
    }
    return {**found, f"share/icons/hicolor/scalable/apps/{_ICON}.svg": source.read_bytes()}


def drawn(source: Path, size: int) -> bytes:
    """Return a PNG of `size` × `size` pixels, with transparency."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(source)).render(painter, QRectF(image.rect()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
