"""The files that all programs upload, and checks that they are stored."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.endpoints import BUCKET
from tests.bench.metering import BenchError
from tests.servers.server import Server

MIB = 1024 * 1024
SMALL = 4096  # bytes


@dataclass(frozen=True)
class Load:
    """A file or a folder of them."""

    source: Path
    files: int
    size: int  # bytes in all


def one_large(folder: Path, size: int) -> Load:
    """Create a file of `size` bytes (a multiple of 1 MiB) with different content in each MiB."""
    source = folder / "large.bin"
    block = bytearray(os.urandom(MIB))
    with source.open("wb") as file:
        for number in range(size // MIB):
            block[:8] = number.to_bytes(8, "big")
            file.write(block)
    return Load(source, 1, size)


def many_small(folder: Path, files: int) -> Load:
    """Create a folder of files of 4 KiB."""
    source = folder / "small"
    source.mkdir()
    for number in range(files):
        (source / f"file-{number:05}.bin").write_bytes(os.urandom(SMALL))
    return Load(source, files, files * SMALL)


def keys_under(server: Server, prefix: str) -> dict[str, int]:
    """All listed keys and sizes."""
    pages: Any = server.client("s3").get_paginator("list_objects_v2")
    found = pages.paginate(Bucket=BUCKET, Prefix=prefix)
    return {item["Key"]: item["Size"] for page in found for item in page.get("Contents", [])}


def arrived(server: Server, prefix: str, load: Load) -> list[str]:
    """Return the keys; raises BenchError unless all files are stored completely."""
    keys = keys_under(server, prefix)
    if (len(keys), sum(keys.values())) != (load.files, load.size):
        raise BenchError(f"{prefix}: {len(keys)} of {load.files} files arrived in full")
    return list(keys)


def remove(server: Server, keys: Sequence[str]) -> None:
    """Delete the objects."""
    for start in range(0, len(keys), 1000):  # the maximum of DeleteObjects
        batch: Any = {"Objects": [{"Key": key} for key in keys[start : start + 1000]]}
        server.client("s3").delete_objects(Bucket=BUCKET, Delete=batch)
