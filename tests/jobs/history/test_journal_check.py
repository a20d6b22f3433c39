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


def test_a_journal_on_disk_is_kept(state, tmp_path):
    assert state(on_disk(tmp_path)) == JournalState(kept=True)


def test_a_journal_in_memory_is_not_kept(state):
    assert state(in_memory) == JournalState(kept=False)


def test_a_damaged_journal_is_reported(state, tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"not a database" * 100)
    checked = state(on_disk(tmp_path))
    assert checked.kept
    assert "journal.sqlite.damaged-1" in checked.problem.detail


@pytest.mark.expects_log("kept in memory")
def test_the_cause_is_reported_if_the_journal_cannot_be_created(state, tmp_path):
    (tmp_path / "file").touch()
    checked = state(on_disk(tmp_path / "file"))
    assert not checked.kept
    assert "receipts aren't saved" in checked.problem.hint
