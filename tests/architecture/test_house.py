"""Rules for modules (docs/ARCHITECTURE.md, pyproject.toml [tool.importlinter])."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "s3enc_gui").rglob("*.py"))
MAX_LINES = 300  # a longer module usually has two responsibilities


def run(*arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_import_contracts():
    result = run(
        "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "module", ["s3enc_gui.gui.window.main_window", "s3enc_gui.app", "s3enc_gui.cli"]
)
def test_boto3_is_not_imported_at_startup(module):
    slow = "{'boto3', 'botocore.session', 'botocore.client'}"
    result = run("-c", f"import sys, {module}; print(sorted({slow} & set(sys.modules)))")
    assert result.stdout.strip() == "[]", result.stderr


@pytest.mark.parametrize("module", ["s3enc_gui.cli", "s3enc_gui.app"])
def test_the_command_line_does_not_load_qt(module):
    result = run("-c", f"import sys, {module}; print('PySide6' in sys.modules)")
    assert result.stdout.strip() == "False", result.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
