"""Rules for modules (docs/ARCHITECTURE.md, pyproject.toml [tool.importlinter])."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "s3enc_gui").rglob("*.py"))
MOST_MODULES = 17  # side by side in a folder
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
    slow = "{'boto3', 'botocore.session', 'botocore.client', 's3_encryption', 'cryptography'}"
    result = run("-c", f"import sys, {module}; print(sorted({slow} & set(sys.modules)))")
    assert result.stdout.strip() == "[]", result.stderr


@pytest.mark.parametrize("module", ["s3enc_gui.cli", "s3enc_gui.app"])
def test_the_command_line_does_not_load_qt(module):
    result = run("-c", f"import sys, {module}; print('PySide6' in sys.modules)")
    assert result.stdout.strip() == "False", result.stderr


# What a start imports, how many modules of the program that may be, and what it leaves for later.
STARTS = {
    "a command": (
        "s3enc_gui.cli.command_line, s3enc_gui.cli.running.command, s3enc_gui.cli.upload",
        360,
        {
            "logging.handlers",
            "s3enc_gui.s3.errors.app_errors",
            "s3enc_gui.s3.errors.denied_request",
            "s3enc_gui.s3.errors.messages.lookup",
            "s3enc_gui.store.log.log_writer",
            "s3enc_gui.wording.csv_text",
        },
    ),
    "the window": (
        "s3enc_gui.__main__, s3enc_gui.app, s3enc_gui.gui.window.main_window",
        710,
        {
            "http.server",
            "s3enc_gui.gui.audits.audit_window",
            "s3enc_gui.gui.connections.connection_dialog",
            "s3enc_gui.gui.history.history_window",
            "s3enc_gui.gui.settings.settings_dialog",
            "s3enc_gui.gui.uploads.wizard",
            "s3enc_gui.s3.errors.app_errors",
        },
    ),
}


@pytest.mark.parametrize("start", STARTS)
def test_a_start_loads_what_it_needs(start):
    """Each module costs 0.3 ms (decision 29)."""
    modules, most, later = STARTS[start]
    result = run("-c", f"import sys, {modules}; print(*sys.modules)")
    loaded = set(result.stdout.split())
    assert "s3enc_gui.app" in loaded, result.stderr
    assert loaded & later == set()
    assert sum(name.startswith("s3enc_gui.") for name in loaded) <= most


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


# What one feature of a layer may use of another: its public face.
SHARED = {
    "jobs": {
        "clock",
        "context",
        "events",
        "readings",
        "services",
        "session_renewal",
        "session_sources",
        "waiting",
    },
    "store": {"files", "os_errors", "paths", "process_lock", "sqlite"},
}
ALLOWED = {
    ("jobs.listing", "jobs.uploads.upload_target"),  # a new folder is stored like an upload
    ("jobs.uploads", "jobs.settings.settings_errors"),
    ("jobs.reencryption", "jobs.keys"),  # the state of the keys is said before the change
    # It uploads, downloads and deletes a test object as the user would.
    ("jobs.self_test", "jobs.uploads.upload"),
    ("jobs.self_test", "jobs.downloads.download"),
    ("jobs.self_test", "jobs.deletion.delete_objects"),
    # Objects are stored, found and read with the keys that are known for their bucket.
    *(
        (f"jobs.{feature}", f"jobs.customer_keys.{module}")
        for feature in ("copies", "downloads", "listing", "reencryption", "uploads")
        for module in ("copiers", "keyed_sessions", "use_key")
    ),
    # Only the receipt of an upload tells the encryption context, which a copy has to be given.
    ("jobs.copies", "jobs.history.known_context"),
    ("jobs.reencryption", "jobs.history.known_context"),
    ("store.customer_keys", "store.connections.secrets"),  # the same keyring
    ("store.connections", "store.managed.policy"),  # the administrator's come first
    ("jobs.services", "jobs.uploads.queue.queue_client"),  # where the services are built
}


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        module = (isinstance(node, ast.ImportFrom) and node.module) or ""
        if module.startswith("s3enc_gui."):
            yield module.removeprefix("s3enc_gui.")


@pytest.mark.parametrize("layer", SHARED)
def test_features_do_not_import_one_another(layer):
    found = set()
    for path in (ROOT / "s3enc_gui" / layer).rglob("*.py"):
        feature = path.relative_to(ROOT / "s3enc_gui" / layer).parts[0].removesuffix(".py")
        for module in imports_of(path):
            parts = module.split(".")
            if parts[0] == layer and parts[1] not in {feature, *SHARED[layer]}:
                found.add((f"{layer}.{feature}", module))
    assert found - ALLOWED == set()


def test_no_folder_is_long():
    folders = {path.parent for path in MODULES}
    counts = {
        folder: sum(path.parent == folder and path.name != "__init__.py" for path in MODULES)
        for folder in folders
    }
    assert max(counts.values()) <= MOST_MODULES, max(counts, key=lambda one: counts[one])


CONVERSIONS = re.compile(
    r"\.astimezone\(\)|\.fromisoformat\(|parsedate_to_datetime\(|strptime|fromtimestamp"
)
CONVERT_THEMSELVES = {
    "domain/times.py",
    "domain/copies/request.py",  # Expires, which may be any date, and is sent on
    "jobs/history/receipts.py",  # a day that was chosen
    "cli/history.py",  # a day that was typed in
}


def test_times_of_others_are_read_and_shown_by_one_module():
    found = {
        path.relative_to(ROOT / "s3enc_gui").as_posix()
        for path in MODULES
        if CONVERSIONS.search(path.read_text(encoding="utf-8"))
        and path.parent.name != "demo"  # its own server
    }
    assert found == CONVERT_THEMSELVES
