"""Virtual environments: `.venv` with this project, and others for LocalStack and the like."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from setup_error import SetupError

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "packaging" / "locks"
VENV = ROOT / ".venv"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
# Hashes and wheels only: nothing is built from unpinned sources. The locks list all dependencies.
FROM_LOCK = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r"]


def ensure_environment() -> None:
    """Update `.venv` to `dev.lock`, and install this project in it (editable).

    Raises SetupError if pip fails.
    """
    _ensure(VENV, "dependencies", LOCKS / "dev.lock", [*FROM_LOCK, str(LOCKS / "dev.lock")])
    editable = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    _ensure(VENV, "project", ROOT / "pyproject.toml", editable)


def ensure_localstack() -> None:
    """Update `.venv/localstack` to `localstack.lock`; it needs older libraries than the program.

    LocalStack doesn't run on Windows; its tests are skipped there. Raises SetupError if pip fails.
    """
    if os.name == "nt":
        return
    lock = LOCKS / "localstack.lock"
    _ensure(VENV / "localstack", "localstack", lock, [*FROM_LOCK, str(lock)])


def ensure_bench() -> None:
    """Update `.venv/bench` to `bench.lock`, the programs of the benchmarks.

    Raises SetupError if pip fails.
    """
    lock = LOCKS / "bench.lock"
    _ensure(VENV / "bench", "benchmarks", lock, [*FROM_LOCK, str(lock)])


def ensure_bundle() -> None:
    """Update `.venv/bundle` to `bundle.lock`: the libraries of the bundle, and PyInstaller.

    The project is not in it: the bundle is built from a wheel. Raises SetupError if pip fails.
    """
    lock = LOCKS / "bundle.lock"
    _ensure(VENV / "bundle", "bundle", lock, [*FROM_LOCK, str(lock)])


def _ensure(folder: Path, what: str, source: Path, arguments: list[str]) -> None:
    """Run `pip install` in `folder` unless it has succeeded for this `source` before.

    The stamp is removed before pip starts and written when it succeeds, so that an interrupted
    installation is repeated.
    """
    stamp = folder / f".installed-{what}"
    reasons = [source.read_bytes(), VERSION.encode(), bytes(folder)]
    digest = hashlib.sha256(b"\0".join(reasons)).hexdigest()
    if _python(folder).exists() and stamp.exists() and stamp.read_text("ascii") == digest:
        return
    stamp.unlink(missing_ok=True)
    _ensure_python(folder)
    print(f"Installing {what} ({source.relative_to(ROOT)}) ...", flush=True)
    # -qq: errors only, without warnings about pip's configuration.
    pip = [str(_python(folder)), "-m", "pip", "install", "-qq", "--no-input"]
    done = subprocess.run([*pip, "--disable-pip-version-check", *arguments])
    if done.returncode:
        raise SetupError(f"pip couldn't install the {what} (see above).")
    stamp.write_text(digest, "ascii")


def _ensure_python(folder: Path) -> None:
    """Create the virtual environment unless it exists, works, and has this Python version."""
    probe = "import sys, pip._internal.cli.main; print('%d.%d' % sys.version_info[:2])"
    config = folder / "pyvenv.cfg"
    # Its scripts contain its path: it is useless after the checkout was moved.
    if config.exists() and str(folder) in config.read_text("utf-8") and _python(folder).exists():
        command = [str(_python(folder)), "-c", probe]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode == 0 and result.stdout.strip() == VERSION:
            return
    print(f"Creating {folder.relative_to(ROOT)} with Python {VERSION} ...", flush=True)
    venv.create(folder, clear=True, with_pip=True, symlinks=os.name != "nt")


def _python(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"
