"""Files to upload: small ones with unusual names, and large ones of several parts."""

from __future__ import annotations

import random
from pathlib import Path

KIB = 1024
MIB = 1024 * KIB
UNUSUAL_NAMES = (
    "empty",
    "one byte.txt",
    "grüße – 日本.txt",
    "a+b & c=d%20.bin",
    "name (1).txt",
    "no.ext.tar.gz",
    "sub folder/deep/er/x",
    "sub folder/x",
    "quote'\"s.txt",
    "#hash?mark;semi",
    "[brackets]{braces}.csv",
    "~tilde.tmp",
)


def write(folder: Path, rng: random.Random, *, small: int, large: tuple[int, ...] = ()) -> Path:
    """Write `small` files of up to 300 KiB and one of each size (MiB) in `large`."""
    sizes = [0, 1, *(rng.randrange(300 * KIB) for _ in range(small))]
    names = [*UNUSUAL_NAMES, *(f"file-{number:03}.bin" for number in range(small))]
    for name, size in zip(names[:small], sizes, strict=False):
        _write(folder / name, rng.randbytes(size))
    for number, mib in enumerate(large):
        # Not a whole number of parts, and different sizes.
        _write(folder / f"large-{number}.bin", rng.randbytes(mib * MIB + number + 1))
    return folder


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
