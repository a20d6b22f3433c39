"""Browsing, renaming, downloading and deleting in the demo, with keyboard and mouse."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from s3enc_gui.demo.sample_files import letter
from tests.end_to_end.program import UPLOAD_SECONDS, Program
from tests.end_to_end.screen import Area
from tests.end_to_end.waiting import wait_for

pytestmark = pytest.mark.end_to_end

SAMPLES = Path(__file__).with_name("samples")
STATUSES = {
    "backup.txt": "Encrypted: other (aws:backup)",
    "client-side.bin": "Client-side encryption, then SSE-KMS (invoices)",
    "dsse-kms-invoices.txt": "DSSE-KMS invoices",
    "fsx.txt": "Encrypted: other (aws:fsx)",
    "newer-than-this-program.txt": "Encrypted: other (aws:kms:v9)",
    "not-allowed-to-look.txt": "Access denied (403)",
    "not-encrypted.txt": "Not encrypted",
    "sse-c.txt": "SSE-C",
    "sse-kms-aws-s3.txt": "SSE-KMS aws/s3",
    "sse-kms-test_key.txt": "SSE-KMS test_key",
    "sse-s3.txt": "SSE-S3",
}


@pytest.fixture
def program(start):
    program = start("--demo", "--bucket", "demo-bucket", "--prefix", "every-status/")
    program.app.find("combo box", "Demo", timeout=30)
    wait_for(lambda: set(STATUSES) <= set(rows(program)), what="rows", otherwise=program.app.dump)
    return program


def table(program: Program):
    return program.app.find("table", "Objects", timeout=20)


def rows(program: Program) -> dict[str, list[str]]:
    return {row[0]: row for row in table(program).rows()}


def select(program: Program, name: str) -> None:
    table(program).select_row(list(rows(program)).index(name))


def detail(program: Program, label: str, value: str) -> None:
    """Wait for a value in the details."""

    def says() -> bool:
        return program.window.find("text", label=label).text == value

    wait_for(says, what=f"{label}: {value}", otherwise=program.app.dump)


def test_every_status(program, desktop):
    def told() -> bool:
        seen = {name: row[3] for name, row in rows(program).items()}
        return all(seen.get(name) == status for name, status in STATUSES.items())

    wait_for(told, what="statuses", otherwise=program.app.dump)
    filtered = "Key disabled: SSE-KMS old-key, 1 object, 72 bytes"
    program.window.find("check box", filtered).press()
    wait_for(lambda: len(rows(program)) == 1, what="the filter", otherwise=program.app.dump)
    desktop.screen.keys("alt+Up")
    wait_for(lambda: "welcome.txt" in rows(program), what="the folder above")
    desktop.screen.keys("alt+Left")
    wait_for(lambda: "sse-c.txt" in rows(program), what="the folder before")


def test_rename_download_and_delete(program, desktop, tmp_path):
    keys = desktop.screen.keys
    select(program, "sse-kms-test_key-bucket-key.txt")
    detail(program, "KMS key", "test_key")
    table(program).focus()
    keys("F2")
    program.app.find("dialog", "Rename").find("text", "Name").type_text("renamed.txt")
    keys("Return")
    wait_for(lambda: "renamed.txt" in rows(program), what="the new name")
    assert "sse-kms-test_key-bucket-key.txt" not in rows(program)
    select(program, "renamed.txt")
    detail(program, "Bucket key", "On")
    detail(program, "Server-side encryption", "AWS KMS master-key (SSE-KMS)")
    keys("ctrl+d")
    chooser = wait_for(
        lambda: next((one for one in program.app.windows() if one.name == "Download to"), None),
        what="the file dialog",
    )
    assert chooser
    chooser.find("text").type_text(str(tmp_path))
    keys("Return")
    arrived = tmp_path / "renamed.txt"
    wait_for(arrived.exists, UPLOAD_SECONDS, what="the file", otherwise=program.app.dump)
    assert arrived.read_bytes() == letter("sse-kms-test_key-bucket-key.txt")
    table(program).focus()
    keys("Delete")
    asked = program.app.find("dialog", "Delete")
    button = asked.find("push button", "Delete")
    wait_for(lambda: button.enabled, what="the count", otherwise=asked.dump)
    button.press()
    wait_for(lambda: "renamed.txt" not in rows(program), what="the deletion")


def test_files_dropped_on_a_folder(start, desktop, text):
    program = start("--demo", "--bucket", "demo-bucket")
    program.app.find("combo box", "Demo", timeout=30)
    wait_for(lambda: "Folder names/" in rows(program), what="rows", otherwise=program.app.dump)
    row = list(rows(program)).index("Folder names/")
    desktop.screen.drop_files([text], *table(program).cell(row).area.middle)
    wizard = program.wizard().wait_for_files("text.txt")
    assert wizard.dialog.find("text", "Folder (prefix)").text == "names/"


def test_objects_dragged_out(program, desktop):
    area = (1000, 560, 240, 200)
    target = [sys.executable, SAMPLES / "drop_target.py", *map(str, area)]
    desktop.start(target, log="target.log")

    def said(key: str) -> Any:
        lines = [line for line in desktop.log("target.log").splitlines() if line.startswith("{")]
        events = [json.loads(line) for line in reversed(lines)]
        return next((event[key] for event in events if key in event), None)

    def taken() -> bool:
        # The position is told again only after the target's first answer has arrived (XDND).
        return bool((said("moves") or 0) > 1)

    wait_for(lambda: said("ready"), what="the target")
    row = list(rows(program)).index("sse-kms-test_key.txt")
    desktop.screen.drag(table(program).cell(row).area.middle, Area(*area).middle, taken)
    wait_for(lambda: said("dropped"), UPLOAD_SECONDS, what="the drop", otherwise=desktop.log)
    dropped = said("dropped")
    assert list(dropped) == ["sse-kms-test_key.txt"]
    assert dropped["sse-kms-test_key.txt"]


def test_an_audit(program, desktop):
    desktop.screen.keys("ctrl+shift+a")
    audit = program.app.find("dialog", "Audit")
    audit.find("push button", "Audit").press()

    def counted() -> bool:
        return any(
            seen.name == "Not encrypted, 1 object, 73 bytes" or "15 objects" in seen.name
            for seen in audit.seen()
        )

    wait_for(counted, UPLOAD_SECONDS, what="the audit's result", otherwise=audit.dump)
