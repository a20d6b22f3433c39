"""The files of runs: listed, discarded, removed, and cleaned up."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.history.retention import Retention
from s3enc_gui.domain.reencryption.known_run import RunState
from s3enc_gui.domain.reencryption.run import Origin
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.jobs.clock import now
from s3enc_gui.jobs.reencryption import runs as module
from s3enc_gui.jobs.reencryption.receipts import ReadReceipts, ReadRun
from s3enc_gui.jobs.reencryption.runs import (
    CleanRuns,
    DiscardRun,
    ForgetPlan,
    ListRuns,
    RemoveRun,
    path_of,
)
from s3enc_gui.store.reencryption.file import RunFile
from tests.jobs.fake_buckets import SSE_S3
from tests.jobs.reencryption.conftest import KEY

DAY = timedelta(days=1)


@pytest.fixture
def listed(changes):
    return lambda **more: ListRuns(folder=changes.folder, **more).run(changes.context())


def test_a_plan_is_no_run_until_it_begins(s3, changes, listed):
    s3.put("a", **SSE_S3)
    plan = changes.plan()
    assert listed() == ()
    changes.run(plan)
    (run,) = listed()
    assert (run.path, run.state, run.changed) == (plan.path, RunState.FINISHED, 1)
    assert run.facts.origin == Origin(Connection(), ("",))
    assert ReadRun(plan.path).run(changes.context()).counts == {State.VERIFIED: 1}


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 100])
def test_receipts_are_read_in_pages_those_with_problems_first(s3, changes, limit):
    for key in "abcd":
        s3.put(key, **SSE_S3)
    plan = changes.plan()
    for key in "bd":
        s3.put(key, b"another", **SSE_S3)
    changes.run(plan)
    following: ReadReceipts | None = ReadReceipts(plan.path, limit=limit)
    found, pages = [], 0
    while following:
        page = following.run(changes.context())
        assert len(page.receipts) == limit or page.following is None
        found += [(one.planned.key, one.changed.state) for one in page.receipts]
        following, pages = page.following, pages + 1
    changed, verified = State.CHANGED, State.VERIFIED
    assert found == [("b", changed), ("d", changed), ("a", verified), ("c", verified)]
    assert pages == 4 // limit + 1


def test_a_run_that_is_running_is_listed_as_such(s3, changes, listed):
    s3.put("a", **SSE_S3)
    plan = changes.plan()
    file = RunFile(Path(plan.path), existing=True)
    assert [one.state for one in listed()] == [RunState.RUNNING]
    assert listed(without=(plan.path,)) == ()
    file.close()


def begun(plan):
    """Begin a run, and lose it before anything was changed."""
    file = RunFile(Path(plan.path), existing=True)
    file.begin_changes(now())
    file.close()
    return plan.path


def test_discarding_what_changed_nothing_deletes_it(s3, changes, listed):
    s3.put("a", **SSE_S3)
    path = begun(changes.plan())
    assert [one.state for one in listed()] == [RunState.UNFINISHED]
    DiscardRun(path).run(changes.context())
    assert not list(Path(changes.folder).iterdir())


def test_a_discarded_run_can_still_be_undone(s3, changes, listed):
    s3.put("a", **SSE_S3)
    s3.put("b", **SSE_S3)
    plan = changes.plan()
    path = begun(plan)
    file = RunFile(Path(path), existing=True)
    first, _ = file.open()
    file.save([(first.number, None)], [], now())  # sent, and killed before it was recorded
    file.close()
    s3._do_update_object_encryption(
        {
            "Bucket": "here",
            "Key": first.key,
            "ObjectEncryption": {"SSEKMS": {"KMSKeyArn": KEY, "BucketKeyEnabled": False}},
        }
    )
    DiscardRun(path).run(changes.context())
    (run,) = listed()
    assert (run.state, run.left, run.can_be_undone) == (RunState.DISCARDED, 2, True)
    with pytest.raises(AppError):
        DiscardRun(path).run(changes.context())
    assert changes.undo(path).counts == {State.VERIFIED: 1}
    assert s3.objects["here", first.key].fields["ServerSideEncryption"] == "AES256"


def test_only_what_is_over_is_removed(s3, changes, listed):
    s3.put("a", **SSE_S3)
    path = begun(changes.plan())
    with pytest.raises(AppError):
        RemoveRun(path).run(changes.context())
    changes.run(replace(changes.plan(), path=path))
    RemoveRun(path).run(changes.context())
    assert path not in [one.path for one in listed()]


def test_forgetting_a_plan_never_deletes_a_run(s3, changes):
    s3.put("a", **SSE_S3)
    plan = changes.plan()
    assert ForgetPlan(plan.path).run(changes.context())
    path = begun(changes.plan())
    assert not ForgetPlan(path).run(changes.context())
    assert [str(one) for one in Path(changes.folder).iterdir()] == [path]


def test_cleaning_keeps_what_somebody_may_need(s3, changes, listed, monkeypatch):
    s3.put("a", **SSE_S3)
    finished = changes.plan()
    changes.run(finished)
    unfinished = begun(changes.plan("AES256"))
    planned = changes.plan(bucket_key=True)
    lost = RunFile(Path(changes.folder) / "lost.sqlite")  # killed while looking at the objects
    lost.close()
    (Path(changes.folder) / "other.sqlite").write_bytes(b"not a database" * 100)

    def clean(after, retention=Retention.FOREVER):
        changes.services.settings = SimpleNamespace(history_retention=lambda: retention)
        monkeypatch.setattr(module, "now", lambda: now() + after)
        return CleanRuns(changes.folder).run(changes.context())

    assert clean(timedelta()) == 1
    assert not (Path(changes.folder) / "lost.sqlite").exists()
    assert Path(planned.path).exists()
    assert clean(2 * DAY) == 1
    assert not Path(planned.path).exists()
    assert clean(400 * DAY) == 0
    assert clean(400 * DAY, Retention.YEAR) == 1
    assert [one.path for one in listed()] == [unfinished]
    assert (Path(changes.folder) / "other.sqlite").exists()


@pytest.mark.parametrize("noted", [True, False], ids=["end noted", "ended before that"])
def test_a_run_is_removed_when_it_is_over_for_longer_than_the_limit(
    s3, changes, listed, monkeypatch, noted
):
    s3.put("a", **SSE_S3)
    s3.put("b", **SSE_S3)
    over, unfinished = changes.plan(), changes.plan(f"aws:kms:dsse={KEY}")
    changes.run(over)
    file = RunFile(Path(unfinished.path), existing=True)
    file.begin_changes(now())
    file.close()
    if not noted:
        with sqlite3.connect(over.path) as database:
            database.execute("UPDATE run SET ended = NULL")
        database.close()
    settings = SimpleNamespace(history_retention=lambda: Retention.NINETY_DAYS)
    changes.services.settings = settings

    def clean(days):
        monkeypatch.setattr(module, "now", lambda: now() + days * DAY)
        return CleanRuns(changes.folder).run(changes.context())

    assert clean(89) == 0
    assert len(listed()) == 2
    assert clean(91) == 1
    assert [one.path for one in listed()] == [unfinished.path]


def test_names_are_paths_ids_or_how_only_one_id_begins(s3, changes):
    s3.put("a", **SSE_S3)
    first, second = (Path(changes.plan(to).path) for to in ("AES256", f"aws:kms={KEY}"))
    assert path_of(str(first)) == str(first)
    for path in (first, second):
        assert path_of(path.stem, changes.folder) == str(path)
        assert path_of(path.stem[:-3], changes.folder) == str(path)
    for name in ("here", "none"):
        with pytest.raises(AppError):
            path_of(name, changes.folder)


@pytest.mark.parametrize("version", [1, 2])
def test_files_of_earlier_versions_are_upgraded(s3, changes, listed, version):
    s3.put("a", **SSE_S3)
    plan = changes.plan()
    changes.run(plan)
    with sqlite3.connect(plan.path) as database:
        columns = ["objects DROP COLUMN context", "objects DROP COLUMN former_context"]
        if version == 1:
            columns += ["run DROP COLUMN began", "run DROP COLUMN origin"]
        for column in columns:
            database.execute(f"ALTER TABLE {column}")
        database.execute(f"PRAGMA user_version = {version}")
    database.close()
    (run,) = listed()
    assert (run.changed, run.facts.origin is None) == (1, version == 1)
    assert (run.facts.began == run.facts.started) is (version == 1)
    assert changes.undo(plan.path).counts == {State.VERIFIED: 1}
