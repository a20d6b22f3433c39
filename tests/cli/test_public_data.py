"""`--no-sign-request` and `--request-payer`, and what is said without them."""

from __future__ import annotations

import pytest

from tests.servers.hostile import hostile_server
from tests.servers.hostile.faults.registry import misbehave

FOLDER = "s3://bucket/f/"


@pytest.fixture
def s3():
    with hostile_server() as s3:
        s3.put("f/a", b"public")
        yield s3


@pytest.fixture
def signed(s3, at):
    at(s3.server)
    misbehave(s3, "requester-pays")
    return s3


def test_public_data_needs_no_credentials(s3enc, s3, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "gone")
    misbehave(s3, "public-to-read")
    anonymous = "--no-sign-request", "--endpoint-url", s3.server.endpoint_url
    assert s3enc("inspect", FOLDER + "a", *anonymous).status == 0
    assert s3enc("audit", FOLDER, *anonymous).status == 0
    assert s3enc("download", FOLDER, tmp_path, *anonymous).status == 0
    assert (tmp_path / "f" / "a").read_bytes() == b"public"
    refused = s3enc("upload", tmp_path / "f" / "a", "s3://bucket/g/", *anonymous)
    assert refused.status == 1
    assert "without signing in" in refused.err + refused.out
    assert all("authorization" not in request.headers for request in s3.requests)


@pytest.mark.parametrize("command", ["inspect", "audit", "download"])
def test_without_credentials_it_is_offered(s3enc, s3, tmp_path, command):
    target = [tmp_path] if command == "download" else []
    ran = s3enc(command, FOLDER + "a", *target, "--endpoint-url", s3.server.endpoint_url)
    assert ran.status == 1
    assert "--no-sign-request" in ran.err
    assert s3.requests == []


def test_whoever_agrees_to_pay_can_read_and_write(s3enc, signed, tmp_path, small):
    server = "--endpoint-url", signed.server.endpoint_url
    refused = s3enc("download", FOLDER, tmp_path, *server)
    assert refused.status == 1
    assert "--request-payer requester" in refused.err
    paying = *server, "--request-payer", "requester"
    assert s3enc("download", FOLDER, tmp_path, *paying).status == 0
    assert s3enc("upload", small, "s3://bucket/g/", "--sse", "AES256", *paying).status == 0
    assert s3enc("audit", "s3://bucket", *paying).status == 0
    assert (tmp_path / "f" / "a").read_bytes() == b"public"
    assert signed.objects["g/text.txt"].data == small.read_bytes()


def test_keys_in_variables_are_used_although_a_profile_is_missing(s3enc, s3, at, monkeypatch):
    at(s3.server)
    monkeypatch.setenv("AWS_PROFILE", "gone")
    server = "--endpoint-url", s3.server.endpoint_url
    assert s3enc("inspect", FOLDER + "a", *server).status == 0
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    ran = s3enc("inspect", FOLDER + "a", *server)
    assert ran.status == 1
    assert "AWS_PROFILE names the profile “gone”" in ran.err


def test_only_the_requester_can_be_named(s3enc):
    assert s3enc("inspect", FOLDER + "a", "--request-payer", "owner").status == 2
