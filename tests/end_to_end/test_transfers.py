"""Transfers outlive the window: kill it, quit it, pull the cable; and what the panel offers."""

from __future__ import annotations

import os
import signal
from threading import Event

import pytest

from tests.end_to_end.program import READY_SECONDS, UPLOAD_SECONDS
from tests.end_to_end.waiting import wait_for
from tests.servers.faulty_proxy import Stage

pytestmark = pytest.mark.end_to_end

MIB = 2**20
SECRETS = {
    "AWS_ACCESS_KEY_ID": "ASIAS3ENC7CRASH2TEST",
    "AWS_SECRET_ACCESS_KEY": "q7Zp0aVd/93kfLmX2+secret+nR8sT1uW5yB4cE6",  # made up
    "AWS_SESSION_TOKEN": "IQoJb3JpZ2luX2VjE7a9session0token1made2up3" * 4,
}


@pytest.fixture
def bucket(moto_server, new_bucket):
    return new_bucket(moto_server)


@pytest.fixture
def proxy(moto_server, faulty_proxy):
    return faulty_proxy(moto_server)


@pytest.fixture
def open_window(start, proxy, bucket, tmp_path):
    """Starts the program with the server behind the proxy, and an own journal."""
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "STATE")}
    user = {**proxy.server.environment(), "NO_PROXY": "*", **folders, **SECRETS}
    return lambda *files, **more: start("--bucket", bucket, *files, **user, **more)


@pytest.fixture
def large(tmp_path):
    """A sparse file of about ten different parts."""
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        for part in range(16):
            file.seek(part * 5 * MIB)
            file.write(b"%4d" % part)
        file.truncate(80 * MIB)
    return path


@pytest.fixture
def s3(moto_server):
    return moto_server.client("s3")


def is_part(seen):
    return seen.method == "PUT" and "partNumber=" in seen.target


def upload(program):
    wizard = program.wizard()
    wizard.wait_until_ready()
    wizard.press("Upload")
    return wizard


def transfers(program):
    """The rows of the panel."""
    return program.window.find("table", "Transfers").rows()


def wait_for_state(program, state, count=1):
    def there():
        tables = program.window.find_all("table", "Transfers")
        return tables and [row[-1] for row in tables[0].rows()] == [state] * count

    wait_for(there, UPLOAD_SECONDS, what=state, otherwise=program.app.dump)


def press(program, name):
    button = program.app.find("push button", name, timeout=READY_SECONDS)
    wait_for(lambda: button.enabled, READY_SECONDS, what=f"{name} can be pressed")
    button.press()


def uploads(s3, bucket):
    return s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])


def assert_arrived(s3, bucket, path):
    assert s3.get_object(Bucket=bucket, Key=path.name)["Body"].read() == path.read_bytes()
    assert uploads(s3, bucket) == []


def after_parts(proxy, count, act):
    """Call `act` when a number of parts has arrived; return the list of arriving parts."""
    arrived = []

    def watch(seen):
        if is_part(seen) and seen.stage is Stage.DONE:
            arrived.append(seen.target)
            if len(arrived) == count:
                act()

    proxy.watcher = watch
    return arrived


def test_a_killed_upload_is_resumed(open_window, proxy, bucket, s3, large):
    program = open_window(large)
    parts = after_parts(proxy, 6, lambda: os.kill(program.process.pid, signal.SIGKILL))
    upload(program)
    program.process.wait(UPLOAD_SECONDS)
    proxy.settle()
    before = len(parts)
    assert uploads(s3, bucket)
    again = open_window()
    press(again, "Resume")
    wait_for_state(again, "Verified")
    assert_arrived(s3, bucket, large)
    assert len(parts) - before < len(set(parts)), "all parts were sent again"


def test_a_crash_is_told_and_the_upload_resumed(
    open_window, proxy, bucket, s3, large, tmp_path, desktop
):
    crashing = {"PYTHONFAULTHANDLER": ""}  # else Python reports the crash to standard error only
    program = open_window(large, **crashing)
    after_parts(proxy, 6, lambda: os.kill(program.process.pid, signal.SIGSEGV))
    upload(program)
    assert program.process.wait(UPLOAD_SECONDS) == -signal.SIGSEGV
    proxy.settle()
    again = open_window(**crashing)
    dialog = again.app.find("dialog", "S3enc crashed", timeout=READY_SECONDS)
    report = dialog.find("text", "Report")
    plain = report.text
    assert "Segmentation fault" in plain
    assert 'File "s3enc_gui/' in plain
    names = (bucket, large.name, str(tmp_path), str(desktop.home))
    assert [name for name in names if name in plain] == []
    dialog.find("check box", "Include names of files, buckets and objects").check()
    assert "names of files, buckets and objects: included" in report.text.lower()
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for content in (plain.encode(), report.text.encode(), desktop.log().encode(), *written):
        assert [name for name, secret in SECRETS.items() if secret.encode() in content] == []
    dialog.find("push button", "Close").press()
    press(again, "Resume")
    wait_for_state(again, "Verified")
    assert_arrived(s3, bucket, large)
    wait_for(lambda: list(tmp_path.rglob("*.seen.txt")), what="the crash is kept as seen")


def test_a_killed_upload_is_discarded(open_window, proxy, bucket, s3, large):
    program = open_window(large)
    after_parts(proxy, 3, lambda: os.kill(program.process.pid, signal.SIGKILL))
    upload(program)
    program.process.wait(UPLOAD_SECONDS)
    proxy.settle()
    again = open_window()
    press(again, "Discard")
    again.app.find("alert message").find("push button", "Discard").press()
    wait_for(lambda: not uploads(s3, bucket), what="the abort", otherwise=again.app.dump)


@pytest.fixture
def stalled(open_window, proxy, large):
    """The program with an upload that stalls after its third part."""
    program = open_window(large)
    parts = after_parts(proxy, 3, proxy.blackout)
    upload(program)
    wait_for(lambda: len(parts) >= 3, UPLOAD_SECONDS, what="parts", otherwise=program.app.dump)
    return program


def quit_with(program, answer):
    program.app.find("menu item", "Quit", hidden=True).press()
    press(program, answer)


def quit_for_now(program):
    quit_with(program, "Stop uploading (resume next time)")
    program.ends(0)


def terminate(program):
    program.process.terminate()
    program.ends(130)


@pytest.mark.parametrize("leave", [quit_for_now, terminate])
def test_quitting_keeps_the_upload(stalled, open_window, proxy, bucket, s3, large, leave):
    leave(stalled)
    proxy.restore()
    again = open_window()
    press(again, "Resume")
    wait_for_state(again, "Verified")
    assert_arrived(s3, bucket, large)


@pytest.fixture
def gate():
    """Parts after the first two are forwarded only once this is set."""
    gate = Event()
    yield gate
    gate.set()


@pytest.fixture
def held_up(open_window, proxy, large, gate):
    """The program with an upload whose parts after the first two wait for the gate."""
    parts = []

    def watch(seen):
        if is_part(seen) and seen.stage is Stage.ARRIVED:
            parts.append(seen)
            if len(parts) > 2:
                gate.wait(UPLOAD_SECONDS)

    proxy.watcher = watch
    program = open_window(large)
    upload(program)
    wait_for(lambda: len(parts) > 2, UPLOAD_SECONDS, what="parts", otherwise=program.app.dump)
    return program


def test_the_upload_goes_on_without_the_window(held_up, bucket, s3, large, gate):
    quit_with(held_up, "Close the window and keep uploading")
    gate.set()
    held_up.ends(0, UPLOAD_SECONDS)
    assert uploads(s3, bucket) == []
    assert_arrived(s3, bucket, large)


def test_a_network_outage(stalled, proxy, bucket, s3, large):
    press(stalled, "Try now")
    assert stalled.window.find_all("label", "Connection lost.")
    proxy.restore()
    wait_for_state(stalled, "Verified")
    wait_for(
        lambda: not stalled.window.find_all("label", "Connection lost."),
        what="reconnecting",
    )
    assert_arrived(s3, bucket, large)


def test_an_existing_object_is_overwritten_from_the_panel(open_window, bucket, s3, text, desktop):
    s3.put_object(Bucket=bucket, Key=text.name, Body=b"old")
    program = open_window(text)
    wizard = upload(program)
    wizard.results()
    wizard.press("Close")
    table = program.window.find("table", "Transfers")
    table.select_row(0)
    # Encryption details, Open file, Show in folder, Overwrite
    desktop.screen.keys("Menu", "Down", "Down", "Down", "Down", "Return")
    wait_for_state(program, "Verified")
    assert s3.get_object(Bucket=bucket, Key=text.name)["Body"].read() == text.read_bytes()
