"""`s3enc connections`, from a terminal without a screen."""

from __future__ import annotations

from threading import Thread

import pytest

from s3enc_gui.domain.connections.saved_connection import KeySource, Place, SavedConnection
from s3enc_gui.store.connections.connections_file import ConnectionsFile
from s3enc_gui.store.paths import connections_path, log_path
from tests.servers.sign_in import RoleKeys
from tests.servers.sign_in.identity_center import PORTAL, REGION

SIGN_IN = ("connections", "sign-in", "--start-url", PORTAL, "--sso-region", REGION)


@pytest.fixture
def opens(monkeypatch, user_browser):
    """The browser of the computer: opens pages beside the program."""
    threads = []

    def open_page(url):
        threads.append(Thread(target=user_browser.open, args=(url,)))
        threads[-1].start()
        return True

    monkeypatch.setattr("webbrowser.open", open_page)
    yield
    for thread in threads:
        thread.join()


def test_from_nothing_to_a_saved_connection(s3enc, center, opens):
    ran = s3enc(*SIGN_IN)
    assert ran.status == 0
    assert "production (Admin)" in ran.out
    assert "/authorize?" in ran.err
    listed = s3enc("connections", "list", "--json").json["connections"]
    assert [(one["name"], one["kind"], one["default"]) for one in listed] == [
        ("production (Admin)", "company", True)
    ]
    assert center.requests["authorize"] == 1


def test_with_a_device_code(s3enc, center):
    ran = s3enc(*SIGN_IN, "--device-code")
    assert ran.status == 0
    assert "ABCD-EFGH" in ran.err
    assert center.requests["authorize"] == 0


def test_several_roles_are_named(s3enc, center, opens):
    center.roles = {"111122223333": {"Admin": RoleKeys("a", "b"), "Reader": RoleKeys("c", "d")}}
    ran = s3enc(*SIGN_IN)
    assert ran.status == 2
    assert "Admin, Reader" in ran.err
    ran = s3enc(*SIGN_IN, "--role", "Reader", "--name", "reader")
    assert ran.status == 0
    assert "reader" in s3enc("connections", "list").out


def test_the_region_is_asked_for(s3enc, center):
    ran = s3enc("connections", "sign-in", "--start-url", PORTAL)
    assert ran.status == 2
    assert "--sso-region" in ran.err
    assert not center.requests


def test_with_the_console(s3enc, console, opens):
    ran = s3enc("connections", "sign-in", "--console", "--region", "eu-west-1")
    assert ran.status == 0
    assert "ana" in s3enc("connections", "list").out


def test_with_the_console_on_another_computer(s3enc, console, user_browser, monkeypatch, capsys):
    def asked(_prompt):
        from s3enc_gui.cli.printer import printer

        printer.flush()
        page = capsys.readouterr().err.splitlines()[1]
        user_browser.open(page)
        return console.confirmation

    monkeypatch.setattr("getpass.getpass", asked)
    ran = s3enc("connections", "sign-in", "--console", "--device-code")
    assert ran.status == 0


def test_signing_out(s3enc, center, opens):
    s3enc(*SIGN_IN, "--name", "work")
    assert s3enc("connections", "sign-out", "--connection", "work").out == "Signed out.\n"
    again = s3enc("connections", "sign-out", "--connection", "work")
    assert again.out == "You weren't signed in.\n"
    assert center.requests["logout"] == 1


def test_signing_in_again(s3enc, center, opens):
    s3enc(*SIGN_IN, "--name", "work")
    center.expire_sessions()
    ran = s3enc("connections", "sign-in", "--connection", "WORK")
    assert (ran.status, ran.out) == (0, "Signed in.\n")
    assert center.requests["authorize"] == 2


def test_a_saved_connection_is_used_everywhere(s3enc, demo_server, new_bucket, small, monkeypatch):
    bucket = new_bucket(demo_server)
    for name, value in demo_server.environment().items():
        if name.startswith("AWS_ENDPOINT_URL_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_PROFILE", "stale")
    place = Place(demo_server.region, demo_server.endpoint_url)
    saved = SavedConnection("demo", KeySource(demo_server.access_key), place)
    ConnectionsFile(connections_path()).save(saved)
    with_secret(monkeypatch, demo_server)
    assert s3enc("upload", small, f"s3://{bucket}/", "--connection", "demo").status == 0
    ran = s3enc("inspect", f"s3://{bucket}/{small.name}", "--connection", "demo")
    assert ran.status == 0
    ran = s3enc("connections", "test", "--connection", "demo", "--bucket", bucket, "--json")
    assert {one["answer"] for one in ran.json["checks"]} == {"fine"}


def with_secret(monkeypatch, server):
    from s3enc_gui.domain.connections.pasted_keys import AccessKey
    from s3enc_gui.store.connections.secrets import Secrets

    key = AccessKey(server.access_key, server.secret_key)
    monkeypatch.setattr(Secrets, "get", lambda _self, _id: key)


def test_options_of_endpoints_are_saved_and_listed(s3enc, center, opens):
    assert s3enc(*SIGN_IN, "--fips", "--dual-stack", "--name", "careful").status == 0
    (listed,) = s3enc("connections", "list", "--json").json["connections"]
    assert listed["options"] == ["fips", "dual-stack"]
    assert f"{REGION}, FIPS, dual-stack" in s3enc("connections", "list").out


def test_endpoints_that_do_not_exist_are_named(s3enc):
    ran = s3enc("connections", "test", "--region", "eu-west-1", "--fips", "--no-sign-request")
    assert "Amazon S3 has no FIPS endpoints in eu-west-1" in ran.out
    ran = s3enc("connections", "test", "--ipv6-only", "--no-sign-request")
    assert ran.status == 1
    assert "IPv6 needs dual-stack endpoints" in ran.err


def test_a_name_that_is_not_saved(s3enc):
    ran = s3enc("inspect", "s3://bucket/key", "--connection", "nobody")
    assert ran.status == 2
    assert "nobody" in ran.err


def files_with(home, secrets):
    """The files below the home that contain one of the secrets."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path for path in files if any(one.encode() in path.read_bytes() for one in secrets)]


@pytest.mark.parametrize("way", [[], ["--device-code"]])
def test_a_sign_in_leaves_secrets_in_its_cache_only(s3enc, center, opens, isolated_home, way):
    """Also with the log at its most detailed."""
    assert s3enc(*SIGN_IN, *way, "--log-level", "debug").status == 0
    assert s3enc("connections", "sign-out", "--log-level", "debug").status in (0, 2)
    log = log_path().read_text()
    assert "CreateToken: HTTP 200" in log
    assert len(center.secrets) >= 4
    cache = isolated_home / ".aws" / "sso" / "cache"
    assert {path.parent for path in files_with(isolated_home, center.secrets)} <= {cache}


def test_a_console_sign_in_leaves_secrets_in_its_cache_only(s3enc, console, opens, isolated_home):
    sign_in = ("connections", "sign-in", "--console", "--region", "eu-west-1")
    assert s3enc(*sign_in, "--log-level", "debug").status == 0
    assert "CreateOAuth2Token: HTTP 200" in log_path().read_text()
    assert len(console.secrets) > 3
    cache = isolated_home / ".aws" / "login" / "cache"
    assert {path.parent for path in files_with(isolated_home, console.secrets)} == {cache}
