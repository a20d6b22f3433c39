from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.errors import AppError
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.settings.network import ReadNetwork, SetNetwork, override_proxy
from s3enc_gui.s3.network.proxies import proxies_for
from s3enc_gui.s3.network.settings import network
from tests.fakes.keyring import FakeKeyring

S3 = "https://s3.eu-west-1.amazonaws.com"
MANUAL = NetworkSettings(ProxyUse.MANUAL, "proxy:3128", "me", "geh eim")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://other:1")


def used() -> str | None:
    return proxies_for(S3).get("https")


def test_the_environment_at_first(context: Context) -> None:
    assert ReadNetwork().run(context) == NetworkSettings()
    assert used() == "http://other:1"


def test_a_proxy_is_saved_with_its_password_in_the_keyring(
    context: Context, keyring: FakeKeyring, tmp_path: Path
) -> None:
    saved = SetNetwork(MANUAL).run(context)
    assert saved == MANUAL
    assert saved.in_keyring
    assert ReadNetwork().run(context) == MANUAL
    assert keyring.entries == {("s3enc", "proxy"): "geh eim"}
    assert used() == "http://me:geh%20eim@proxy:3128"
    stored = (tmp_path / "settings.json").read_text()
    assert "geh" not in stored
    assert json.loads(stored)["network"]["proxy"] == "manual"


def test_without_a_keyring_the_password_is_in_memory(
    context: Context, without_keyring: FakeKeyring
) -> None:
    assert not SetNetwork(MANUAL).run(context).in_keyring
    assert used() == "http://me:geh%20eim@proxy:3128"


@pytest.mark.parametrize(
    "changed",
    [
        replace(MANUAL, proxy=ProxyUse.NONE),
        replace(MANUAL, user=""),
        replace(MANUAL, password=""),
    ],
)
def test_a_password_that_is_not_used_is_removed(
    context: Context, keyring: FakeKeyring, changed: NetworkSettings
) -> None:
    SetNetwork(MANUAL).run(context)
    SetNetwork(changed).run(context)
    assert keyring.entries == {}


def test_the_keyring_is_not_asked_without_need(context: Context, keyring: FakeKeyring) -> None:
    keyring.error = KeyringLocked()
    SetNetwork(NetworkSettings(ProxyUse.MANUAL, "proxy:3128")).run(context)
    assert used() == "http://proxy:3128"
    SetNetwork(NetworkSettings()).run(context)
    assert used() == "http://other:1"


def test_a_locked_keyring_is_said(context: Context, keyring: FakeKeyring) -> None:
    SetNetwork(MANUAL).run(context)
    network.forget()
    keyring.error = KeyringLocked()
    with pytest.raises(AppError) as caught:
        used()
    assert caught.value.code == "KeyringLocked"


def test_what_is_not_valid_is_not_saved(context: Context, tmp_path: Path) -> None:
    for wrong, code in (
        (replace(MANUAL, address="a:b@proxy"), "InvalidProxy"),
        (NetworkSettings(ca_bundle=str(tmp_path / "nothing.pem")), "CaBundle"),
    ):
        with pytest.raises(AppError) as caught:
            SetNetwork(wrong).run(context)
        assert caught.value.code == code
    assert ReadNetwork().run(context) == NetworkSettings()


def test_sessions_are_opened_anew(context: Context, services: Services) -> None:
    connection = Connection(anonymous=True, region="eu-west-1")
    before = services.aws_session(connection)
    SetNetwork(NetworkSettings(ProxyUse.NONE)).run(context)
    assert services.aws_session(connection) is not before


@pytest.mark.parametrize(
    ("proxy", "url"),
    [
        ("none", None),
        ("system", "http://other:1"),
        ("third:2", "http://third:2"),
        ("http://a:b%40@third:2", "http://a:b%40@third:2"),
        ("proxy:3128", "http://me:geh%20eim@proxy:3128"),  # the saved one
    ],
)
def test_another_proxy_for_this_process(
    context: Context, services: Services, proxy: str, url: str | None
) -> None:
    SetNetwork(MANUAL).run(context)
    override_proxy(context, proxy)
    assert used() == url
    assert services.settings.network().address == "proxy:3128"


def test_another_proxy_that_is_none(context: Context) -> None:
    with pytest.raises(AppError) as caught:
        override_proxy(context, "socks5://proxy:1")
    assert caught.value.code == "InvalidProxy"


def test_the_next_services_do_not_have_these_settings(context: Context) -> None:
    SetNetwork(MANUAL).run(context)
    context.services.close()
    assert used() == "http://other:1"
