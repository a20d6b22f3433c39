"""Uploads with SSE-C that are resumed after a restart, with their key in the keyring or without."""

from __future__ import annotations

import pytest
from keyring.errors import NoKeyringError

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.customer_keys.copies_of_keys import AddKey, CheckCopy, KeyCopy, ReadKeyList
from s3enc_gui.jobs.session_sources import SessionSources
from s3enc_gui.jobs.uploads.transfer_commands import LimitSpeed, ResumeInterrupted
from s3enc_gui.s3.session.open_sessions import OpenSessions
from s3enc_gui.store.connections.connection_store import ConnectionStore
from s3enc_gui.store.connections.secrets import Secrets
from s3enc_gui.store.customer_keys.customer_keys import CustomerKeys
from s3enc_gui.store.journal.journal import Journal
from s3enc_gui.store.process_lock import ProcessLock
from s3enc_gui.store.settings_file import SettingsFile
from tests.contract.conftest import KEY, OTHER
from tests.contract.test_transfers import LIMIT, Program, Watched, do, uploading, uploads_left
from tests.fakes.keyring import FakeKeyring

pytestmark = pytest.mark.contract

SSE_C = EncryptionChoice(Encryption.SSE_C, customer_key=KEY.md5)
SHEET, OTHERS = ("\n".join(key.rows) for key in (KEY, OTHER))
SENT = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": KEY.content}


@pytest.fixture
def program(tmp_path, demo_server, connect):
    """Return a function that starts services with a keyring, as another process would."""
    connection = connect(demo_server).connection
    running = []

    def start(keyring):
        keys = CustomerKeys(tmp_path / "keys.json", Secrets(keyring))
        sources = SessionSources(ConnectionStore(), customer_keys=keys)
        services = Program(
            OpenSessions(sources.find),
            SettingsFile(tmp_path / "settings.json"),
            lambda: Journal(tmp_path / "journal.sqlite", ProcessLock(tmp_path / "instances")),
            session_sources=sources,
        )
        services.connection = connection
        running.append(services)
        return services

    yield start
    for services in running:
        services.close()


@pytest.mark.parametrize("has_keyring", [True, False], ids=["keyring", "this session only"])
def test_an_upload_is_resumed_with_its_key(program, demo_server, new_bucket, large, has_keyring):
    keyring, bucket = FakeKeyring(), new_bucket(demo_server)
    s3 = demo_server.client("s3")
    if not has_keyring:
        keyring.error = NoKeyringError()
    first = program(keyring)
    assert do(first, AddKey("invoices", KeyCopy(typed=SHEET))).in_keyring is has_keyring
    do(first, LimitSpeed(LIMIT))
    with uploading(first, bucket, large, choice=SSE_C) as watched:
        watched.until_sent(9 << 20)
        first.begin_shutdown()
        first.close()
    second = program(keyring)
    do(second, LimitSpeed(None))
    (listed,) = do(second, ReadKeyList())
    assert listed.here is has_keyring
    if not has_keyring:
        with pytest.raises(AppError) as unknown:
            do(second, ResumeInterrupted())
        assert unknown.value.code == "CustomerKeyUnknown"
        with pytest.raises(AppError) as other:
            do(second, CheckCopy(KEY.md5, KeyCopy(typed=OTHERS)))
        assert other.value.code == "OtherKeyInFile"
        do(second, CheckCopy(KEY.md5, KeyCopy(typed=SHEET)))
    assert len(uploads_left(s3, bucket)) == 1
    watched = Watched(second)
    assert do(second, ResumeInterrupted()) == 1
    assert watched.until_ended().result is Result.VERIFIED
    assert watched.sent() == large.stat().st_size  # with the parts that were sent before
    watched.end()
    stored = s3.get_object(Bucket=bucket, Key=large.name, **SENT)
    assert stored["Body"].read() == large.read_bytes()
    assert do(second, ReadKeyList())[0].objects == 1
