"""The transfers panel in the pseudo-language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.outage import Outage, OutageKind
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.gui.transfers.other_key.other_key_dialog import OtherKeyDialog
from s3enc_gui.i18n import text
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.uploads.other_key import KeyDestination
from s3enc_gui.jobs.uploads.queue.events import Added
from tests.gui.transfers.conftest import queued
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DATA = ("my-bucket", ".txt", "in/", "in", "/f/", "text.txt", "invoices/", "test_key", "/home/anna/")


def test_every_state(panel, report):
    check_texts(panel.window(), *DATA)
    states = (TransferState.WAITING, TransferState.RUNNING, TransferState.PAUSED)
    rows = [queued(id, state) for id, state in enumerate(states, 1)]
    ends = [queued(id, result=kind) for id, kind in enumerate(Result, 10)]
    bare = [replace(row, outcome=replace(row.outcome, error=None)) for row in ends]
    report(Added((*rows, *bare)))
    panel.table.selectAll()
    check_texts(panel.window(), *DATA)


@pytest.mark.parametrize("kind", OutageKind)
def test_every_outage(panel, report, kind):
    for next_try in (NOON, datetime.now(UTC) + timedelta(hours=1)):
        report(OutageChanged(Outage(kind, AppError("", code="1"), NOON, next_try)))
        check_texts(panel.window(), *DATA)


@pytest.mark.parametrize("ids", [(1,), (1, 2)])
def test_another_key(panel, report, runner, ids):
    error = AppError(text("The KMS key is disabled"), code="KMS.DisabledException")
    rows = [queued(id, result=Result.FAILED) for id in ids]
    report(Added(tuple(replace(row, outcome=replace(row.outcome, error=error)) for row in rows)))
    check_texts(panel.window(), *DATA)
    panel.other_key.bar.choose.click()
    where = KeyDestination(Connection(), "my-bucket", "eu-central-1", True, None, ids)
    runner.succeed(where)
    dialog = panel.window().findChild(OtherKeyDialog)
    check_texts(dialog, *DATA, "aws/s3", "arn:aws:kms:eu-central-1:123456789012:key/…")
