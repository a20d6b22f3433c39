"""Signing in through the jobs, as the window and the command line do."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Event, Thread

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.saved_connection import (
    CompanySource,
    ConsoleSource,
    KeySource,
    SavedConnection,
)
from s3enc_gui.domain.connections.sign_in import BrowserPage, SsoSession, WaitsForOther
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.jobs.connections.saved_connections import ListAccounts, ListRoles
from s3enc_gui.jobs.connections.sign_in import (
    FindSignIn,
    SignIn,
    SignInToCompany,
    SignInWithConsole,
    SignOut,
)
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services
from tests.servers.sign_in import Browser, ConsoleServer, IdentityCenterServer
from tests.servers.sign_in.console import ARN


class Window:
    """A window of the program that shows sign-ins; opens pages in the user's browser."""

    def __init__(self, services: Services, browser: Browser, *, opens: bool = True) -> None:
        self.events: list[object] = []
        self.stopped = Event()
        self._browser, self._opens = browser, opens
        self.context = Context(services, self._report, self.stopped)

    def _report(self, event: object) -> None:
        self.events.append(event)
        if isinstance(event, BrowserPage) and self._opens:
            Thread(target=self._browser.open, args=(event.url,)).start()


def in_parallel(count: int, work: Callable[[int], None]) -> None:
    start = Barrier(count)

    def run(number: int) -> None:
        start.wait()
        work(number)

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_ten_jobs_that_need_a_sign_in_open_one_page(
    services: Services,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    user_browser: Browser,
) -> None:
    windows = [Window(services, user_browser) for _ in range(10)]
    in_parallel(10, lambda number: _run(SignInToCompany(sso_session), windows[number]))
    assert center.requests["authorize"] == center.requests["register"] == 1
    pages = [event for one in windows for event in one.events if isinstance(event, BrowserPage)]
    waits = [event for one in windows for event in one.events if isinstance(event, WaitsForOther)]
    assert (len(pages), len(waits)) == (1, 9)


def _run(job: SignInToCompany | SignInWithConsole, window: Window) -> None:
    job.run(window.context)


def test_a_sign_in_that_is_stopped_lets_the_next_one_in(
    services: Services,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    user_browser: Browser,
) -> None:
    first = Window(services, user_browser, opens=False)
    first.stopped.set()
    with pytest.raises(Cancelled):
        SignInToCompany(sso_session).run(first.context)
    SignInToCompany(sso_session).run(Window(services, user_browser).context)
    assert services.connections.sso.load(sso_session)
    assert center.requests["authorize"] == 1


def test_accounts_and_roles_after_the_sign_in(
    services: Services,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    user_browser: Browser,
) -> None:
    del center
    context = Window(services, user_browser).context
    with pytest.raises(AppError) as caught:
        ListAccounts(sso_session).run(context)
    assert caught.value.code == "SSOTokenLoadError"
    SignInToCompany(sso_session).run(context)
    (account,) = ListAccounts(sso_session).run(context)
    assert (account.id, account.name) == ("111122223333", "production")
    assert ListRoles(sso_session, account.id).run(context) == ["Admin"]


def test_a_saved_connection_signs_in_and_out(
    services: Services,
    center: IdentityCenterServer,
    sso_session: SsoSession,
    user_browser: Browser,
) -> None:
    saved = SavedConnection("work", CompanySource(sso_session, "111122223333", "Admin"))
    services.connections.saved.save(saved)
    context = Window(services, user_browser).context
    assert FindSignIn(saved.connection).run(context) == sso_session
    SignIn(saved.connection).run(context)
    frozen = services.aws_session(saved.connection)._session.get_credentials()
    assert frozen
    assert frozen.get_frozen_credentials().secret_key == "admin-secret"
    assert SignOut(saved.connection).run(context)
    assert not SignOut(saved.connection).run(context)
    assert center.requests["logout"] == 1
    assert services.connections.sso.load(sso_session) is None


def test_a_console_connection_signs_in_as_who_it_was(
    services: Services, console: ConsoleServer, user_browser: Browser
) -> None:
    context = Window(services, user_browser).context
    assert SignInWithConsole("eu-west-1").run(context) == ConsoleSource(ARN, "eu-west-1")
    other = "arn:aws:iam::111122223333:user/other"
    saved = SavedConnection("console", ConsoleSource(other, "eu-west-1"))
    services.connections.saved.save(saved)
    with pytest.raises(AppError, match="someone else"):
        SignIn(saved.connection).run(context)
    assert console.requests["authorize"] == 2


def test_the_code_of_another_computer_is_waited_for(
    services: Services, console: ConsoleServer, user_browser: Browser
) -> None:
    """A window has no code yet when it is asked, and must not block the job's thread."""
    asked: list[str | None] = []

    def pasted() -> str | None:
        asked.append(None)
        return console.confirmation if len(asked) > 1 else None

    context = Window(services, user_browser).context
    assert SignInWithConsole("eu-west-1", pasted).run(context) == ConsoleSource(ARN, "eu-west-1")


def test_waiting_for_a_code_can_be_cancelled(
    services: Services, console: ConsoleServer, user_browser: Browser
) -> None:
    del console
    window = Window(services, user_browser, opens=False)
    window.stopped.set()
    with pytest.raises(Cancelled):
        SignInWithConsole("eu-west-1", lambda: None).run(window.context)


def test_an_access_key_has_nothing_to_sign_in_to(services: Services, user_browser: Browser) -> None:
    saved = SavedConnection("key", KeySource("AKIA"))
    services.connections.saved.save(saved)
    context = Window(services, user_browser).context
    with pytest.raises(AppError, match="nothing to sign in to"):
        SignIn(saved.connection).run(context)
    assert not SignOut(saved.connection).run(context)


def test_a_connection_that_was_removed_is_named(services: Services) -> None:
    gone = Connection(credentials="0123", title="work")
    with pytest.raises(AppError, match="no longer exists") as caught:
        services.aws_session(gone)
    assert "work" in caught.value.detail
