"""The archive for everybody's own computer: `dist/s3enc-VERSION-SYSTEM-MACHINE.tar.xz`."""

from __future__ import annotations

import lzma
import shutil
import tarfile
from pathlib import Path

from desktop_files import write_desktop_files
from freezing import make_uniform
from places import BUNDLE, DIST, PACKAGING, WORK, full_name, source_date

# `install` writes the path here; it isn't known before.
PROGRAM = "@PROGRAM@"


def build_archive() -> Path:
    """Return the path of the archive: the bundle, with a script that installs it without root."""
    root = WORK / "archive" / full_name()
    shutil.rmtree(root.parent, ignore_errors=True)
    shutil.copytree(BUNDLE, root / "s3enc", symlinks=True)
    for script in ("install", "uninstall"):
        shutil.copy(PACKAGING / "linux" / script, root / script)
    write_desktop_files(root, PROGRAM, compressed=True)
    make_uniform(root)
    archive = DIST / f"{full_name()}.tar.xz"
    with (
        lzma.open(archive, "wb", preset=6) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for path in (root, *sorted(root.rglob("*"))):
            entry = tar.gettarinfo(path, path.relative_to(root.parent).as_posix())
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            entry.mtime = source_date()
            if entry.isreg():
                with path.open("rb") as content:
                    tar.addfile(entry, content)
            else:
                tar.addfile(entry)
    return archive
