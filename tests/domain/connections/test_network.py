from __future__ import annotations

import pytest

from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse

MANUAL = ProxyUse.MANUAL


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        (NetworkSettings(MANUAL, "proxy:3128"), "http://proxy:3128"),
        (NetworkSettings(MANUAL, "https://proxy"), "https://proxy"),
        (NetworkSettings(MANUAL, "[::1]:1", "a"), "http://a:@[::1]:1"),
        (NetworkSettings(MANUAL, "proxy:1", "a@b", "c:/ä"), "http://a%40b:c%3A%2F%C3%A4@proxy:1"),
    ],
)
def test_the_url_of_a_manual_proxy(settings, url):
    assert settings.proxy_url == url
    assert settings.is_valid


@pytest.mark.parametrize(
    "address",
    ["", "http://", "socks5://proxy:1", "proxy:port", "a:b@proxy:1", "proxy/path", "proxy?a"],
)
def test_addresses_that_are_none(address):
    assert not NetworkSettings(MANUAL, address).is_valid
    assert NetworkSettings(ProxyUse.SYSTEM, address).is_valid


def test_the_password_is_not_shown():
    assert "secret" not in repr(NetworkSettings(MANUAL, "proxy", "me", "secret"))
