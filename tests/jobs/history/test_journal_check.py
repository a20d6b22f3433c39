from __future__ import annotations

import pytest

from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.history.journal_check import CheckJournal, JournalState
from s3enc_gui.jobs.services import Services, in_memory
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.journal.opener import JournalOpener
from s3enc_gui.store.settings_file import SettingsFile


@pytest.fixture
def state(tmp_path):
    """The state of a journal that is opened so."""
    opened = []

    def state(opening):
        opened.append(Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"), opening))
        return CheckJournal().run(Context(opened[-1]))

    yield state
    for services in opened:
        services.close()


def on_disk(folder):
    return JournalOpener(folder / "journal.sqlite", folder / "instances")


def test_one_on_the_disk_is_kept(state, tmp_path):
    assert state(on_disk(tmp_path)) == JournalState(kept=True)


def test_one_in_memory_is_not_and_that_is_meant(state):
    assert state(in_memory) == JournalState(kept=False)


def test_a_damaged_one_is_told_of(state, tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"no database" * 100)
    told = state(on_disk(tmp_path))
    assert told.kept
    assert "journal.sqlite.damaged-1" in told.problem.detail


@pytest.mark.expects_log("kept in memory")
def test_where_there_is_no_place_the_cause_is_told(state, tmp_path):
    (tmp_path / "file").touch()
    told = state(on_disk(tmp_path / "file"))
    assert not told.kept
    assert "receipts are not kept" in told.problem.hint
