from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.history.find_verification import FindVerification
from tests.fakes.samples import DETAILS, outcome

WORK = Connection("work")
RECEIPT = Receipt.of(outcome(Result.VERIFIED), DETAILS.location.bucket)


@dataclass
class Journal:
    asked: tuple[object, ...] = ()

    def receipts_of_key(self, *asked):
        self.asked = asked
        return [RECEIPT]


def test_the_receipts_of_the_connection_are_searched():
    journal = Journal()
    services: Any = SimpleNamespace(journal=journal)
    found = FindVerification(WORK, DETAILS).run(Context(services))
    assert journal.asked == (WORK, DETAILS.location.bucket, DETAILS.location.key)
    assert found.holds
