"""Contents of the sample objects; the same on every start."""

from __future__ import annotations

import hashlib
import struct
import zlib

_CUSTOMERS = ("Müller & Söhne", "Northwind", "Boulangerie Dupont", "佐藤商店", "Zoë's Garage")


def letter(subject: str) -> bytes:
    """A short text in UTF-8."""
    return f"{subject}\n\nDear reader,\n\nthis file belongs to the demo of S3enc.\n".encode()


def invoice_table(month: int, rows: int = 24) -> bytes:
    """A month's invoices as CSV with a header line."""
    lines = ["number,date,customer,net,currency"]
    for row in range(rows):
        day, net = 1 + row * 28 // rows, 40 + (row * 7919 + month * 613) % 4000
        customer = _CUSTOMERS[row % len(_CUSTOMERS)]
        lines.append(f"2026-{month:02}-{row + 1:03},2026-{month:02}-{day:02},{customer},{net},EUR")
    return ("\n".join(lines) + "\n").encode()


def picture(red: int, green: int, blue: int, size: int = 32) -> bytes:
    """A square PNG that fades from the given colour to white."""
    rows = bytearray()
    for y in range(size):
        fade = y / (size - 1)
        pixel = bytes(round(part + (255 - part) * fade) for part in (red, green, blue))
        rows += b"\0" + pixel * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def ciphertext(name: str, length: int) -> bytes:
    """Pseudorandom bytes, like those the S3 Encryption Client stores."""
    return hashlib.shake_256(name.encode()).digest(length)
