"""Converts the framebuffer file of Xvfb (XWD, X11/XWDFile.h) to PNG."""

from __future__ import annotations

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB, _BITS = 2, 8


def png(xwd: bytes, area: tuple[int, int, int, int] | None = None) -> bytes:
    """Return the screen, or the `area` (x, y, width, height in pixels) of it, as a PNG.

    Raises ValueError for a screen that is not 32 bits a pixel (Xvfb's depth 24).
    """
    header = struct.unpack(">25I", xwd[:100])
    size, screen_width, screen_height = header[0], header[4], header[5]
    bits, line, colors = header[11], header[12], header[19]
    if bits != 32:
        message = f"{bits} bits a pixel"
        raise ValueError(message)
    x, y, width, height = area or (0, 0, screen_width, screen_height)
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + width, screen_width), min(y + height, screen_height)
    start = size + colors * 12
    rows = bytearray()
    for row in range(top, bottom):
        begin = start + row * line
        pixels = xwd[begin + left * 4 : begin + right * 4]
        color = bytearray((right - left) * 3)
        # The order of bytes is blue, green, red, unused.
        color[0::3], color[1::3], color[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
        rows += b"\0" + color
    shape = struct.pack(">IIBBBBB", right - left, bottom - top, _BITS, _RGB, 0, 0, 0)
    return (
        _SIGNATURE
        + _chunk(b"IHDR", shape)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
