from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from s3enc_gui.domain.connections.pasted_keys import AccessKey
from s3enc_gui.domain.errors import AppError
from s3enc_gui.store.connections import secrets
from s3enc_gui.store.connections.secrets import Secrets
from tests.fakes.keyring import FakeKeyring

KEY = AccessKey("ASIA1", "secret", "token")


def test_a_secret_is_in_the_keyring() -> None:
    keyring = FakeKeyring()
    assert Secrets(keyring).set("id", KEY)
    assert Secrets(keyring).get("id") == KEY
    assert list(keyring.entries) == [("s3enc", "id")]


def test_removing_a_connection_removes_its_secret() -> None:
    keyring = FakeKeyring()
    stored = Secrets(keyring)
    stored.set("id", KEY)
    stored.delete("id")
    stored.delete("id")
    assert keyring.entries == {}
    assert stored.get("id") is None


@pytest.mark.parametrize(
    "error", [NoKeyringError(), InitError(), KeyringLocked(), OSError("D-Bus")]
)
def test_without_a_keyring_it_is_kept_for_the_session(error: Exception) -> None:
    stored = Secrets(FakeKeyring(error))
    assert not stored.set("id", KEY)
    assert stored.get("id") == KEY
    assert stored.problem
    assert "session only" in stored.problem.title
    assert "secret" not in str(stored.problem).replace("secret access key", "").replace(
        "The secret is", ""
    )


def test_a_locked_keyring_is_an_error_not_a_missing_secret() -> None:
    with pytest.raises(AppError, match="keyring is locked"):
        Secrets(FakeKeyring(KeyringLocked())).get("id")
    with pytest.raises(AppError, match="keyring is locked"):
        Secrets(FakeKeyring(KeyringLocked())).delete("id")


@pytest.mark.parametrize("packed", ["", "{", "[]", '{"other": 1}', "null"])
def test_a_damaged_entry_is_no_secret(packed: str) -> None:
    keyring = FakeKeyring()
    keyring.entries[("s3enc", "id")] = packed
    assert Secrets(keyring).get("id") is None


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring()])
def test_only_the_system_s_keyrings_are_used(
    monkeypatch: pytest.MonkeyPatch, backend: object
) -> None:
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [backend])
    monkeypatch.setattr("keyring.get_keyring", lambda: backend)
    with pytest.raises(NoKeyringError):
        secrets._system_keyring()
    stored = Secrets()
    assert not stored.set("id", KEY)
    assert stored.get("id") == KEY


class LockedKeyring(FakeKeyring):
    """A keyring whose dialog stays open until `unlocked` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = Event()
        self.dialogs = 0

    def _check(self) -> None:
        if not self.unlocked.is_set():
            self.dialogs += 1
            self.unlocked.wait()


@pytest.fixture
def locked() -> Iterator[LockedKeyring]:
    keyring = LockedKeyring()
    yield keyring
    keyring.unlocked.set()


def test_a_dialog_that_nobody_answers_is_not_waited_for(locked: LockedKeyring) -> None:
    stored = Secrets(locked, answer_time=0.05)
    with pytest.raises(AppError, match="didn't answer in time"):
        stored.get("id")
    assert not stored.set("id", KEY)
    assert stored.problem
    assert stored.problem.detail == "The system's keyring didn't answer in time."
    assert stored.get("id") == KEY
    assert locked.dialogs == 1  # not one over the other


@pytest.mark.parametrize("change", ["set", "delete"])
def test_what_was_refused_is_not_done_later(locked: LockedKeyring, change: str) -> None:
    locked.entries[("s3enc", "id")] = "old"
    stored = Secrets(locked, answer_time=0.05)
    if change == "set":
        assert not stored.set_text("id", "new")
    else:
        with pytest.raises(AppError, match="keyring is locked"):
            stored.delete("id")
    locked.unlocked.set()
    patient = Secrets(locked)
    assert patient.get_text("id") == "old"
    assert stored._asked is not None
    stored._asked.result(10)
    assert locked.entries == {("s3enc", "id"): "old"}


def test_a_keyring_unlocked_late_is_used_from_then_on(locked: LockedKeyring) -> None:
    stored = Secrets(locked, answer_time=0.05)
    assert not stored.set_text("id", "new")
    locked.unlocked.set()
    assert stored._asked is not None
    stored._asked.result(10)
    assert Secrets(locked).get_text("id") is None
    assert stored.set_text("id", "new")
    assert stored.problem is None
    assert Secrets(locked).get_text("id") == "new"


def test_the_end_of_the_program_waits_for_no_dialog(locked: LockedKeyring) -> None:
    stored = Secrets(locked, answer_time=60)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(stored.get_text, "id")
        while not locked.dialogs:
            sleep(0.01)
        stored.hurry()
        with pytest.raises(AppError, match="didn't answer in time"):
            waiting.result(20)


def test_at_the_end_a_secret_is_still_stored() -> None:
    keyring = FakeKeyring()
    stored = Secrets(keyring)
    stored.hurry()
    assert stored.set("id", KEY)
    assert Secrets(keyring).get("id") == KEY
