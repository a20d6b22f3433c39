from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import localstack
from tests.servers.process import (
    HOST,
    ServerError,
    ServerProcess,
    clean_environment,
    free_ports,
    own_ports,
)

SLEEP = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def make(tmp_path):
    made = []

    def process(command, ready=lambda: True, **more):
        environment = clean_environment(tmp_path)
        made.append(
            ServerProcess(
                "it", command, folder=tmp_path, environment=environment, ready=ready, **more
            )
        )
        return made[-1]

    yield process
    for one in made:
        one.stop()


def started(process):
    process.launch()
    process.wait_ready()


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(qtbot, pid):
    qtbot.waitUntil(lambda: not alive(pid), timeout=5000)


def test_end_of_the_log_is_in_the_error(make):
    process = make([sys.executable, "-c", "import sys; sys.exit('no disk')"], lambda: False)
    process.launch()
    with pytest.raises(ServerError, match=r"it ended with status 1\.\s+no disk"):
        process.wait_ready()


def test_slow_server_is_stopped(make, qtbot):
    process = make(SLEEP, lambda: False, start_seconds=0.2)
    process.launch()
    pid = process.pid
    with pytest.raises(ServerError, match=r"it not ready in 0\.2 s"):
        process.wait_ready()
    gone(qtbot, pid)


def test_missing_program(make):
    process = make(["/nowhere/server"], lambda: False)
    with pytest.raises(ServerError, match=r"it (can't be started|ended with status 127)"):
        started(process)


@pytest.mark.parametrize("grace", [0, 3.0])
def test_stop_ends_it(make, grace, qtbot):
    process = make(SLEEP, grace_seconds=grace)
    process.launch()
    pid = process.pid
    process.stop()
    gone(qtbot, pid)
    process.stop()


def test_server_that_ignores_sigterm_is_killed(make, qtbot):
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)"
    process = make([sys.executable, "-uc", stubborn], grace_seconds=0.2)
    process._ready = lambda: "1" in process.log_tail()
    process.launch()
    process.wait_ready()
    pid = process.pid
    process.stop()
    gone(qtbot, pid)


@pytest.mark.skipif(sys.platform != "linux", reason="setpriv --pdeathsig is Linux's")
def test_server_ends_with_a_killed_test_run(tmp_path, qtbot):
    script = f"""
import sys, pathlib
from tests.servers.process import ServerProcess, clean_environment
folder = pathlib.Path({str(tmp_path)!r})
it = ServerProcess("it", {SLEEP!r}, folder=folder,
    environment=clean_environment(folder), ready=lambda: "here" in it.log_tail())
it.launch(); it.wait_ready(); print(it.pid, flush=True); sys.stdin.read()
"""
    command = [sys.executable, "-c", script]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=pipe, stdout=pipe) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        assert alive(pid)
        run.send_signal(signal.SIGKILL)
    gone(qtbot, pid)


def test_workers_use_different_ports(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "3")
    chosen: list[int] = []
    for worker in ("gw0", "gw1", "gw2"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        chosen += own_ports()
    assert len(chosen) == len(set(chosen)) > 2000


def test_free_ports_are_different_and_free():
    ports = free_ports(20)
    assert len(set(ports)) == 20
    for port in ports:
        with socket.socket() as one:
            one.bind((HOST, port))


def test_port_in_use_is_not_returned():
    with socket.socket() as one:
        one.bind((HOST, 0))
        used = one.getsockname()[1]
        assert all(port + 10_000 != used for port in free_ports(5, offsets=(0, 10_000)))


def test_environment_has_no_user_variables(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "mine")
    environment = clean_environment(tmp_path)
    assert "AWS_PROFILE" not in environment
    assert environment["HOME"] == str(tmp_path)


def test_missing_localstack_has_a_hint(monkeypatch):
    monkeypatch.setenv("S3ENC_LOCALSTACK_PYTHON", "/nowhere/python")
    with pytest.raises(ServerError, match="run `make env`/`make test`"):
        localstack.python()
