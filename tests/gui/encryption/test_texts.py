"""The encryption details in the pseudo-language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.uploads.outcome import Result
from tests.fakes.samples import DETAILS, ERROR, PLAIN, outcome
from tests.gui.encryption.test_encryption_details import pane
from tests.i18n.shown import check_texts

__all__ = ["pane"]

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("my-bucket", "invoices/text.txt", "invoices", "text.txt", "test_key", "/home/anna/")
STATUSES = (
    EncryptionStatus("AES256"),
    EncryptionStatus(),
    EncryptionStatus(customer_algorithm="AES256"),
    EncryptionStatus("AES256", client_side=True),
)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status(pane, status):
    pane.show_object(replace(DETAILS, status=status))
    check_texts(pane, *DATA)


@pytest.mark.parametrize("details", [DETAILS, PLAIN])
def test_an_object(pane, details):
    pane.show_object(details)
    check_texts(pane, *DATA)


@pytest.mark.parametrize("kind", list(Result))
def test_every_result(pane, kind):
    pane.show_outcome(outcome(kind))
    check_texts(pane, *map(str, ERROR.texts), *DATA)
