"""Looking for updates: a plain GET over TLS, with the program's own network settings."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from s3enc_gui.app import build_services
from s3enc_gui.domain.connections.network import NetworkSettings, ProxyUse
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.updates.update import Published
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.updates.check_updates import CheckUpdates
from s3enc_gui.store.updates import update_address as addresses
from tests.fakes.policy import install_policy
from tests.s3.transport.http.server import serving
from tests.servers.proxy import AuthenticatingProxy

ROOT = Path(__file__).parents[3]
PAGE = "https://s3enc.example.com/"


def response(content, status=b"200 OK", extra=b""):
    return b"HTTP/1.1 %b\r\nContent-Length: %d\r\n%b\r\n%b" % (status, len(content), extra, content)


FILE = json.dumps({"version": "99.0", "url": PAGE, "notes": "Faster."}).encode()


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def server(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    with serving(context=context) as server:
        server.steps = [response(FILE)]
        yield server


@pytest.fixture
def resource(monkeypatch, tmp_path):
    path = tmp_path / "updates.json"
    monkeypatch.setattr(addresses, "resource", lambda: path)
    return path


@pytest.fixture
def address(resource, server):
    resource.write_text(json.dumps({"url": f"https://127.0.0.1:{server.port}/s3enc.json"}))


@pytest.fixture
def context(tmp_path, authority):
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    services = build_services(keep_journal=False)
    services.settings.set_network(NetworkSettings(ca_bundle=str(bundle)))
    yield Context(services)
    services.close()


@pytest.mark.usefixtures("address")
def test_a_newer_version(context, server):
    answer = CheckUpdates().run(context)
    assert answer.published == Published("99.0", PAGE, "Faster.")
    assert answer.is_newer


@pytest.mark.usefixtures("address")
def test_nothing_is_told_but_the_address(context, server):
    CheckUpdates().run(context)
    (head,) = server.heads
    lines = head.decode().split("\r\n")
    assert lines[0] == "GET /s3enc.json HTTP/1.1"
    names = {line.partition(":")[0].lower() for line in lines[1:] if line}
    assert names == {"host", "accept", "accept-encoding", "user-agent"}
    assert "User-Agent: s3enc" in lines  # without a version


def test_without_an_address_nothing_is_asked(context, resource, server):
    assert CheckUpdates().run(context).published is None
    assert server.connections == 0


@pytest.mark.parametrize("content", ["", "[]", '{"url": 5}', "{}"])
def test_a_damaged_resource_is_no_address(resource, content):
    resource.write_text(content)
    assert addresses.update_address() is None


def test_a_checkout_has_no_address():
    assert addresses.resource().name == "updates.json"
    assert addresses.update_address() is None


def test_an_address_without_tls_is_not_used(context, resource, server):
    resource.write_text(json.dumps({"url": f"http://127.0.0.1:{server.port}/"}))
    with pytest.raises(AppError, match="UpdateAddress"):
        CheckUpdates().run(context)
    assert server.connections == 0


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize(
    ("step", "code"),
    [
        (response(b"no", b"404 Not Found"), "404"),
        (response(b"", b"302 Found", b"Location: https://evil.example/\r\n"), "302"),
        (response(b"x" * 70_000), "TooLarge"),
        (response(b"<html>"), "UpdateFile"),
    ],
    ids=["missing", "redirect", "large", "page"],
)
def test_what_the_server_may_do_wrong(context, server, step, code):
    server.steps = [step]
    with pytest.raises(AppError) as refused:
        CheckUpdates().run(context)
    assert refused.value.code == code
    assert len(server.heads) == 1  # neither repeated nor redirected


@pytest.mark.usefixtures("address")
def test_a_server_that_is_not_trusted(context, server):
    context.services.settings.set_network(NetworkSettings())
    with pytest.raises(AppError, match="certificate"):
        CheckUpdates().run(context)
    assert server.heads == []


def test_a_server_that_is_not_there(context, resource):
    resource.write_text('{"url": "https://127.0.0.1:9/"}')
    with pytest.raises(AppError) as refused:
        CheckUpdates().run(context)
    assert "127.0.0.1:9" in str(refused.value)


def test_the_proxy_of_the_settings(context, resource):
    """This computer isn't reached through it, so another name is asked for."""
    resource.write_text('{"url": "https://updates.example.com/s3enc.json"}')
    proxy = AuthenticatingProxy("user", "password")
    try:
        settings = NetworkSettings(ProxyUse.MANUAL, proxy.address)
        context.services.settings.set_network(settings)
        with pytest.raises(AppError, match="proxy"):
            CheckUpdates().run(context)
        assert proxy.denied == 1
    finally:
        proxy.close()


def test_the_administrators_address(context, server, monkeypatch, tmp_path):
    url = f"https://127.0.0.1:{server.port}/it.json"
    install_policy(monkeypatch, tmp_path, updates={"url": url})
    assert CheckUpdates().run(context).is_newer
    assert server.heads[0].startswith(b"GET /it.json ")


@pytest.mark.usefixtures("address")
def test_the_administrator_can_switch_it_off(context, server, monkeypatch, tmp_path):
    install_policy(monkeypatch, tmp_path, updates={"check": False})
    with pytest.raises(AppError, match="PolicyForbids"):
        CheckUpdates().run(context)
    assert server.connections == 0


def packaged(folder, url):
    command = [sys.executable, str(ROOT / "packaging" / "updates"), str(folder), url]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_packager_sets_the_address(resource):
    assert packaged(resource.parent, "https://s3enc.example.com/v.json").returncode == 0
    assert addresses.update_address() == "https://s3enc.example.com/v.json"
    refused = packaged(resource.parent, "http://s3enc.example.com/v.json")
    assert (refused.returncode, "isn't an https:// address" in refused.stderr) == (2, True)
