"""`--log-level`."""

from __future__ import annotations

import os
import stat

import pytest

from s3enc_gui.cli.running import command
from s3enc_gui.store.paths import log_path

LEVEL = ("--log-level", "info")
FAILING = ("inspect", "s3://my-bucket/key", "--endpoint-url", "http://127.0.0.1:9")


def test_without_a_level_there_is_no_log(s3enc):
    assert s3enc(*FAILING).status == 1
    assert not log_path().exists()


def test_the_error_is_in_the_log(s3enc):
    ran = s3enc(*FAILING, "--log-level", "warning")
    assert ran.status == 1
    first, *others = log_path().read_text().splitlines()
    assert " INFO s3enc_gui: s3enc " in first
    assert "Python" in first
    assert any("[NoCredentialsError]" in line for line in others)
    if os.name != "nt":
        assert stat.S_IMODE(log_path().stat().st_mode) == 0o600


@pytest.mark.expects_log("Unexpected error")
def test_a_bug_is_in_the_log_with_its_traceback(s3enc, monkeypatch):
    def fail(*_):
        raise KeyError("password=hunter2")

    monkeypatch.setattr(command, "run_interruptible", fail)
    ran = s3enc(*FAILING, "--log-level", "error")
    assert ran.status == 1
    assert "Traceback" not in ran.err
    found = log_path().read_text()
    assert "Traceback (most recent call last)" in found
    assert "hunter2" not in found


def test_an_unwritable_folder_changes_nothing(s3enc):
    log_path().parent.parent.mkdir(parents=True)
    log_path().parent.write_text("in the way")
    ran = s3enc(*FAILING, "--log-level", "debug")
    assert ran.status == 1
    assert "NoCredentialsError" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.contract
def test_debug_names_requests_and_no_secret(s3enc, at, demo_server, new_bucket, small):
    server = at(demo_server)
    where = {"CreateBucketConfiguration": {"LocationConstraint": server.region}}
    bucket = new_bucket(server, **where)
    ran = s3enc("upload", small, f"s3://{bucket}/", "--log-level", "debug")
    assert ran.status == 0, ran.err
    found = log_path().read_text()
    assert "s3 PUT: HTTP 200, request ID " in found
    assert "HeadBucket: HTTP 200, request ID " in found
    assert "exit status 0" in found
    for name, value in server.environment().items():
        if any(word in name for word in ("SECRET", "TOKEN", "ACCESS_KEY")):
            assert value not in found


@pytest.mark.parametrize(
    "arguments", [["connections", *LEVEL, "list"], ["connections", "list", *LEVEL]]
)
def test_the_option_may_stand_before_or_after_an_action(s3enc, arguments):
    assert s3enc(*arguments).status == 0
    assert "exit status 0" in log_path().read_text()


def test_no_password_of_a_proxy(s3enc, isolated_home):
    proxy = ("--proxy", "http://anna:pa55-w0rd@127.0.0.1:9")
    target = (
        "inspect",
        "s3://my-bucket/key",
        "--endpoint-url",
        "http://s3.example",
        "--no-sign-request",
    )
    ran = s3enc(*target, *proxy, "--log-level", "debug")
    assert ran.status == 1
    assert "127.0.0.1:9" in log_path().read_text()
    for path in isolated_home.rglob("*"):
        assert path.is_dir() or b"pa55-w0rd" not in path.read_bytes()
