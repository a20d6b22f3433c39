"""The connections while a keyring asks for its password: the window stays usable."""

from __future__ import annotations

import json
from contextlib import closing
from time import perf_counter

import pytest

from s3enc_gui.gui.bridge.job_runner import JobRunner
from s3enc_gui.gui.connections.connections_dialog import ConnectionsDialog
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.settings_file import SettingsFile
from tests.fakes.keyring import FakeKeyring
from tests.gui.connections.samples import KEY
from tests.store.connections.test_secrets import LockedKeyring

ANSWER_TIME = 0.7


@pytest.fixture
def keyring():
    keyring = LockedKeyring()
    yield keyring
    keyring.unlocked.set()


@pytest.fixture
def answer_time():
    return ANSWER_TIME


@pytest.fixture
def services(tmp_path, keyring, answer_time):
    """The services of the program, with one connection."""
    sources = SessionSources(ConnectionStore(secrets=Secrets(keyring, answer_time=answer_time)))
    sources.store.saved.save(KEY)
    settings = SettingsFile(tmp_path / "settings.json")
    with closing(Services(OpenSessions(sources.find), settings, session_sources=sources)) as all_:
        yield all_


@pytest.fixture
def dialog(qtbot, services):
    """The dialog, and its jobs on their threads."""
    runner = JobRunner(services)
    dialog = ConnectionsDialog(runner)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    yield dialog
    services.begin_shutdown()
    runner.shutdown()


def test_the_window_does_not_wait_for_the_password(qtbot, dialog, keyring):
    start = perf_counter()
    dialog.button("duplicate").click()
    qtbot.waitUntil(lambda: keyring.dialogs == 1)
    assert perf_counter() - start < ANSWER_TIME  # the event loop runs meanwhile
    assert not dialog.banner.isVisible()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == "The keyring is locked"
    assert dialog.model.rowCount() == 1


def test_once_unlocked_the_job_goes_on(qtbot, dialog, keyring):
    stored = {"access_key": "AKIAABCDEFGHIJKLMNOP", "secret_key": "secret"}
    keyring.entries["s3enc", KEY.id] = json.dumps(stored)
    dialog.button("duplicate").click()
    qtbot.waitUntil(lambda: keyring.dialogs == 1)
    keyring.unlocked.set()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert len(keyring.entries) == 2


@pytest.mark.parametrize("answer_time", [60])
def test_closing_the_window_waits_for_no_dialog(qtbot, dialog, keyring, services):
    dialog.button("duplicate").click()
    qtbot.waitUntil(lambda: keyring.dialogs == 1)
    start = perf_counter()
    services.begin_shutdown()
    dialog._runner.shutdown()
    assert perf_counter() - start < 20


def test_a_call_on_the_window_s_thread_is_noticed(keyring_off_the_gui_thread):
    Secrets(FakeKeyring()).get_text("id")
    (stack,) = keyring_off_the_gui_thread
    assert "test_a_call_on_the_window_s_thread_is_noticed" in stack
    keyring_off_the_gui_thread.clear()
