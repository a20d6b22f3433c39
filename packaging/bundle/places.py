"""Folders and names of the build."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
WORK = ROOT / "build" / "bundle"
SITE = WORK / "site"  # the program, as its wheel installs it
DIST = ROOT / "dist"
BUNDLE = DIST / "s3enc"

_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}


def version() -> str:
    """Return the version of the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def full_name() -> str:
    """Return the name of an archive, without its ending."""
    system = _SYSTEMS.get(sys.platform, sys.platform)
    return f"s3enc-{version()}-{system}-{platform.machine().lower()}"


def source_date() -> int:
    """Return the time of the commit (seconds since 1970), or SOURCE_DATE_EPOCH if it is set."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    git = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(git, check=True, capture_output=True, text=True).stdout)


def environment() -> dict[str, str]:
    """Return the variables of the programs that build: the same source gives the same bytes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {
        **kept,
        "SOURCE_DATE_EPOCH": str(source_date()),
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",  # the wheel's package, not the checkout's
        "PYTHONPATH": str(SITE),
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "S3ENC_SITE": str(SITE),
        "S3ENC_WORK": str(WORK),
        "S3ENC_VERSION": version(),
    }


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a program of the build. Raises CalledProcessError."""
    subprocess.run([str(word) for word in command], check=True, cwd=cwd, env=environment())
