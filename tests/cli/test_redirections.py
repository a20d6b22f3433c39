"""Commands whose output can't be printed: closed, full, not read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress

import pytest

from tests.end_to_end.waiting import wait_for

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full and /proc"),
]

FILES = 20
TIMEOUT = 60
NAMES = [f"folder/{number:03}" + "n" * 190 for number in range(FILES)]
CODE = """import os, sys
import s3enc_gui.cli.printer as printing
printing.TIMEOUT = printing.PAGER_TIMEOUT = 0.5
from s3enc_gui.cli import main
status = main(sys.argv[1:])
sys.exit(status)"""


@pytest.fixture
def server(demo_server, at):
    return at(demo_server)


@pytest.fixture
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(server, new_bucket, s3):
    bucket = new_bucket(server)
    versioned = {"Status": "Enabled"}
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=versioned)
    return bucket


@pytest.fixture
def folder(tmp_path):
    for name in NAMES:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path / "folder"


@contextmanager
def no_reader():
    """A pipe whose reader has exited."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@contextmanager
def a_full_disk():
    full = os.open("/dev/full", os.O_WRONLY)
    yield full
    os.close(full)


@contextmanager
def a_stalled_reader():
    """A pipe that holds one page, and isn't read."""
    import fcntl

    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    yield writing
    os.close(writing)
    os.close(reading)


@contextmanager
def closed():
    yield None


NUMBERS = {"stdout": 1, "stderr": 2}
LOSSES = [no_reader, a_full_disk, closed]


def environment(**more):
    """Return the environment with buffered streams, as for a user."""
    return {**{k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}, **more}


class Child:
    """`s3enc` as a process; a stream of None is closed before the start."""

    def __init__(self, *command, **streams):
        closed = [number for name, number in NUMBERS.items() if streams.get(name, 0) is None]
        closing = " ".join(f"{number}>&-" for number in closed)
        program = [sys.executable, "-c", CODE, *map(str, command)]
        self.process: subprocess.Popen[str] = subprocess.Popen(
            ["sh", "-c", f'exec "$@" {closing}', "sh", *program],
            text=True,
            env=environment(),
            stdout=streams.get("stdout") or subprocess.PIPE,
            stderr=streams.get("stderr") or subprocess.PIPE,
        )

    def ended(self):
        """Its status and output; a hang fails the test."""
        try:
            out, err = self.process.communicate(timeout=TIMEOUT)
        finally:
            with suppress(ProcessLookupError):
                self.process.kill()
        for trace in ("Traceback", "Exception ignored", "Fatal"):
            assert trace not in (err or "")
        return self.process.returncode, out or "", err or ""


def run(*command, **streams):
    return Child(*command, **streams).ended()


def stored(s3, bucket):
    """How many versions each key has."""
    versions = s3.list_object_versions(Bucket=bucket).get("Versions", [])
    keys = [one["Key"] for one in versions]
    return {key: keys.count(key) for key in keys}


ONCE = dict.fromkeys(NAMES, 1)


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("loss", [*LOSSES, a_stalled_reader])
def test_an_upload_without_output_stores_all_once(s3enc, s3, bucket, folder, loss, options):
    command = ("upload", folder, f"s3://{bucket}/", *options)
    with loss() as stdout:
        status, _, err = run(*command, stdout=stdout)
    assert (status, stored(s3, bucket)) == (1, ONCE)
    assert "Can't print the results" in err
    # The next run prints the results, and sends nothing.
    again = s3enc(*command)
    assert (again.status, stored(s3, bucket)) == (0, ONCE)
    assert (again.out.count("Verified: ") or again.out.count('"error": null')) == FILES


@pytest.mark.parametrize("loss", LOSSES)
def test_an_upload_without_standard_error(s3, bucket, folder, loss):
    with loss() as stderr:
        status, out, _ = run("upload", folder, f"s3://{bucket}/", stderr=stderr)
    assert (status, stored(s3, bucket)) == (0, ONCE)
    assert out.count("Verified: ") == FILES


@pytest.mark.parametrize("loss", [no_reader, closed])
def test_an_upload_without_any_output(s3, bucket, folder, loss):
    with loss() as stream:
        status, _, _ = run("upload", folder, f"s3://{bucket}/", stdout=stream, stderr=stream)
    assert (status, stored(s3, bucket)) == (1, ONCE)


def test_quiet_loses_nothing(s3, bucket, folder):
    with no_reader() as stdout:
        status, _, err = run("upload", folder, f"s3://{bucket}/", "--quiet", stdout=stdout)
    assert (status, err, stored(s3, bucket)) == (0, "", ONCE)


def test_a_failed_upload_without_output(s3, bucket, folder):
    s3.put_object(Bucket=bucket, Key=NAMES[0], Body=b"other")
    with no_reader() as stdout:
        status, _, err = run("upload", folder, f"s3://{bucket}/", stdout=stdout)
    assert status == 1
    assert "[ObjectExists]" in err


@pytest.fixture
def filled(s3, bucket):
    for name in NAMES:
        s3.put_object(Bucket=bucket, Key=name, Body=name.encode())
    return bucket


@pytest.mark.parametrize("loss", [*LOSSES, a_stalled_reader])
def test_a_download_without_output_fetches_all(filled, tmp_path, loss):
    command = ("download", f"s3://{filled}/folder/", tmp_path / "to")
    with loss() as stdout:
        status, _, err = run(*command, stdout=stdout)
    assert status == 1
    assert "Can't print the results" in err
    assert {path.read_text() for path in (tmp_path / "to").rglob("*") if path.is_file()} == {*NAMES}


@pytest.mark.parametrize("loss", [no_reader, closed])
def test_a_download_without_standard_error(filled, tmp_path, loss):
    with loss() as stderr:
        command = ("download", f"s3://{filled}/folder/", tmp_path / "to")
        status, out, _ = run(*command, stderr=stderr)
    assert (status, out.count(" → ")) == (0, FILES)


PRINTS = {
    "inspect": lambda bucket: ("inspect", f"s3://{bucket}/{NAMES[0]}"),
    "audit": lambda bucket: ("audit", f"s3://{bucket}/"),
    "audit-json": lambda bucket: ("audit", f"s3://{bucket}/", "--json"),
    "history": lambda _: ("history",),
    "history-csv": lambda _: ("history", "--format", "csv"),
    "help": lambda _: ("--help",),
}


@pytest.fixture
def filled_with_history(filled, folder, s3enc):
    """A bucket with objects, and a history."""
    assert s3enc("upload", folder, f"s3://{filled}/again/", "--quiet").status == 0
    return filled


@pytest.mark.parametrize("name", PRINTS)
def test_a_printing_command_reports_the_loss(filled_with_history, name):
    command = PRINTS[name](filled_with_history)
    for loss, code in zip(LOSSES, ("EPIPE", "ENOSPC", "EBADF"), strict=True):
        with loss() as stdout:
            status, _, err = run(*command, stdout=stdout)
        assert status == 1
        assert f"Can't print the results [{code}]" in err


@pytest.mark.parametrize("command", ["audit-json", "history-csv"])
def test_a_printing_command_times_out(filled_with_history, command):
    with a_stalled_reader() as stdout:
        status, _, err = run(*PRINTS[command](filled_with_history), stdout=stdout)
    assert status == 1
    assert "Can't print the results [Stalled]" in err


@pytest.mark.parametrize("command", PRINTS)
def test_a_printing_command_needs_no_standard_error(filled_with_history, command):
    with no_reader() as stderr:
        status, out, _ = run(*PRINTS[command](filled_with_history), stderr=stderr)
    assert status == 0
    assert out


def test_the_first_line_is_enough_for_head(s3, bucket, folder):
    reading, writing = os.pipe()
    with subprocess.Popen(["head", "-1"], stdin=reading, stdout=subprocess.PIPE) as head:
        os.close(reading)
        child = Child("upload", folder, f"s3://{bucket}/", stdout=writing)
        os.close(writing)
        first, _ = head.communicate(timeout=TIMEOUT)
    assert first.startswith(b"Verified: ")
    assert child.ended()[0] in (0, 1)  # everything may be written before the reader exits
    assert stored(s3, bucket) == ONCE


@pytest.mark.parametrize("shut", [(0, 1, 2), (1,), (2,), (1, 2)])
def test_opened_files_never_become_standard_streams(bucket, folder, tmp_path, shut):
    code = CODE.replace(
        "sys.exit(status)",
        "opened = [os.readlink(f'/proc/self/fd/{one}') for one in (0, 1, 2)]\n"
        "open(os.environ['OPENED'], 'w').write('\\n'.join(opened))",
    )
    closing = " ".join(f"{number}>&-" for number in shut)
    command = [sys.executable, "-c", code, "upload", str(folder), f"s3://{bucket}/"]
    shell = ["sh", "-c", f'exec "$@" {closing}', "sh", *command]
    env = environment(OPENED=str(tmp_path / "opened"))
    subprocess.run(shell, env=env, timeout=TIMEOUT, check=True, capture_output=True)
    opened = (tmp_path / "opened").read_text().splitlines()
    assert [opened[number] for number in shut] == [os.devnull] * len(shut)


def test_ctrl_c_ends_an_upload_without_output(server, s3, bucket, tmp_path):
    path = tmp_path / "huge.bin"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with no_reader() as stdout:
        child = Child("upload", path, f"s3://{bucket}/", stdout=stdout)

        def uploads():
            return s3.list_multipart_uploads(Bucket=bucket).get("Uploads")

        wait_for(uploads, 30, what="the multipart upload")
        child.process.send_signal(signal.SIGINT)
        status, _, err = child.ended()
    assert status == 130
    assert "Stopping" in err
    assert not uploads()


def test_json_is_complete(bucket, folder):
    status, out, _ = run("upload", folder, f"s3://{bucket}/", "--json")
    assert status == 0
    assert len(json.loads(out)["files"]) == FILES
