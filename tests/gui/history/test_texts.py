"""The History window in the pseudo-language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.history.receipts import FindReceipts, FoundReceipts
from tests.fakes.samples import outcome
from tests.gui.history.test_history_window import NOTHING, NOW, window
from tests.i18n.shown import check_texts

__all__ = ["window"]

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "invoices/text.txt", "/home/anna/text.txt", "text.txt", "test_key", "invoices")
KINDS = (Result.VERIFIED, Result.DIFFERENT, Result.CANNOT_TELL)


def receipt(kind):
    return replace(Receipt.of(outcome(kind), "my-bucket", ended=NOW), version_id=None)


def test_empty(window, runner):
    check_texts(window, *DATA)
    runner.handle_of(FindReceipts).succeed(NOTHING)
    check_texts(window, *DATA)


@pytest.mark.parametrize("kind", KINDS)
def test_receipts(window, runner, kind):
    runner.handle_of(FindReceipts).succeed(FoundReceipts((receipt(kind),), 0, 1))
    window.table.selectRow(0)
    check_texts(window, *DATA)
