"""Write the icon in the formats of Windows and macOS.

    python packaging/bundle/platform_icons.py OUT

`s3enc.ico` and `s3enc.icns` are containers of PNGs (Microsoft: the ICO format since Windows Vista;
icns since Mac OS X 10.7).
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "desktop"))

from drawn_icons import drawn

from s3enc_gui.gui.assets import icon_path

_ICO = (16, 20, 24, 32, 40, 48, 64, 96, 256)
# Types by size in pixels; some sizes are also the double resolution of another.
_ICNS = {
    "icp4": 16, "ic11": 32, "icp5": 32, "ic12": 64, "ic07": 128, "ic13": 256, "ic08": 256,
    "ic14": 512, "ic09": 512, "ic10": 1024,
}  # fmt: skip


def ico(images: dict[int, bytes]) -> bytes:
    """Return an ICO of PNGs, by their size in pixels."""
    header = struct.pack("<HHH", 0, 1, len(images))
    offset = len(header) + 16 * len(images)
    entries = b""
    for size, image in images.items():
        side = size % 256  # 0 is 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(image), offset)
        offset += len(image)
    return header + entries + b"".join(images.values())


def icns(images: dict[str, bytes]) -> bytes:
    """Return an icns of PNGs, by their type."""
    body = b"".join(
        kind.encode() + struct.pack(">I", len(image) + 8) + image for kind, image in images.items()
    )
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main() -> int:
    """Write both files."""
    (out,) = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    source = icon_path("s3enc")
    (out / "s3enc.ico").write_bytes(ico({size: drawn(source, size) for size in _ICO}))
    (out / "s3enc.icns").write_bytes(
        icns({kind: drawn(source, size) for kind, size in _ICNS.items()})
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
