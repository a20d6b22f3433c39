"""What the administrator doesn't allow isn't done by any command, however it is asked for."""

from __future__ import annotations

import json
import os

import pytest

from s3enc_gui.app import build_services
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.listing.new_folder import NewFolder
from s3enc_gui.jobs.uploads.transfer_commands import ResumeInterrupted
from tests.fakes.policy import install_policy
from tests.servers.hostile import hostile_server

KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
AES = {"encryption": [{"kind": "AES256"}]}
FORBIDDEN = "[PolicyForbids]"


@pytest.fixture
def place(monkeypatch, at):
    with hostile_server() as server:
        server.put("old.txt", b"12345")
        at(server.server)
        yield server


@pytest.fixture
def policy(monkeypatch, tmp_path):
    return lambda **keys: install_policy(monkeypatch, tmp_path, **keys)


def written(place):
    return [one for one in place.requests if one.key and one.method in ("PUT", "POST", "DELETE")]


OWN = "[profile own]\naws_access_key_id = key\naws_secret_access_key = secret\n"
ALL = ("upload", "download", "inspect", "audit", "connections")


def command(name, small):
    return {
        "upload": ("upload", small, "s3://bucket/"),
        "download": ("download", "s3://bucket/old.txt", small.parent / "new"),
        "inspect": ("inspect", "s3://bucket/old.txt"),
        "audit": ("audit", "s3://bucket/"),
        "connections": ("connections", "test", "--bucket", "bucket"),
    }[name]


@pytest.mark.parametrize("name", ALL)
def test_an_endpoint_of_the_environment_is_refused(s3enc, place, policy, small, name):
    policy(endpoints=["aws"])
    ran = s3enc(*command(name, small))
    shown = ran.out + ran.err
    assert "This server isn't allowed on this computer" in shown
    assert place.requests == []
    assert name == "connections" or (ran.status == 1 and "Set by your administrator" in ran.err)


@pytest.mark.parametrize("name", ALL)
def test_a_policy_that_cannot_be_read_forbids_all(s3enc, place, policy, small, name):
    path = policy()
    path.write_text('{"version": 1,}')
    ran = s3enc(*command(name, small))
    assert ran.status == 1
    assert f"{path}: It isn't valid JSON: line 1, column 15" in ran.err
    assert "PolicyInvalid" in ran.err
    assert place.requests == []


def test_the_history_is_shown_without_a_valid_policy(s3enc, policy):
    policy().write_text("{")
    assert s3enc("history").status == 0


@pytest.mark.parametrize(
    "way", ["option", "s3 variable", "profile", "services of a profile", "ignored", "saved"]
)
def test_no_way_leads_to_another_server(s3enc, place, policy, small, monkeypatch, tmp_path, way):
    url = place.server.endpoint_url
    for name in [one for one in os.environ if one.startswith("AWS_ENDPOINT_URL")]:
        monkeypatch.delenv(name)
    config = tmp_path / "config"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    options = []
    if way == "option":
        options = ["--endpoint-url", url]
    elif way == "s3 variable":
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", url)
    elif way == "profile":
        config.write_text(f"{OWN}endpoint_url = {url}\n")
        options = ["--profile", "own"]
    elif way == "services of a profile":
        config.write_text(f"{OWN}services = s\n[services s]\ns3 =\n  endpoint_url = {url}")
        options = ["--profile", "own"]
    elif way == "ignored":
        monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
        options = ["--endpoint-url", url, "--no-sign-request"]
    else:
        folder = tmp_path / "saved"
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
        entry = {
            "id": "1",
            "name": "Mine",
            "source": {"kind": "anonymous"},
            "place": {"endpoint_url": url},
            "bucket": "bucket",
        }
        (folder / "s3enc").mkdir(parents=True)
        (folder / "s3enc" / "connections.json").write_text(json.dumps({"connections": [entry]}))
        options = ["--connection", "Mine"]
    policy(endpoints=["https://s3.example.com"])
    ran = s3enc("upload", small, "s3://bucket/", *options)
    assert (ran.status, place.requests) == (1, [])
    assert FORBIDDEN in ran.err
    assert "Allowed: https://s3.example.com." in ran.err
    policy(endpoints=[url])
    assert s3enc("upload", small, "s3://bucket/", *options).status == 0


def test_a_key_server_is_an_endpoint_too(s3enc, place, policy, small, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.2:9")
    policy(endpoints=[place.server.endpoint_url])
    ran = s3enc("upload", small, "s3://bucket/", "--sse", "aws:kms", "--sse-kms-key-id", "alias/x")
    assert ran.status == 1
    assert "Requests would go to http://127.0.0.2:9. Allowed: http" in ran.err
    assert written(place) == []


@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        (["--sse", "AES256"], True),
        ([], False),  # the bucket's default
        (["--sse", "none"], False),
        (["--sse", "aws:kms"], False),
        (["--sse", "aws:kms:dsse"], False),
        (["--sse-kms-key-id", KEY], False),
        (["--bucket-key"], False),
    ],
)
def test_encryption_that_is_not_allowed(s3enc, place, policy, small, options, allowed):
    policy(**AES)
    ran = s3enc("upload", small, "s3://bucket/", *options)
    assert (ran.status == 0) is allowed, ran.err
    assert bool(written(place)) is allowed
    assert allowed or (FORBIDDEN in ran.err and "Allowed: AES256." in ran.err)


@pytest.mark.parametrize(
    ("key", "allowed"), [(KEY, True), (KEY.replace("1234abcd", "ffffffff"), False), (None, False)]
)
def test_keys_that_are_not_allowed(s3enc, place, policy, small, key, allowed):
    policy(encryption=[{"kind": "aws:kms", "keys": [KEY]}])
    options = ["--sse-kms-key-id", key] if key else []
    ran = s3enc("upload", small, "s3://bucket/", "--sse", "aws:kms", *options)
    assert (FORBIDDEN in ran.err) is not allowed
    assert bool(written(place)) is allowed


def test_a_test_object_is_an_upload_too(s3enc, place, policy):
    policy(**AES)
    ran = s3enc("connections", "test", "--bucket", "bucket", "--write")
    assert "This encryption isn't allowed" in ran.out + ran.err
    assert written(place) == []


def test_a_check_says_it_beforehand(s3enc, place, policy, small):
    policy(**AES)
    ran = s3enc("upload", small, "s3://bucket/", "--sse", "aws:kms", "--check")
    assert (ran.status, FORBIDDEN in ran.err) == (1, True)
    assert s3enc("upload", small, "s3://bucket/", "--sse", "AES256", "--check").status == 0


@pytest.mark.parametrize(("sse", "allowed"), [("aws:kms:dsse", True), ("aws:kms", False)])
def test_a_buckets_default_is_a_choice_too(s3enc, place, policy, sse, allowed):
    policy(encryption=[{"kind": "aws:kms:dsse"}])
    ran = s3enc("bucket", "encryption", "s3://bucket", "--sse", sse, "--yes")
    asked = [one for one in place.requests if one.method == "PUT"]
    assert bool(asked) is allowed, ran
    assert (FORBIDDEN in ran.err) is not allowed


def test_json_has_the_code(s3enc, place, policy, small):
    policy(**AES)
    ran = s3enc("upload", small, "s3://bucket/", "--json")
    assert ran.json["error"]["code"] == "PolicyForbids"
    assert ran.json["error"]["hint"].startswith("Set by your administrator in ")


PRESET = {"name": "Work", "kind": "profile", "profile": "work"}


@pytest.fixture
def locked(place, policy, monkeypatch, tmp_path):
    """Only the preset connection may be used; its profile is in the user's own file."""
    for name in [one for one in os.environ if one.startswith("AWS_ENDPOINT_URL")]:
        monkeypatch.delenv(name)
    config = tmp_path / "config"
    config.write_text(OWN.replace("own", "work"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    preset = {**PRESET, "endpoint_url": place.server.endpoint_url}
    policy(connections={"only_these": True, "list": [preset]})
    return config


def test_the_preset_connection_is_the_default(s3enc, locked, place, small):
    assert s3enc("upload", small, "s3://bucket/").status == 0
    assert s3enc("upload", small, "s3://bucket/2/", "--connection", "work").status == 0
    listed = s3enc("connections", "list", "--json").json
    assert [one["name"] for one in listed["connections"]] == ["Work"]


@pytest.mark.parametrize(
    "options",
    [
        ["--profile", "work"],
        ["--profile", "other"],
        ["--no-sign-request"],
        ["--endpoint-url", "https://evil.example"],
        ["--connection", "Work", "--endpoint-url", "https://evil.example"],
        ["--connection", "Work", "--no-sign-request"],
        ["--region", "us-east-1"],
    ],
    ids=" ".join,
)
def test_other_connections_are_refused(s3enc, locked, place, small, options):
    ran = s3enc("upload", small, "s3://bucket/", *options)
    assert (ran.status, place.requests) == (1, [])
    assert FORBIDDEN in ran.err
    assert "Allowed without changes: “Work”." in ran.err


def test_a_preset_profile_with_another_endpoint_is_refused(s3enc, policy, locked, place, small):
    policy(connections={"only_these": True, "list": [PRESET]})  # AWS's endpoint
    locked.write_text(f"{OWN.replace('own', 'work')}endpoint_url = {place.server.endpoint_url}\n")
    ran = s3enc("upload", small, "s3://bucket/")
    assert "This server isn't allowed on this computer" in ran.err
    assert "Allowed: aws." in ran.err
    assert place.requests == []


def test_the_proxy_is_fixed(s3enc, place, policy, small):
    policy(network={"proxy": "none"})
    ran = s3enc("upload", small, "s3://bucket/", "--proxy", "http://127.0.0.1:9")
    assert "The network settings can't be changed on this computer" in ran.err
    assert place.requests == []


@pytest.fixture
def context():
    services = build_services()
    yield Context(services)
    services.close()


SSE = "x-amz-server-side-encryption"
COPY = CopyPlan("bucket", Destination("bucket", key="copy.txt"), (ObjectRef("old.txt", size=5),))


@pytest.mark.parametrize("stored", [None, "AES256", "aws:kms"])
def test_a_copy_keeps_only_an_encryption_that_is_allowed(place, policy, context, stored):
    policy(**AES)
    headers = place.objects["old.txt"].headers
    headers.pop(SSE, None)
    headers |= {SSE: stored} if stored else {}
    result = CopyObjects(Connection(), COPY).run(context)
    (outcome,) = result.outcomes
    if stored == "AES256":
        assert outcome.error is None
    else:
        assert "PolicyForbids" in str(outcome.error)
        assert written(place) == []


def test_a_remembered_choice_makes_no_folder(place, policy, context):
    context.services.settings.remember_choice("bucket", EncryptionChoice(Encryption.SSE_KMS, KEY))
    policy(**AES)
    with pytest.raises(AppError, match="PolicyForbids"):
        NewFolder(Connection(), "bucket", "new").run(context)
    assert written(place) == []


def test_an_interrupted_upload_is_not_resumed(place, policy, context, small):
    """It was requested before there was a policy."""
    options = UploadOptions(EncryptionChoice(Encryption.SSE_KMS, KEY))
    item = UploadItem(str(small), "text.txt", 4096)
    earlier = build_services()
    batch, _ = earlier.journal.add(Connection(), "bucket", options, [item])
    earlier.close()
    policy(**AES)
    with pytest.raises(AppError, match="PolicyForbids"):
        ResumeInterrupted((batch.id,)).run(context)
    assert written(place) == []


def test_the_demo_stays_on_this_computer(place, policy, monkeypatch):
    """Its keys are in memory, and its server is the program's own."""
    policy(endpoints=["aws"])
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    services = build_services({"Demo": keys}, keep_journal=False)
    try:
        demo = Connection(endpoint_url=place.server.endpoint_url, credentials="Demo")
        services.aws_session(demo).s3().list_objects_v2(Bucket="bucket")
    finally:
        services.close()
