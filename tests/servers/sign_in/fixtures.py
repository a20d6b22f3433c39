"""Fixtures: the sign-in servers, and the browser that follows their pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from s3enc_gui.domain.connections.sign_in import SsoSession
from tests.servers.sign_in import Browser, ConsoleServer, IdentityCenterServer, StsServer
from tests.servers.sign_in.identity_center import PORTAL, REGION


@pytest.fixture
def center(monkeypatch: pytest.MonkeyPatch) -> Iterator[IdentityCenterServer]:
    """A running Identity Center, which botocore's clients find."""
    with IdentityCenterServer() as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def sso_session() -> SsoSession:
    return SsoSession(PORTAL, REGION, "company")


@pytest.fixture
def user_browser() -> Browser:
    return Browser()


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConsoleServer]:
    """A running AWS Sign-In, which botocore's client finds."""
    with ConsoleServer() as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def sts(monkeypatch: pytest.MonkeyPatch) -> Iterator[StsServer]:
    """A running STS that checks MFA codes, which botocore's client finds."""
    with StsServer() as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        yield server
