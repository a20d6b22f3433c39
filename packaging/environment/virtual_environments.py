"""`.venv` from the lock file, this project in it, LocalStack and rivals in their own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from complaint import Complaint

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "packaging" / "locks"
VENV = ROOT / ".venv"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
# Hashes for everything and wheels only: nothing is built from unpinned parts. The locks are whole.
FROM_LOCK = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r"]


def ensure_environment() -> None:
    """Bring `.venv` up to `dev.lock`, and this project (editable) up to `pyproject.toml`.

    Raises Complaint when pip fails.
    """
    _ensure(VENV, "dependencies", LOCKS / "dev.lock", [*FROM_LOCK, str(LOCKS / "dev.lock")])
    editable = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    _ensure(VENV, "project", ROOT / "pyproject.toml", editable)


def ensure_localstack() -> None:
    """Bring `.venv/localstack` up to `localstack.lock`; it needs older libraries than the program.

    LocalStack does not run on Windows; the tests that need it say so. Raises Complaint when pip
    fails.
    """
    if os.name == "nt":
        return
    lock = LOCKS / "localstack.lock"
    _ensure(VENV / "localstack", "localstack", lock, [*FROM_LOCK, str(lock)])


def ensure_bench() -> None:
    """Bring `.venv/bench` up to `bench.lock`: the programs that uploads are measured beside.

    Raises Complaint when pip fails.
    """
    lock = LOCKS / "bench.lock"
    _ensure(VENV / "bench", "benchmarks", lock, [*FROM_LOCK, str(lock)])


def _ensure(place: Path, what: str, source: Path, arguments: list[str]) -> None:
    """Run `pip install` in `place` unless it ended well before for this very `source`.

    The stamp goes before pip starts and comes back when it is done, so that an interrupted
    installation is taken up again.
    """
    stamp = place / f".installed-{what}"
    reasons = [source.read_bytes(), VERSION.encode(), bytes(place)]
    digest = hashlib.sha256(b"\0".join(reasons)).hexdigest()
    if _python(place).exists() and stamp.exists() and stamp.read_text("ascii") == digest:
        return
    stamp.unlink(missing_ok=True)
    _ensure_python(place)
    print(f"Installing {what} ({source.relative_to(ROOT)}) ...", flush=True)
    # -qq: errors only; pip warns about much that its own configuration brings.
    pip = [str(_python(place)), "-m", "pip", "install", "-qq", "--no-input"]
    done = subprocess.run([*pip, "--disable-pip-version-check", *arguments])
    if done.returncode:
        raise Complaint(f"pip could not install the {what} (its words are above).")
    stamp.write_text(digest, "ascii")


def _ensure_python(place: Path) -> None:
    """Make the virtual environment unless it is there, made here, whole and of this version."""
    probe = "import sys, pip._internal.cli.main; print('%d.%d' % sys.version_info[:2])"
    config = place / "pyvenv.cfg"
    # The scripts in it name its folder: one that was moved with the checkout is of no use.
    if config.exists() and str(place) in config.read_text("utf-8") and _python(place).exists():
        command = [str(_python(place)), "-c", probe]
        answer = subprocess.run(command, capture_output=True, text=True)
        if answer.returncode == 0 and answer.stdout.strip() == VERSION:
            return
    print(f"Making {place.relative_to(ROOT)} with Python {VERSION} ...", flush=True)
    venv.create(place, clear=True, with_pip=True, symlinks=os.name != "nt")


def _python(place: Path) -> Path:
    return place / "Scripts" / "python.exe" if os.name == "nt" else place / "bin" / "python"
