"""The change of encryption in the pseudo-language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.gui.reencryption.reencrypt_dialog import ReencryptDialog
from s3enc_gui.gui.reencryption.runs_bar import RunsBar
from s3enc_gui.gui.reencryption.runs_dialog import RunsDialog
from s3enc_gui.jobs.customer_keys.copies_of_keys import ReadKeyList
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.receipts import ReadReceipts, ReadRun, ReceiptsPage
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.runs import ListRuns
from tests.gui.customer_keys.conftest import LISTED
from tests.gui.reencryption.samples import CONNECTION, KEY, RECEIPTS, SELECTION, known, plan, result
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

DATA = ("0-0", "1/2")


def test_the_dialog(qtbot, runner, runs):
    window = ReencryptDialog(runner, runs, CONNECTION, SELECTION, None)
    qtbot.addWidget(window)
    window.show()
    check_texts(window, *DATA)
    window.form.kinds[Encryption.SSE_C].click()
    runner.handle_of(ReadKeyList).succeed(LISTED)
    names = ("invoices", "scans", *(one.known.md5 for one in LISTED))
    check_texts(window, *DATA, *names)
    window.form.kinds[Encryption.SSE_KMS].click()
    window.act.click()
    check_texts(window, *DATA, *names)
    runner.handle_of(PlanReencryption).succeed(plan(resumed=True))
    check_texts(window, *DATA, *names)
    window.act.click()
    check_texts(window, *DATA, *names)
    every = replace(result(left=5), counts=dict.fromkeys(State, 2))
    runner.handle_of(RunReencryption).succeed(every)
    check_texts(window, *DATA, *names)
    runner.handle_of(ReadReceipts).succeed(ReceiptsPage(RECEIPTS, None))
    data = (*DATA, *names, *(one.planned.key for one in RECEIPTS), KEY.rpartition("/")[2])
    for row in range(len(RECEIPTS)):
        window.result_view.table.selectRow(row)
        check_texts(window, *data)


def test_the_list_of_changes(qtbot, runner, runs):
    window, bar = RunsDialog(runner, runs, None), RunsBar(runs)
    qtbot.addWidget(window)
    qtbot.addWidget(bar)
    window.show()
    check_texts(window, *DATA)
    found = (known("/1.sqlite", left=12_000), known("/2.sqlite"))
    runs.refresh()
    runner.handle_of(ListRuns).succeed(found)
    runner.handle_of(ReadRun).succeed(replace(result(left=12_000), path="/1.sqlite"))
    check_texts(window, *DATA)
    runner.handle_of(ReadReceipts).succeed(ReceiptsPage(RECEIPTS[:2], None))
    check_texts(window, *DATA, RECEIPTS[1].planned.key)
    bar.discard.click()
    check_texts(bar, *DATA)
    window.discard.click()
    check_texts(window, *DATA)
    window.resume.click()
    check_texts(window, *DATA)
    check_texts(bar, *DATA)
    window.table.selectRow(1)
    window.remove.click()
    check_texts(window, *DATA)
