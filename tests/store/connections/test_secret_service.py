"""Secrets in a real keyring: gnome-keyring, the Secret Service of GNOME."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator

import pytest

from tests.end_to_end import children
from tests.store.connections.secret_service import SecretService

# Where apt is, `packaging/environment --tests` has installed it.
_INSTALLABLE = shutil.which("gnome-keyring-daemon") or shutil.which("apt-get")
pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(
        not (sys.platform.startswith("linux") and _INSTALLABLE),
        reason="gnome-keyring can't be installed here",
    ),
]
SECRET = "a secret with ä, \\ and {"
SET, GET, DELETE = ("set_text", "id", SECRET), ("get_text", "id"), ("delete", "id")
SLACK = 20.0  # seconds, to start a process on a busy machine


@pytest.fixture
def service() -> Iterator[SecretService]:
    with SecretService() as service:
        yield service


def test_another_process_reads_what_one_has_stored(service: SecretService) -> None:
    service.start(unlock=True)
    stored = service.ask(SET)
    assert stored["results"] == [True]
    assert stored["backend"] == "keyring.backends.SecretService"
    assert service.ask(GET)["results"] == [SECRET]
    assert service.ask(("get_text", "other"))["results"] == [None]
    assert service.ask(DELETE, GET, DELETE)["results"] == [None, None, None]
    assert service.ask(GET)["results"] == [None]


def test_a_new_secret_replaces_the_old_one(service: SecretService) -> None:
    service.start(unlock=True)
    service.ask(("set_text", "id", "old"))
    service.ask(SET)
    assert service.ask(GET, DELETE, GET)["results"] == [SECRET, None, None]


def test_the_keyring_needs_no_event_loop_and_no_network(service: SecretService) -> None:
    service.start(unlock=True)
    answer = service.ask(SET, GET)
    assert answer["loops"] == answer["network"] == []


@pytest.mark.parametrize("existing", [True, False])
def test_a_locked_keyring_without_a_dialog_is_said(service: SecretService, existing: bool) -> None:
    _lock(service, existing=existing)
    reason = "KeyringLocked" if existing else "InitError"
    locked = ["KeyringLocked", f"The system's keyring didn't answer: {reason}"]
    assert service.ask(GET, DELETE)["results"] == [locked, locked]
    (code, _), kept = service.ask(SET, GET)["results"]
    assert code == "KeyringMissing"
    assert kept == SECRET  # in this process; in no other, and in no file:
    assert service.ask(GET)["results"] == [locked]
    _assert_in_no_file(service)


def test_a_dialog_that_nobody_answers_ends_the_wait(service: SecretService) -> None:
    _lock(service, existing=True)
    service.leave_dialogs_open()
    late = "The system's keyring didn't answer in time."
    start = time.monotonic()
    answers = service.ask(GET, SET, GET, DELETE, answer_time=2)["results"]
    assert time.monotonic() - start < 2 + SLACK  # the others don't wait, nor does the end
    locked = ["KeyringLocked", late]
    assert answers == [locked, ["KeyringMissing", late], SECRET, locked]
    assert service.log().count("BeginPrompting") == 1  # not one dialog over the other
    _assert_in_no_file(service)


def test_without_a_secret_service_it_is_kept_for_the_session(service: SecretService) -> None:
    missing = ["KeyringMissing", "This system has no keyring."]
    assert service.ask(GET, SET, GET)["results"] == [None, missing, SECRET]
    _assert_in_no_file(service)


def _lock(service: SecretService, *, existing: bool) -> None:
    if existing:
        daemon = service.start(unlock=True)
        service.ask(("set_text", "id", "old"))
        children.stop(daemon)
    service.start(unlock=False)


def _assert_in_no_file(service: SecretService) -> None:
    files = [path for path in service.folder.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]
