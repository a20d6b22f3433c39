"""Jobs on the transfer queue, with a real server."""

from __future__ import annotations

from threading import Thread

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists, UploadItem, UploadPlan
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.uploads.queue.events import Action, TransferEnded
from s3enc_gui.jobs.uploads.transfer_commands import (
    ControlTransfers,
    ResolveConflicts,
    StopTransfers,
)
from s3enc_gui.jobs.uploads.upload import FilesQueued, UploadFiles
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.settings_file import SettingsFile
from tests.end_to_end.waiting import wait_for

pytestmark = pytest.mark.contract

LARGE = 600 * 2**20  # bytes, of a sparse file


@pytest.fixture
def connection(moto_server, monkeypatch):
    for name, value in moto_server.environment().items():
        monkeypatch.setenv(name, value)
    return Connection()


@pytest.fixture
def services(tmp_path, connection):
    services = Services(OpenSessions(), SettingsFile(tmp_path / "settings.json"))
    yield services
    services.close()


@pytest.fixture
def s3(moto_server):
    return moto_server.client("s3")


@pytest.fixture
def bucket(moto_server, new_bucket):
    return new_bucket(moto_server)


@pytest.fixture
def conflict(services, connection, bucket, s3, tmp_path):
    """The id of a transfer whose key `a.txt` exists already."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"new")
    s3.put_object(Bucket=bucket, Key="a.txt", Body=b"old")
    events: list[object] = []
    plan = UploadPlan(bucket, (UploadItem(str(path), "a.txt", 3),))
    (outcome,) = UploadFiles(connection, plan).run(Context(services, events.append))
    assert outcome.result is Result.EXISTS
    return next(one.ids[0] for one in events if isinstance(one, FilesQueued))


@pytest.fixture
def results(services):
    """The results of transfers from now on."""
    events: list[object] = []
    end = services.transfers.watch(events.append)
    yield lambda: [one.outcome.result for one in events if isinstance(one, TransferEnded)]
    end()


@pytest.mark.parametrize(
    ("policy", "stored"),
    [
        (IfExists.OVERWRITE, {"a.txt": b"new"}),
        (IfExists.RENAME, {"a.txt": b"old", "a (1).txt": b"new"}),
    ],
)
def test_a_conflict_is_resolved(services, bucket, s3, conflict, results, policy, stored):
    assert ResolveConflicts((conflict,), policy).run(Context(services)) == 1
    wait_for(results, what="its end")
    assert results() == [Result.VERIFIED]
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    assert {k: s3.get_object(Bucket=bucket, Key=k)["Body"].read() for k in keys} == stored


def test_a_conflict_is_resolved_once(services, conflict, results):
    ResolveConflicts((conflict,), IfExists.OVERWRITE).run(Context(services))
    wait_for(results, what="its end")
    first = conflict + 1
    assert ResolveConflicts((first,), IfExists.OVERWRITE).run(Context(services)) == 0


@pytest.fixture
def large(services, connection, bucket, s3, tmp_path):
    """A running upload in a thread, with a multipart upload at the server."""
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(LARGE)
    plan = UploadPlan(bucket, (UploadItem(str(path), "large.bin", LARGE),))
    context = Context(services)
    ended: list[object] = []

    def run():
        try:
            ended.append(UploadFiles(connection, plan).run(context))
        except Cancelled:
            ended.append(None)

    thread = Thread(target=run)
    thread.start()
    wait_for(lambda: uploads(s3, bucket), 30, what="the multipart upload")
    yield context, ended
    services.transfers.control(Action.CANCEL, None)
    thread.join()


def uploads(s3, bucket):
    return s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])


def test_stopping_waits_until_uploads_are_aborted(services, bucket, s3, large):
    StopTransfers().run(Context(services))
    assert uploads(s3, bucket) == []
    assert services.transfers.unfinished() == 0


def test_paused_transfers_are_stopped_too(services, bucket, s3, large):
    ControlTransfers(Action.PAUSE).run(Context(services))
    StopTransfers().run(Context(services))
    assert uploads(s3, bucket) == []


def test_at_shutdown_an_upload_leaves_its_transfers_to_be_resumed(services, large):
    context, ended = large
    services.begin_shutdown()
    context.stopped.set()
    wait_for(lambda: ended, what="the upload's end")
    assert ended == [None]
    (number,) = services.journal.queue()
    services.transfers.close()
    assert services.journal.transfer(number).state is not TransferState.ENDED
    assert services.journal.transfer(number).upload is not None
