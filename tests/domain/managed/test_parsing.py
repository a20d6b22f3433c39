"""A policy document is read strictly: a mistyped key must not allow anything."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.connections.saved_connection import CompanySource, ProfileSource
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.managed.managed_settings import (
    AllowedEncryption,
    ManagedSettings,
    UpdateRule,
)
from s3enc_gui.domain.managed.parsing import parse

FULL = {
    "version": 1,
    "endpoints": ["aws", "https://s3.example.com"],
    "connections": {
        "only_these": True,
        "list": [
            {
                "name": "Finance",
                "kind": "company",
                "start_url": "https://d-1234567890.awsapps.com/start",
                "sso_region": "eu-west-1",
                "account": "111122223333",
                "role": "Uploader",
                "region": "eu-west-1",
                "bucket": "finance",
            },
            {
                "name": "Archive",
                "kind": "profile",
                "profile": "archive",
                "endpoint_url": "https://s3.example.com",
                "addressing": "path",
                "requester_pays": False,
                "older_server": True,
            },
        ],
    },
    "encryption": [{"kind": "aws:kms", "keys": ["alias/finance"]}, {"kind": "AES256"}],
    "updates": {"check": True, "url": "https://it.example.com/s3enc.json"},
    "network": {"proxy": "http://proxy.example.com:3128", "ca_bundle": "/etc/ssl/corp.pem"},
}


def test_every_key():
    found = parse(FULL, "here")
    finance, archive = found.connections
    assert isinstance(finance.source, CompanySource)
    assert (finance.name, finance.source.role, finance.bucket) == ("Finance", "Uploader", "finance")
    assert finance.source.session.name == "d-1234567890"
    assert archive.source == ProfileSource("archive")
    assert archive.place.endpoint_url == "https://s3.example.com"
    assert found.endpoints == ("aws", "https://s3.example.com")
    assert found.only_connections
    assert found.encryption == (
        AllowedEncryption(Encryption.SSE_KMS, ("alias/finance",)),
        AllowedEncryption(Encryption.SSE_S3),
    )
    assert found.updates == UpdateRule(True, "https://it.example.com/s3enc.json")
    assert found.network == NetworkSettings(
        ProxyUse.MANUAL, "http://proxy.example.com:3128", ca_bundle="/etc/ssl/corp.pem"
    )


def test_only_a_version():
    assert parse({"version": 1}, "here") == ManagedSettings("here")


def test_ids_of_connections_are_the_same_at_each_start():
    assert [one.id for one in parse(FULL, "here").connections] == [
        "managed-finance",
        "managed-archive",
    ]


def test_locked_connections_have_only_their_own_endpoints():
    document = {name: FULL[name] for name in ("version", "connections")}
    assert parse(document, "here").endpoints == ("aws", "https://s3.example.com")


@pytest.mark.parametrize(("proxy", "use"), [("none", ProxyUse.NONE), ("system", ProxyUse.SYSTEM)])
def test_proxies_by_name(proxy, use):
    found = parse({"version": 1, "network": {"proxy": proxy}}, "here")
    assert found.network == NetworkSettings(use)


DELETE = object()
FIRST = ("connections", "list", 0)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("version",), DELETE, "version: 1 is expected"),
        (("version",), 2, "version: 1 is expected"),
        (("version",), True, "version: 1 is expected"),
        (("endpoint",), [], "endpoint: this key isn't known"),
        (("endpoints",), "aws", "endpoints: a list is expected"),
        (("endpoints",), None, "endpoints: a list is expected"),
        (("endpoints", 1), "s3.example.com", "endpoints[1]: aws or a URL"),
        (("endpoints", 1), 5, "endpoints[1]: a text is expected"),
        (("endpoints", 0), "https://other.example", "which is missing in endpoints"),
        (("endpoints", 1), "https://other.example", "which is missing in endpoints"),
        (("connections",), [], "connections: an object is expected"),
        (("connections", "only"), True, "connections.only: this key isn't known"),
        (("connections", "only_these"), "yes", "true or false is expected"),
        ((*FIRST, "kind"), "key", "connections.list[0].kind: one of company"),
        ((*FIRST, "kind"), [], "connections.list[0].kind: one of company"),
        ((*FIRST, "kind"), DELETE, "connections.list[0].kind: one of company"),
        ((*FIRST, "name"), DELETE, "connections.list[0].name: this key is missing"),
        ((*FIRST, "name"), "Archive", "another connection has this name"),
        ((*FIRST, "name"), " ", "connections.list[0].name: a text is expected"),
        ((*FIRST, "profile"), "x", "connections.list[0].profile: this key isn't known"),
        ((*FIRST, "role"), DELETE, "connections.list[0].role: this key is missing"),
        ((*FIRST, "assume_role"), "x", "The role isn't valid"),
        ((*FIRST, "endpoint_url"), "x", "The address isn't valid"),
        (("connections", "list", 1, "addressing"), "x", "one of auto, path, virtual"),
        (("connections", "list", 1, "requester_pays"), 1, "true or false"),
        (("encryption",), {}, "encryption: a list is expected"),
        (("encryption", 0, "kind"), "kms", "encryption[0].kind: one of none, AES256"),
        (("encryption", 0, "kind"), DELETE, "encryption[0].kind: this key is missing"),
        (("encryption", 0, "key"), "x", "encryption[0].key: this key isn't known"),
        (("encryption", 0, "keys"), "x", "encryption[0].keys: a list is expected"),
        (("encryption", 1, "keys"), [], "encryption[1].keys: this encryption uses no KMS key"),
        (("updates", "url"), "http://it.example.com", "updates.url: an https://"),
        (("updates", "check"), 0, "updates.check: true or false"),
        (("network", "proxy"), "http://user:secret@proxy", "a URL without a password"),
        (("network", "proxy"), "socks5://proxy", "network.proxy: none, system or a URL"),
        (("network", "ca_bundle"), "", "network.ca_bundle: a text is expected"),
    ],
)
def test_what_is_wrong_is_named(path, value, said):
    document = copy.deepcopy(FULL)
    place: Any = document
    for one in path[:-1]:
        place = place[one]
    if value is DELETE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    with pytest.raises(AppError) as refused:
        parse(document, "/etc/s3enc/policy.json")
    assert refused.value.code == "PolicyInvalid"
    assert said in refused.value.detail
    assert refused.value.detail.startswith("/etc/s3enc/policy.json: ")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("document", [None, [], "x", 1, True])
def test_what_is_no_object(document):
    with pytest.raises(AppError, match="an object is expected"):
        parse(document, "here")
