"""What the self test says when something doesn't work."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.self_test.component_check import (
    OF_THE_WINDOW,
    Component,
    ComponentState,
    ok,
)
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.self_test import journal_checks, system_checks, window_checks
from s3enc_gui.jobs.self_test.child_process import JOURNAL, ChildResult, child, complete
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.s3.network.trust import count_authorities
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.process_lock import ProcessLock
from tests.fakes.policy import install_policy

OK, FAILED, SKIPPED = ComponentState.OK, ComponentState.FAILED, ComponentState.SKIPPED
ALL = tuple(ok(one, "x") for one in OF_THE_WINDOW)


def go_on():
    pass


class TestWindow:
    @pytest.fixture
    def checked(self, monkeypatch, tmp_path):
        """Check with these results of the processes; return the states and what they were given."""

        def checked(*results, must_be=False, display=":0"):
            given, left = [], list(results)

            def run(*_, **more):
                given.append(more)
                return left.pop(0)

            monkeypatch.setattr(window_checks, "run_child", run)
            monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
            monkeypatch.setenv("DISPLAY", display)
            self.errors: list[str] = []
            found = window_checks.window_checks(go_on, tmp_path, self.errors, must_be=must_be)
            return {check.component: check.state for check in found}, given

        return checked

    def test_everything_works(self, checked):
        assert checked(ChildResult(0, ALL, ())) == (dict.fromkeys(OF_THE_WINDOW, OK), [{}])

    def test_the_command_line_may_lack_qt(self, checked):
        states, _ = checked(ChildResult(window_checks.NO_QT, (), ()))
        assert states == dict.fromkeys(OF_THE_WINDOW, SKIPPED)

    def test_the_window_may_not(self, checked):
        states, _ = checked(ChildResult(window_checks.NO_QT, (), ()), must_be=True)
        assert states == dict.fromkeys(OF_THE_WINDOW, FAILED)

    @pytest.mark.skipif("sys.platform != 'linux'")
    def test_without_a_screen_none_is_used(self, checked):
        _, given = checked(ChildResult(0, ALL, ()), display="")
        assert given == [{"QT_QPA_PLATFORM": "offscreen"}]

    def test_where_qt_aborts_the_rest_is_checked_without_a_screen(self, checked):
        aborted = ChildResult(-6, ALL[:1], ("no Qt platform plugin could be initialized",))
        states, given = checked(aborted, ChildResult(0, ALL, ()))
        assert states == dict.fromkeys(OF_THE_WINDOW, OK) | {Component.PLATFORM: FAILED}
        assert given == [{}, {"QT_QPA_PLATFORM": "offscreen"}]
        assert self.errors == ["no Qt platform plugin could be initialized"]


def test_what_a_process_did_not_reach_has_failed():
    result = ChildResult(-11, ALL[:1], ())
    first, second = complete(result, OF_THE_WINDOW[:2], "Install.")
    assert first == ALL[0]
    assert second.state is FAILED
    assert "-11" in str(second.found)


def test_a_process_that_is_killed_leaves_its_record_and_its_lock(tmp_path):
    errors: list[str] = []
    found = list(journal_checks.journal_checks(tmp_path, go_on, errors))
    assert [(one.component, one.state) for one in found] == [
        (Component.JOURNAL, OK),
        (Component.LOCKS, OK),
    ]
    assert errors == []


def test_a_journal_that_cannot_be_written(tmp_path):
    (tmp_path / "instances").write_text("")  # where a folder should be
    errors: list[str] = []
    (found,) = journal_checks.journal_checks(tmp_path, go_on, errors)
    assert found.state is FAILED
    assert errors


def test_locks_that_are_not_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(ProcessLock, "is_alive", lambda *_: False)
    found = {one.component: one for one in journal_checks.journal_checks(tmp_path, go_on, [])}
    assert found[Component.LOCKS].state is FAILED


def test_a_canceled_check_ends_its_process(tmp_path):
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled), child(JOURNAL, tmp_path) as process:
        process.wait_for(lambda: False, stop)
    assert process.has_ended


@pytest.mark.parametrize(
    ("name", "state"), [("SecretService", OK), ("", SKIPPED), (OSError("bus"), FAILED)]
)
def test_keyrings(monkeypatch, name, state):
    def answer():
        if isinstance(name, Exception):
            raise name
        return name

    monkeypatch.setattr(system_checks, "keyring_name", answer)
    assert system_checks.keyring_check().state is state


def test_a_keyring_that_does_not_answer(monkeypatch):
    release = Event()
    monkeypatch.setattr(system_checks, "keyring_name", release.wait)
    monkeypatch.setattr(system_checks, "KEYRING_TIME", 0.01)
    assert system_checks.keyring_check().state is FAILED
    release.set()


@pytest.mark.parametrize(
    ("count", "state"), [(144, OK), (None, OK), (0, FAILED), (ssl.SSLError("no"), FAILED)]
)
def test_trust(monkeypatch, count, state):
    def answer(bundle):
        assert bundle == "/company.pem"
        if isinstance(count, Exception):
            raise count
        return count

    monkeypatch.setattr(system_checks, "count_authorities", answer)
    services = SimpleNamespace(network_settings=lambda: SimpleNamespace(ca_bundle="/company.pem"))
    context = Context(services)  # type: ignore[arg-type]
    assert system_checks.trust_check(context, None).state is state


def test_a_bundle_without_authorities_is_no_trust(tmp_path):
    (tmp_path / "empty").mkdir()
    assert count_authorities(str(tmp_path / "empty")) == 0
    (tmp_path / "a.pem").write_text("none")
    with pytest.raises(ssl.SSLError):
        count_authorities(str(tmp_path / "a.pem"))


NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(("time", "state"), [(NOW, OK), (datetime(1970, 1, 1, tzinfo=UTC), FAILED)])
def test_clocks(monkeypatch, time, state):
    monkeypatch.setattr(system_checks, "now", lambda: time)
    assert system_checks.clock_check().state is state


@pytest.mark.parametrize(
    ("minutes", "state"), [(0, OK), (4, OK), (-4, OK), (6, FAILED), (-20, FAILED)]
)
def test_a_clock_is_compared_with_the_servers(monkeypatch, minutes, state):
    monkeypatch.setattr(system_checks, "now", lambda: NOW)
    assert system_checks.skew_check(NOW + timedelta(minutes=minutes)).state is state


def test_an_unreadable_setting_is_no_crash():
    def locked():
        raise AppError("The keyring is locked")

    context = Context(SimpleNamespace(network_settings=locked))  # type: ignore[arg-type]
    assert system_checks.trust_check(context, None).state is FAILED


class TestPolicy:
    @pytest.fixture
    def context(self):
        services: Any = SimpleNamespace(session_sources=SessionSources(ConnectionStore()))
        return Context(services)

    def test_without_one(self, context):
        check = system_checks.policy_check(context)
        assert (check.state, str(check.found)) == (OK, "There is none")

    def test_where_it_is(self, context, monkeypatch, tmp_path):
        path = install_policy(monkeypatch, tmp_path, endpoints=["aws"])
        check = system_checks.policy_check(context)
        assert (check.state, check.found) == (OK, str(path))

    def test_what_is_wrong(self, context, monkeypatch, tmp_path):
        install_policy(monkeypatch, tmp_path, endpoint=[])
        check = system_checks.policy_check(context)
        assert check.state is FAILED
        assert "endpoint: this key isn't known" in str(check.found)
