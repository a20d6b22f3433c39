"""The transfer queue on the demo server: pause, resume, cancel, speed limit, restart."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest

from s3enc_gui.aio.limiter import Limiter
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.history.query import ReceiptQuery
from s3enc_gui.domain.outage import OutageKind
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import UploadItem, UploadOptions, UploadPlan
from s3enc_gui.domain.uploads.transfer import TransferState
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.events import OutageChanged
from s3enc_gui.jobs.incomplete_uploads import AbortIncompleteUploads, FindIncompleteUploads
from s3enc_gui.jobs.services import Services
from s3enc_gui.jobs.settings.parallel_requests import SetParallelRequests
from s3enc_gui.jobs.uploads.queue.events import (
    Action,
    Added,
    BytesSent,
    InterruptedFound,
    StateChanged,
    TransferEnded,
)
from s3enc_gui.jobs.uploads.transfer_commands import (
    ControlTransfers,
    DiscardInterrupted,
    LimitSpeed,
    ResumeInterrupted,
    WatchTransfers,
)
from s3enc_gui.jobs.uploads.upload import UploadFiles
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import ProcessLock
from s3enc_gui.store.settings_file import SettingsFile

pytestmark = pytest.mark.contract

PATIENCE = 20  # seconds
LIMIT = 8 << 20  # bytes per second; the large file takes some seconds
CHOICE = EncryptionChoice(Encryption.SSE_S3)


class Program(Services):
    """The program's services, and a connection."""

    connection: Connection


class Watched:
    """Events of the queue, to be waited for; `outcomes` are those of the upload."""

    def __init__(self, services):
        self.reports = []
        self.outcomes: list[object] = []
        self.stopped = Event()
        self._context = Context(services, self._add, self.stopped)
        self._received = Event()
        self._thread = Thread(target=WatchTransfers().run, args=[self._context])
        self._thread.start()

    def _add(self, report):
        self.reports.append(report)
        self._received.set()

    def until(self, matches):
        """Wait for an event that matches; return the first."""
        while True:
            self._received.clear()
            for report in tuple(self.reports):
                if matches(report):
                    return report
            assert self._received.wait(PATIENCE), self.reports[-5:]

    def until_state(self, state):
        return self.until(lambda one: isinstance(one, StateChanged) and one.state is state)

    def sent(self):
        """Return the bytes that the list shows as sent, with those of an earlier run."""
        added = [row.sent for one in self.reports if isinstance(one, Added) for row in one.rows]
        return sum(added) + sum(one.change for one in self.reports if isinstance(one, BytesSent))

    def until_sent(self, count):
        """Wait until so many bytes were sent."""
        self.until(lambda _report: self.sent() >= count)

    def until_ended(self):
        return self.until(lambda one: isinstance(one, TransferEnded)).outcome

    def end(self):
        self.stopped.set()
        self._thread.join()


@pytest.fixture
def bucket(demo_server, new_bucket):
    return new_bucket(demo_server)


@pytest.fixture
def s3(demo_server):
    return demo_server.client("s3")


@pytest.fixture
def program(tmp_path, demo_server, connect):
    """Return a function that starts services on one journal, as another process would."""
    connection = connect(demo_server).connection
    running = []

    def start():
        def journal():
            return Journal(tmp_path / "journal.sqlite", ProcessLock(tmp_path / "instances"))

        services = Program(OpenSessions(), SettingsFile(tmp_path / "settings.json"), journal)
        services.connection = connection
        running.append(services)
        return services

    yield start
    for services in running:
        services.close()


@contextmanager
def uploading(services, bucket, *paths, origin="", choice=CHOICE):
    """Run an upload in a thread; yields its watched events, and waits for its end."""
    items = tuple(UploadItem(str(path), path.name, path.stat().st_size) for path in paths)
    plan = UploadPlan(bucket, items, UploadOptions(choice))
    watched = Watched(services)
    stopped = Event()
    job = UploadFiles(services.connection, plan, origin)

    def run():
        try:
            watched.outcomes += job.run(Context(services, stopped=stopped))
        except BaseException as error:  # noqa: BLE001 - checked by the test
            watched.outcomes.append(error)

    thread = Thread(target=run)
    thread.start()
    try:
        yield watched
        thread.join(PATIENCE)
        assert not thread.is_alive()
    finally:
        stopped.set()
        thread.join()
        watched.end()


def do(services, job):
    return job.run(Context(services))


def uploads_left(s3, bucket):
    return s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])


def test_after_a_pause_only_missing_parts_are_sent(program, bucket, s3, large):
    services = program()
    do(services, LimitSpeed(LIMIT))
    with uploading(services, bucket, large) as watched:
        watched.until_sent(9 << 20)
        do(services, ControlTransfers(Action.PAUSE))
        watched.until_state(TransferState.PAUSED)
        (left,) = uploads_left(s3, bucket)
        parts = s3.list_parts(Bucket=bucket, Key=large.name, UploadId=left["UploadId"])
        before = {part["PartNumber"]: part["LastModified"] for part in parts["Parts"]}
        do(services, LimitSpeed(None))
        do(services, ControlTransfers(Action.RESUME))
        assert watched.until_ended().result is Result.VERIFIED
    assert before
    assert s3.get_object(Bucket=bucket, Key=large.name)["Body"].read() == large.read_bytes()


@pytest.mark.parametrize("pause_first", [False, True])
def test_a_cancel_leaves_nothing_at_the_server(program, bucket, s3, large, pause_first):
    services = program()
    do(services, LimitSpeed(LIMIT))
    with uploading(services, bucket, large) as watched:
        watched.until_sent(5 << 20)
        if pause_first:
            do(services, ControlTransfers(Action.PAUSE))
            watched.until_state(TransferState.PAUSED)
        do(services, ControlTransfers(Action.CANCEL))
        assert watched.until_ended().result is Result.CANCELLED
    assert not uploads_left(s3, bucket)
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_a_failed_transfer_is_retried(program, bucket, s3, small):
    services = program()
    away = small.rename(small.with_suffix(".away"))
    small.touch()
    with uploading(services, bucket, small) as watched:
        small.unlink()
        ended = watched.until_ended()
    if ended.result is Result.VERIFIED:
        pytest.skip("the file was read before it was deleted")
    away.rename(small)
    watched = Watched(services)
    do(services, ControlTransfers(Action.RETRY))
    assert watched.until_ended().result is Result.VERIFIED
    watched.end()


def test_waiting_transfers_start_in_the_requested_order(program, bucket, tmp_path):
    services = program()
    do(services, LimitSpeed(1 << 20))
    paths = [tmp_path / f"{number}.bin" for number in range(9)]
    for path in paths:
        path.write_bytes(bytes(17 << 20))
    with uploading(services, bucket, *paths) as watched:
        rows = watched.until(lambda one: isinstance(one, Added)).rows
        watched.until_state(TransferState.RUNNING)
        last = rows[-1].id
        do(services, ControlTransfers(Action.FIRST, (last,)))
        do(services, LimitSpeed(None))
        watched.until(lambda one: isinstance(one, TransferEnded))
        running = [
            number
            for one in watched.reports
            if isinstance(one, StateChanged) and one.state is TransferState.RUNNING
            for number in one.ids
        ]
        watched.until(lambda one: len(ended_ids(watched)) == 9)
    assert running.index(last) <= 6


def ended_ids(watched):
    return {one.id for one in watched.reports if isinstance(one, TransferEnded)}


def test_the_speed_limit_is_kept(program, bucket, large):
    services = program()
    do(services, LimitSpeed(LIMIT))
    with uploading(services, bucket, large) as watched:
        outcome = watched.until_ended()
    took = services.journal.receipts(ReceiptQuery())[0]
    seconds = (took.ended - took.started).total_seconds()
    assert outcome.result is Result.VERIFIED
    assert seconds > large.stat().st_size / LIMIT - 1
    assert services.settings.speed_limit() == LIMIT


@pytest.fixture
def peaks(monkeypatch):
    """The numbers of requests at the same time, after each one that began."""
    numbers: list[int] = []
    enter = Limiter._enter

    def count(self, size):
        enter(self, size)
        numbers.append(self._budget.active)

    monkeypatch.setattr(Limiter, "_enter", count)
    return numbers


@pytest.mark.parametrize("most", [1, 2])
def test_the_requests_at_the_same_time_are_limited(program, bucket, large, tmp_path, peaks, most):
    services = program()
    do(services, SetParallelRequests(most))
    paths = [large, *(tmp_path / f"{number}.txt" for number in range(12))]
    for path in paths[1:]:
        path.write_text(path.name)
    with uploading(services, bucket, *paths) as watched:
        watched.until(lambda one: len(ended_ids(watched)) == len(paths))
    assert all(one.result is Result.VERIFIED for one in watched.outcomes)
    assert max(peaks) == most
    assert len(peaks) > len(paths)


def test_the_limit_of_requests_can_be_changed_meanwhile(program, bucket, large, peaks):
    services = program()
    do(services, SetParallelRequests(1))
    do(services, LimitSpeed(LIMIT))
    with uploading(services, bucket, large) as watched:
        watched.until_sent(5 << 20)
        assert max(peaks) == 1
        do(services, SetParallelRequests(None))
        do(services, LimitSpeed(None))
        assert watched.until_ended().result is Result.VERIFIED
    assert max(peaks) > 1


def test_an_upload_is_resumed_after_a_restart(program, bucket, s3, large):
    first = program()
    do(first, LimitSpeed(LIMIT))
    choice = EncryptionChoice(Encryption.SSE_KMS, context=(("project", "tax"),))
    with uploading(first, bucket, large, choice=choice) as watched:
        watched.until_sent(9 << 20)
        first.begin_shutdown()
        first.close()
    assert len(uploads_left(s3, bucket)) == 1
    second = program()
    watched = Watched(second)
    (found,) = watched.until(lambda one: isinstance(one, InterruptedFound)).batches
    assert (found.files, found.batch.bucket) == (1, bucket)
    do(second, LimitSpeed(None))
    assert do(second, ResumeInterrupted()) == 1
    outcome = watched.until_ended()
    assert outcome.result is Result.VERIFIED  # the encryption context, too
    assert outcome.details.context == choice.context
    assert watched.sent() == large.stat().st_size  # with the bytes that were sent before
    watched.end()
    assert not uploads_left(s3, bucket)
    assert s3.get_object(Bucket=bucket, Key=large.name)["Body"].read() == large.read_bytes()


def test_a_discarded_upload_leaves_nothing(program, bucket, s3, large):
    first = program()
    do(first, LimitSpeed(LIMIT))
    with uploading(first, bucket, large) as watched:
        watched.until_sent(9 << 20)
        first.begin_shutdown()
        first.close()
    second = program()
    assert do(second, DiscardInterrupted()) == 1
    assert not uploads_left(s3, bucket)
    assert not second.journal.interrupted()


def test_a_second_process_does_not_touch_running_uploads(program, bucket, s3, large):
    first, second = program(), program()
    do(first, LimitSpeed(LIMIT))
    with uploading(first, bucket, large, origin="the same") as watched:
        watched.until_sent(1 << 20)
        assert not second.journal.interrupted()
        assert do(second, ResumeInterrupted()) == 0
        assert second.journal.unfinished("the same") is None
        assert not do(second, FindIncompleteUploads(second.connection, bucket))
        do(first, LimitSpeed(None))
        assert watched.until_ended().result is Result.VERIFIED


def test_transfers_wait_while_the_journal_cannot_be_written(program, bucket, small, monkeypatch):
    services = program()
    journal = services.journal
    full = Event()
    full.set()
    write = journal.write

    def refuse(changes):
        if full.is_set():
            with journal._writing() as database:
                database.execute("PRAGMA max_page_count = 1")
                database.execute("CREATE TABLE filler AS SELECT zeroblob(1 << 24)")
        return write(changes)

    monkeypatch.setattr(journal, "write", refuse)
    with uploading(services, bucket, small) as watched:
        bad = watched.until(lambda one: isinstance(one, OutageChanged) and one.outage)
        assert bad.outage.kind is OutageKind.DISK
        assert bad.outage.error.code == "JournalFull"
        full.clear()
        watched.until(lambda one: isinstance(one, OutageChanged) and not one.outage)
        assert watched.until_ended().result is Result.VERIFIED
    assert services.journal.count_receipts(ReceiptQuery()) == 1


def test_receipts_are_stored_with_their_proof(program, bucket, small):
    services = program()
    with uploading(services, bucket, small) as watched:
        watched.until_ended()
    services.close()
    (receipt,) = program().journal.receipts(ReceiptQuery(bucket=bucket))
    assert (receipt.verdict, receipt.algorithm, receipt.key) == ("verified", "AES256", small.name)
    assert receipt.checksum.startswith("CRC64NVME ")
    assert receipt.started <= receipt.ended
    assert receipt.request_id


def test_incomplete_uploads_are_found_and_aborted(program, bucket, s3, monkeypatch):
    monkeypatch.setattr("s3enc_gui.jobs.incomplete_uploads.YOUNG", timedelta(minutes=-1))
    services = program()
    s3.create_multipart_upload(Bucket=bucket, Key="ours", ChecksumAlgorithm="CRC64NVME")
    s3.create_multipart_upload(Bucket=bucket, Key="theirs", ChecksumAlgorithm="CRC32")
    found = do(services, FindIncompleteUploads(services.connection, bucket))
    assert [(one.key, one.is_like_ours) for one in found] == [("ours", True), ("theirs", False)]
    assert do(services, AbortIncompleteUploads(services.connection, bucket, found[:1])) == ()
    assert [one["Key"] for one in uploads_left(s3, bucket)] == ["theirs"]


def test_a_receipt_names_the_caller(program, bucket, small, demo_server, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", demo_server.endpoint_url)
    services = program()
    do(services, LimitSpeed(2000))  # so that the identity is known in time
    with uploading(services, bucket, small) as watched:
        watched.until_ended()
    (receipt,) = services.journal.receipts(ReceiptQuery())
    assert receipt.who
    assert receipt.who.startswith("arn:aws:")


def test_after_a_new_sign_in_the_new_credentials_are_used(
    program, bucket, large, tmp_path, monkeypatch
):
    def sign_in(access_key):
        file.write_text(f"[default]\naws_access_key_id={access_key}\naws_secret_access_key=s\n")

    file = tmp_path / "credentials"
    sign_in("OLD")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    services = program()
    do(services, LimitSpeed(LIMIT))
    with uploading(services, bucket, large) as watched:
        watched.until_sent(1 << 20)
        (entry,) = services.transfers._queue.state.entries.values()
        context = entry.run.context
        assert key_in_use(context) == "OLD"
        sign_in("NEW")
        context.session.probe(OutageKind.SIGNED_OUT)
        assert key_in_use(context) == "NEW"
        do(services, LimitSpeed(None))
        assert watched.until_ended().result is Result.VERIFIED


def key_in_use(context):
    return context.uploader.client._request_signer._credentials.access_key
