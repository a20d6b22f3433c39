"""The console sign-in against a server that checks its proofs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from s3enc_gui.domain.connections.sign_in import BrowserPage, ConsoleToken
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.sign_in.clients import unsigned_client
from s3enc_gui.s3.sign_in.console import ConsoleSignIn
from tests.servers.sign_in import Browser, ConsoleServer
from tests.servers.sign_in.console import ARN, CROSS_DEVICE, SAME_DEVICE


def new_sign_in() -> ConsoleSignIn:
    return ConsoleSignIn(unsigned_client("signin", "eu-west-1"))


def sign_in(open_page: Callable[[str], object]) -> tuple[str, ConsoleToken]:
    threads: list[Thread] = []

    def report(event: object) -> None:
        assert isinstance(event, BrowserPage)
        threads.append(Thread(target=open_page, args=(event.url,)))
        threads[-1].start()

    try:
        return new_sign_in().sign_in_with_browser(report, lambda: None)
    finally:
        for thread in threads:
            thread.join()


def test_the_browser_brings_credentials(console: ConsoleServer, user_browser: Browser) -> None:
    arn, token = sign_in(user_browser.open)
    assert arn == ARN
    assert (token.access_key, token.secret_key) == console.keys
    assert token.account == "111122223333"
    assert token.client_id == SAME_DEVICE
    assert token.region == "eu-west-1"
    assert timedelta() < token.expires_at - datetime.now(UTC) <= timedelta(minutes=15)
    assert "You can close this window" in user_browser.pages[0][1]


def test_a_code_from_another_computer(console: ConsoleServer, user_browser: Browser) -> None:
    def report(event: object) -> None:
        assert isinstance(event, BrowserPage)
        user_browser.open(event.url)

    arn, token = new_sign_in().sign_in_with_pasted_code(
        report, lambda: f"  {console.confirmation}\n"
    )
    assert arn == ARN
    assert token.client_id == CROSS_DEVICE


@pytest.mark.parametrize("pasted", ["", "no code", "bm8gY29kZQ==", "c3RhdGU9MSZjb2RlPTI=", "é"])
def test_another_code_is_refused(console: ConsoleServer, pasted: str) -> None:
    with pytest.raises(AppError, match="code isn't valid"):
        new_sign_in().sign_in_with_pasted_code(lambda _: None, lambda: pasted)
    assert not console.requests["token"]


def test_without_permission(console: ConsoleServer, user_browser: Browser) -> None:
    console.refusal = "INSUFFICIENT_PERMISSIONS"
    with pytest.raises(AppError) as caught:
        sign_in(user_browser.open)
    assert "signin:CreateOAuth2Token" in str(caught.value)


def test_declined(console: ConsoleServer, user_browser: Browser) -> None:
    console.denies = True
    with pytest.raises(AppError, match="You aren't signed in"):
        sign_in(user_browser.open)


@pytest.mark.parametrize(
    "body", [b"<html>", b"", b"{}", b"[]", b'{"accessToken": 1}', b'{"idToken": "a.b.c"}']
)
def test_a_bad_answer_is_an_error_with_words(
    console: ConsoleServer, user_browser: Browser, body: bytes
) -> None:
    console.answers["token"] = (200, body, "application/json")
    with pytest.raises(AppError) as caught:
        sign_in(user_browser.open)
    assert caught.value.title
