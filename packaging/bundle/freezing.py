"""The bundle: the wheel, unpacked and frozen with its libraries."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path
from zipfile import ZipFile

from places import BUNDLE, DIST, PACKAGING, ROOT, SITE, WORK, run, source_date


def freeze() -> None:
    """Make `dist/s3enc`, and on macOS `dist/S3enc.app`. Raises CalledProcessError."""
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.rmtree(BUNDLE, ignore_errors=True)
    WORK.mkdir(parents=True)
    _unpack_wheel()
    run(sys.executable, PACKAGING / "bundle" / "platform_icons.py", WORK / "icons", cwd=WORK)
    options = ["--noconfirm", "--clean", "--log-level", "WARN"]
    options += ["--distpath", str(DIST), "--workpath", str(WORK / "pyinstaller")]
    specification = PACKAGING / "pyinstaller" / "s3enc.spec"
    run(sys.executable, "-m", "PyInstaller", *options, specification, cwd=WORK)
    if sys.platform == "linux":
        (BUNDLE / "s3enc-gui").symlink_to("s3enc")  # pyinstaller/programs/s3enc.py
    if sys.platform != "darwin":  # there, the signatures are done
        make_uniform(BUNDLE)


def _unpack_wheel() -> None:
    """A wheel has the resources in their place; an editable install hasn't."""
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check"]
    wheels = WORK / "wheel"
    run(*pip, "--no-deps", "--no-build-isolation", "-w", wheels, ROOT)
    (wheel,) = wheels.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(SITE)


def make_uniform(folder: Path) -> None:
    """Give all files of a folder one time, and modes that depend on nothing but what they are."""
    date = source_date()
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs and not _is_library(path) else 0o644)
        os.utime(path, (date, date), follow_symlinks=False)
    folder.chmod(0o755)
    os.utime(folder, (date, date))


def _is_library(path: Path) -> bool:
    return path.is_file() and ".so" in path.suffixes
