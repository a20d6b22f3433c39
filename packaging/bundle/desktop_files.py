"""What surrounds the program on a Linux desktop: entries, icons, man pages, completions."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from places import PACKAGING, run


def write_desktop_files(
    folder: Path, program: str = "s3enc-gui", zsh: str = "site-functions", *, compressed: bool
) -> None:
    """Write them below `folder/share`; `compressed`: the man pages, as distributions do."""
    folder.mkdir(parents=True, exist_ok=True)
    run(sys.executable, PACKAGING / "desktop", folder, "--program", program)
    run(sys.executable, PACKAGING / "manpages", folder)
    run(sys.executable, PACKAGING / "completions", folder, "--zsh", zsh)
    if compressed:
        for page in sorted((folder / "share" / "man").rglob("*.1")):
            compress(page)


def compress(file: Path) -> None:
    """Replace a file by its .gz; without name and time in it."""
    content = gzip.compress(file.read_bytes(), 9, mtime=0)
    file.with_name(f"{file.name}.gz").write_bytes(content)
    file.unlink()
