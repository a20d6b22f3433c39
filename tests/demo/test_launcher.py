from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from s3enc_gui.demo import launcher
from s3enc_gui.demo.launcher import DemoError, DemoServer, command

ROOT = Path(__file__).parents[2]
OWNER = """
import time
from s3enc_gui.demo.launcher import DemoServer
server = DemoServer().start()
print(server.pid, server.endpoint_url, flush=True)
time.sleep(600)
"""


def responds(url):
    try:
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - loopback
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


def wait_until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "timed out"
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_server_ends_when_its_owner_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as owner:
        assert owner.stdout is not None
        _pid, url = owner.stdout.readline().split()
        assert responds(url)
        owner.send_signal(signal.SIGKILL)
        wait_until(lambda: not responds(url))


def test_stop_ends_the_process():
    server = DemoServer()
    with server:
        assert responds(server.endpoint_url)
    assert server.pid is None
    assert not responds(server.endpoint_url)


def test_two_demos_run_side_by_side(demo):
    with DemoServer() as other:
        assert other.endpoint_url != demo.endpoint_url


def test_listens_on_loopback_only(demo):
    assert demo.endpoint_url.startswith("http://127.0.0.1:")


def test_user_environment_is_neither_read_nor_changed(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "users-own")
    monkeypatch.setenv("HOME", "/users/home")
    before = dict(os.environ)
    environment = launcher._server_environment()
    assert dict(os.environ) == before
    assert "users-own" not in environment.values()
    assert "/users/home" not in environment.values()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_running_server_has_nothing_of_the_user(monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "users-own")
    with DemoServer() as server:
        environment = Path(f"/proc/{server.pid}/environ").read_bytes()
    assert b"HOME=/dev/null\0" in environment
    assert b"users-own" not in environment


def test_environment_has_the_demo_and_no_config_files(demo):
    environment = demo.environment
    assert environment["AWS_ENDPOINT_URL"] == demo.endpoint_url
    assert environment["AWS_CONFIG_FILE"] == os.devnull
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


def test_missing_moto_is_reported(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(DemoError, match="moto isn't installed"):
        DemoServer().start()


def test_a_packaged_program_without_the_demo_advises_no_pip(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(DemoError, match=r"isn't part of this installation\.$"):
        DemoServer().start()
    assert launcher.window_command() == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise SystemExit('out of cheese')", "The demo server exited. out of cheese"),
        (f"print({json.dumps(json.dumps({'error': 'no moto'}))})", "no moto"),
        ("import sys; sys.stdin.read()", "didn't start within 0.5 seconds"),
    ],
)
def test_failed_start_is_reported_and_leaves_no_process(monkeypatch, code, reason):
    monkeypatch.setattr(launcher, "command", lambda frozen: [sys.executable, "-c", code])
    server = DemoServer(start_seconds=0.5 if "stdin" in code else 30)
    with pytest.raises(DemoError, match=reason):
        server.start()
    assert server.pid is None


def test_command_of_a_frozen_program_is_itself():
    assert command(frozen=True) == [sys.executable, "--demo-server"]
    assert command(frozen=False)[-2:] == ["-m", "s3enc_gui.demo.server"]


def test_the_window_of_the_demo_is_started_like_the_program(monkeypatch):
    command = launcher.window_command()
    assert (command[0], command[-1]) == (sys.executable, "--demo")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert launcher.window_command() == [sys.executable, "--demo"]


def test_without_moto_there_is_no_demo_to_open(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert launcher.window_command() == []
