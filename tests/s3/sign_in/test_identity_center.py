"""The sign-in flows against a server that speaks them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from s3enc_gui.domain.connections.sign_in import BrowserPage, DeviceCode, SsoSession, SsoToken
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.s3.sign_in.clients import unsigned_client
from s3enc_gui.s3.sign_in.identity_center import IdentityCenter
from tests.servers.sign_in import Browser, IdentityCenterServer
from tests.servers.sign_in.identity_center import DEVICE


def sign_in(sso_session: SsoSession, open_page: Callable[[str], object]) -> SsoToken:
    threads: list[Thread] = []

    def report(event: object) -> None:
        assert isinstance(event, BrowserPage)
        threads.append(Thread(target=open_page, args=(event.url,)))
        threads[-1].start()

    identity_center = IdentityCenter(unsigned_client("sso-oidc", sso_session.region), sso_session)
    try:
        return identity_center.sign_in_with_browser(report, lambda: None)
    finally:
        for thread in threads:
            thread.join()


def test_the_browser_brings_the_token(
    center: IdentityCenterServer, sso_session: SsoSession, user_browser: Browser
) -> None:
    token = sign_in(sso_session, user_browser.open)
    assert token.access_token in center.secrets
    assert token.refresh_token in center.secrets
    assert timedelta(hours=7) < token.expires_at - datetime.now(UTC) <= timedelta(hours=8)
    assert token.registration_expires_at
    assert token.registration_expires_at > datetime.now(UTC) + timedelta(days=80)
    assert user_browser.pages[0][0] == 200
    assert "You can close this window" in user_browser.pages[0][1]


def test_the_scope_asks_for_accounts_and_a_refresh_token(
    center: IdentityCenterServer, sso_session: SsoSession, user_browser: Browser
) -> None:
    sign_in(sso_session, user_browser.open)
    registration = dict(center.bodies)["register"]
    assert registration["scopes"] == ["sso:account:access"]
    assert registration["grantTypes"] == ["authorization_code", "refresh_token"]
    assert registration["redirectUris"] == ["http://127.0.0.1/oauth/callback"]
    assert registration["issuerUrl"] == sso_session.start_url


def test_another_state_is_refused_and_the_sign_in_goes_on(
    center: IdentityCenterServer, sso_session: SsoSession, user_browser: Browser
) -> None:
    def attacked(url: str) -> None:
        redirect = url.partition("redirect_uri=")[2].partition("&")[0]
        callback = redirect.replace("%3A", ":").replace("%2F", "/")
        user_browser.open(f"{callback}?code=stolen&state=guessed")
        user_browser.open(url)

    token = sign_in(sso_session, attacked)
    assert [status for status, _ in user_browser.pages] == [400, 200]
    assert token.access_token in center.secrets


def test_declined_in_the_browser(
    center: IdentityCenterServer, sso_session: SsoSession, user_browser: Browser
) -> None:
    center.denies = True
    with pytest.raises(AppError, match="You aren't signed in") as caught:
        sign_in(sso_session, user_browser.open)
    assert "declined" in caught.value.detail
    assert "aren" in user_browser.pages[0][1]


def test_the_user_stops_it(center: IdentityCenterServer, sso_session: SsoSession) -> None:
    del center
    events: list[object] = []

    def stopped() -> None:
        if events:
            raise Cancelled

    client = unsigned_client("sso-oidc", sso_session.region)
    with pytest.raises(Cancelled):
        IdentityCenter(client, sso_session).sign_in_with_browser(events.append, stopped)


def test_a_device_code_is_polled_until_it_is_entered(
    center: IdentityCenterServer, sso_session: SsoSession
) -> None:
    center.approve = False
    center.slow_downs = 1
    events: list[object] = []
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        center.approve = len(pauses) > 2

    client = unsigned_client("sso-oidc", sso_session.region)
    token = IdentityCenter(client, sso_session).sign_in_with_code(events.append, pause)
    assert token.access_token in center.secrets
    assert pauses == [1.0, 6.0, 6.0]
    (event,) = events
    assert isinstance(event, DeviceCode)
    assert event.code == "ABCD-EFGH"
    assert event.code in event.complete_url
    assert dict(center.bodies)["register"]["grantTypes"] == [DEVICE, "refresh_token"]


BAD = {
    "HTML": (200, b"<html><body>Sign in to the network</body></html>", "text/html"),
    "empty": (200, b"", "application/json"),
    "without fields": (200, b"{}", "application/json"),
    "wrong types": (
        200,
        b'{"clientId": 1, "clientSecret": [], "clientSecretExpiresAt": "soon"}',
        "application/json",
    ),
    "a list": (200, b"[]", "application/json"),
    "half JSON": (200, b'{"clientId": "a', "application/json"),
    "an error without a body": (500, b"", "text/plain"),
    "a redirect": (302, b"", "text/plain"),
    "a time out of range": (
        200,
        b'{"clientId": "a", "clientSecret": "b", "clientSecretExpiresAt": 99999999999999999}',
        "application/json",
    ),
}


@pytest.mark.parametrize("operation", ["register", "token"])
@pytest.mark.parametrize("answer", BAD.values(), ids=BAD.keys())
def test_a_bad_answer_is_an_error_with_words(
    center: IdentityCenterServer,
    sso_session: SsoSession,
    user_browser: Browser,
    operation: str,
    answer: tuple[int, bytes, str],
) -> None:
    center.answers[operation] = answer
    with pytest.raises(AppError) as caught:
        sign_in(sso_session, user_browser.open)
    assert caught.value.title
    for secret in center.secrets:
        assert secret not in str(caught.value) + caught.value.detail
