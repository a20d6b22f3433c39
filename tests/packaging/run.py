"""Runs the programs of `packaging/` and the checkers of what they write."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def write(program, folder, *arguments):
    """Run `packaging/PROGRAM OUT` for a fixed day; return OUT/share."""
    result = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / program), str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
    )
    assert (result.returncode, result.stderr) == (0, "")
    return folder / "share"


def module(path):
    """Return a module of `packaging/`, whose folders aren't packages."""
    file = ROOT / "packaging" / path
    specification = importlib.util.spec_from_file_location(file.stem, file)
    assert specification
    assert specification.loader
    found = importlib.util.module_from_spec(specification)
    sys.modules[file.stem] = found  # dataclasses look their module up
    try:
        specification.loader.exec_module(found)
    finally:
        del sys.modules[file.stem]
    return found


def said_by(checker, *arguments, **environment):
    """Return what a checker prints; skips where the machine doesn't have it."""
    if not shutil.which(checker):
        pytest.skip(f"{checker} isn't installed")
    result = subprocess.run(
        [checker, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )
    return result.returncode, result.stdout, result.stderr


def content(folder):
    """Return all files of a folder with their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
