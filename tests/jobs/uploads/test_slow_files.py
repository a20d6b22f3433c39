"""Files whose first read takes long: the others go on, and a cancellation is immediate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from s3enc_gui.aio import file_reads
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadPlan
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.uploads.queue import queue_entry
from s3enc_gui.jobs.uploads.queue.events import NoticeRaised, TransferEnded
from s3enc_gui.jobs.uploads.sending import single_put
from s3enc_gui.jobs.uploads.upload import UploadFiles
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.files.source_file import SourceFile
from s3enc_gui.store.settings_file import SettingsFile
from tests.end_to_end.waiting import wait_for

pytestmark = pytest.mark.contract

SLOW = 150  # more than the transfers that run at once, and than the threads for blocking calls
OTHERS = 40


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
def downloaded(monkeypatch):
    """Files named `slow…` can't be read before this event."""
    downloaded = Event()
    read = SourceFile.read_into

    def read_into(source, buffer, offset):
        if source._path.name.startswith("slow"):
            downloaded.wait()
        read(source, buffer, offset)

    monkeypatch.setattr(SourceFile, "read_into", read_into)
    monkeypatch.setattr(file_reads, "SLOW_AFTER", 0.01)
    for module in (queue_entry, single_put):
        monkeypatch.setattr(module, "SINGLE_PUT_BELOW", 1 << 20)
    yield downloaded
    downloaded.set()


@pytest.mark.parametrize("size", [10, 300_000, 3 << 20], ids=["tiny", "small", "in-parts"])
def test_the_other_files_go_on_and_the_slow_ones_can_be_canceled(
    services, connection, moto_server, new_bucket, tmp_path, downloaded, size
):
    slow = SLOW if size < 1 << 20 else 10
    names = [f"slow-{number}" for number in range(slow)]
    names += [f"other-{number}" for number in range(OTHERS if size < 1 << 20 else 8)]
    items = []
    for name in names:
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
        items.append(UploadItem(str(tmp_path / name), name, size))
    events: list[object] = []
    context = Context(services, events.append)
    job = UploadFiles(connection, UploadPlan(new_bucket(moto_server), tuple(items)))

    def results():
        ended = [event.outcome for event in events if isinstance(event, TransferEnded)]
        return {outcome.item.key: outcome.result for outcome in ended}

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(job.run, context)
        try:
            others = [name for name in names if name.startswith("other")]
            wait_for(lambda: len(results()) >= len(others), 60, what="the other files")
            assert results() == dict.fromkeys(others, Result.VERIFIED)
            assert not downloaded.is_set()
            notices = [event.notice for event in events if isinstance(event, NoticeRaised)]
            assert [notice.code for notice in notices] == ["SlowFile"]
            context.stopped.set()
            outcomes = running.result(60)  # although nothing can be read yet
        finally:
            context.stopped.set()
            downloaded.set()
    assert [one.result for one in outcomes] == [
        Result.CANCELLED if one.item.key.startswith("slow") else Result.VERIFIED for one in outcomes
    ]
