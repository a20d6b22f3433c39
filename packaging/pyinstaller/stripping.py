"""Libraries without their symbols, which only debuggers read."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from chosen import Entry


def stripped(binaries: list[Entry], folder: Path) -> list[Entry]:
    """Return the entries, with copies in `folder` for the libraries that come with symbols.

    Never those of Qt: they are stripped already, and strip damages what patchelf has changed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    return [
        (target, str(_copy(Path(source), folder / target)), kind) if _is_safe(target) else entry
        for entry in binaries
        for target, source, kind in [entry]
    ]


def _is_safe(target: str) -> bool:
    return not target.startswith(("PySide6/", "shiboken6/")) and ".so" in target


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["strip", "--strip-unneeded", "-o", target, source], check=True)
    return target
