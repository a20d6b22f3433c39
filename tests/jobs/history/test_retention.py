from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.history.retention import Retention
from s3enc_gui.domain.reencryption.run import NewObject, RunFacts
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.way import Choice, Way
from s3enc_gui.domain.uploads.journal_changes import RecordEnd
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.history import retention
from s3enc_gui.jobs.history.retention import ApplyRetention
from s3enc_gui.jobs.reencryption.runs import CleanRuns
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.settings.history_retention import ReadHistorySettings, SetRetention
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.paths import journal_path, reencryptions_path
from s3enc_gui.store.reencryption.file import RunFile
from s3enc_gui.store.settings_file import SettingsFile
from tests.store.journal.values import BARE, CONNECTION, ITEMS, OPTIONS

NEW = NewObject("k", None, True, "e", 1, None, None, Choice(Way.COPY), State.PLANNED)
DAYS = (400, 100, 91, 89, 1)  # before now


@pytest.fixture
def context(tmp_path):
    settings = SettingsFile(tmp_path / "settings.json")
    with closing(Services(OpenSessions(), settings)) as services:
        now = datetime.now(UTC)
        old = [replace(BARE, key=f"{days} days", ended=now - timedelta(days=days)) for days in DAYS]
        receipts = [*old, replace(BARE, key="unknown", ended=None)]
        items = [replace(ITEMS[0], key=one.key) for one in receipts]
        _, ids = services.journal.add(CONNECTION, "b", OPTIONS, items)
        services.journal.write(
            RecordEnd(number, Result.VERIFIED, one)
            for number, one in zip(ids, receipts, strict=True)
        )
        yield Context(services)


def kept(context):
    return {one.key for one in context.services.journal.receipts(ReceiptQuery())}


def test_by_default_nothing_is_removed(context):
    assert ReadHistorySettings().run(context).retention is Retention.FOREVER
    assert ApplyRetention().run(context) == 0
    assert len(kept(context)) == len(DAYS) + 1


@pytest.mark.parametrize(
    ("chosen", "removed"), [(Retention.YEAR, {400}), (Retention.NINETY_DAYS, {400, 100, 91})]
)
def test_what_is_older_is_removed_at_the_next_start_as_counted(
    context, monkeypatch, chosen, removed
):
    monkeypatch.setattr(retention, "PIECE", 2)
    all_of_them = kept(context)
    assert SetRetention(chosen).run(context) is chosen
    assert kept(context) == all_of_them, "not before the next start"
    told = ReadHistorySettings().run(context)
    assert told.retention is chosen
    assert told.path == str(journal_path())
    assert told.expired[chosen] == ApplyRetention().run(context) == len(removed)
    assert kept(context) == all_of_them - {f"{days} days" for days in removed}
    assert ApplyRetention().run(context) == 0


def test_changes_of_encryption_are_counted_as_they_are_removed(context):
    old = datetime.now(UTC) - timedelta(days=100)
    for name, ended in (("over", old), ("recent", datetime.now(UTC)), ("unfinished", None)):
        file = RunFile(reencryptions_path() / f"{name}.sqlite")
        file.begin(RunFacts("b", None, old))
        file.add([NEW])
        file.finish_plan(old)
        file.begin_changes(old)
        if ended:
            file.end(ended)
        file.close()
    SetRetention(Retention.NINETY_DAYS).run(context)
    told = ReadHistorySettings().run(context).expired_runs
    assert told == {Retention.FOREVER: 0, Retention.YEAR: 0, Retention.NINETY_DAYS: 1}
    assert CleanRuns().run(context) == 1
    assert {one.stem for one in reencryptions_path().glob("*.sqlite")} == {"recent", "unfinished"}


def test_an_unreadable_setting_keeps_everything(context, tmp_path):
    (tmp_path / "settings.json").write_text('{"history_retention": 90}')
    assert ApplyRetention().run(context) == 0
