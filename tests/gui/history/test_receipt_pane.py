from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from s3enc_gui.domain.history.receipt import LaterCheck, Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.gui.history.receipt_pane import ReceiptPane
from s3enc_gui.gui.messages.locale import exact_time
from s3enc_gui.gui.widgets.error_banner import ErrorBanner
from s3enc_gui.gui.widgets.labels.copy_field import CopyField
from s3enc_gui.wording.history.receipt_rows import LABELS
from s3enc_gui.wording.labels import RESULT_TEXTS
from tests.fakes.samples import ARN, ERROR, outcome

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WHO = "arn:aws:iam::123456789012:user/anna"


def receipt(result, **rest):
    return Receipt.of(outcome(result), "my-bucket", started=NOW, ended=NOW, who=WHO, **rest)


@pytest.fixture
def pane(qtbot):
    pane = ReceiptPane()
    qtbot.addWidget(pane)
    pane.resize(360, 700)
    pane.show()
    return pane


def labels(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_placeholder_without_a_receipt(pane):
    assert any("Select a receipt" in text for text in labels(pane))


def test_shows_all_fields(pane):
    checks = (LaterCheck(NOW, "verified"), LaterCheck(NOW, "different", "KMS key: changed"))
    more = {"request_id": "R1", "encryption_context": (("project", "tax"),)}
    pane.show_receipt(replace(receipt(Result.VERIFIED), checked_again=checks, **more))
    shown = {name: pane.value(name) for name in LABELS}
    assert shown["File"] == "/home/anna/text.txt"
    assert (shown["Bucket"], shown["Object"]) == ("my-bucket", "invoices/text.txt")
    assert shown["Size"] == "1.2 MB (1,234,567 bytes)"
    assert shown["Server-side encryption"] == "AWS KMS master-key (SSE-KMS)"
    assert (shown["KMS key ARN"], shown["Bucket key"]) == (ARN, "On")
    assert shown["Encryption context"] == "project = tax"
    assert shown["Checksum"] == "CRC64NVME rosUhgp5mIg="
    assert (shown["Uploaded by"], shown["Request ID"]) == (WHO, "R1")
    assert shown["Started"] == shown["Ended"] == exact_time(NOW)
    assert "Checksum – requested: CRC64NVME" in shown["Compared"]
    assert shown["Checked again"].splitlines() == [
        f"{exact_time(NOW)}: Verified again.",
        f"{exact_time(NOW)}: Stored differently than requested. KMS key: changed",
    ]
    # SSE-C and SSE-KMS exclude each other.
    missing = [name for name, value in shown.items() if value == "–"]
    assert missing == ["Customer-provided key"]


@pytest.mark.parametrize("result", Result)
def test_every_result_has_its_verdict(pane, result):
    pane.show_receipt(receipt(result))
    banner = pane.findChild(ErrorBanner)
    assert labels(banner)[0] == RESULT_TEXTS[result]


def test_difference_shows_both_sides_as_an_error(pane):
    pane.show_receipt(receipt(Result.DIFFERENT))
    banner = pane.findChild(ErrorBanner)
    assert "requested: SSE-KMS, stored: not encrypted" in "\n".join(labels(banner))
    assert banner.property("banner") == "error"


def test_failure_shows_the_reason_and_nothing_stored(pane):
    pane.show_receipt(receipt(Result.FAILED))
    assert ERROR.title in "\n".join(labels(pane.findChild(ErrorBanner)))
    assert pane.value("Server-side encryption") == pane.value("ETag") == "–"


def test_unencrypted_object(pane):
    pane.show_receipt(receipt(Result.DIFFERENT))
    assert pane.value("Server-side encryption") == "Not encrypted"


def test_unknown_result_of_a_newer_version(pane):
    pane.show_receipt(replace(receipt(Result.VERIFIED), verdict="quarantined"))
    assert labels(pane.findChild(ErrorBanner))[0] == "quarantined"
    assert pane.findChild(ErrorBanner).property("banner") == "warning"


def test_values_can_be_copied(pane):
    pane.show_receipt(receipt(Result.VERIFIED))
    field = next(f for f in pane.findChildren(CopyField) if f.value == ARN)
    field.copy()
    assert QGuiApplication.clipboard().text() == ARN


def test_each_value_has_its_accessible_name(pane):
    pane.show_receipt(receipt(Result.VERIFIED))
    buddies = [label.buddy() for label in pane.findChildren(QLabel) if label.buddy()]
    assert tuple(buddy.accessibleName() for buddy in buddies) == LABELS
