"""What other programs read, and what is kept, is in the source language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.cli.output import error_document
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.receipt import Receipt, plain
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.i18n import sentences, text
from tests.fakes.samples import outcome

pytestmark = pytest.mark.usefixtures("pseudo_language")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ERROR = AppError(text("Title {name}", name="x"), sentences("A.", text("B.")), text("Hint."), "X")


def test_errors_in_json():
    expected = {"code": "X", "title": "Title x", "detail": "A. B.", "hint": "Hint."}
    assert error_document(ERROR) == expected


@pytest.mark.parametrize("kind", [Result.VERIFIED, Result.DIFFERENT, Result.CANNOT_TELL])
def test_receipts(kind):
    receipt = Receipt.of(replace(outcome(kind), error=ERROR), "b", ended=NOON)
    assert receipt.error == "Title x [X]. A. B. Hint."
    assert "⟦" not in str(plain(receipt))
