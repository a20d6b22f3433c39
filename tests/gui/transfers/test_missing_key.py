"""Interrupted uploads whose customer-provided key (SSE-C) isn't on this computer any more."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.customer_keys.known_key import unknown_key_error
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.uploads.plan import UploadOptions
from s3enc_gui.domain.uploads.transfer import Batch, InterruptedBatch
from s3enc_gui.gui.customer_keys.check_copy_dialog import CheckCopyDialog
from s3enc_gui.jobs.customer_keys.copies_of_keys import CheckCopy, KeyCopy, ReadKeyList
from s3enc_gui.jobs.customer_keys.manage_keys import StoredKey
from s3enc_gui.jobs.uploads.queue.events import InterruptedFound
from s3enc_gui.jobs.uploads.transfer_commands import ResumeInterrupted
from tests.gui.customer_keys.conftest import LISTED, LOST, OTHER


@pytest.fixture
def found(panel, report):
    options = UploadOptions(EncryptionChoice(Encryption.SSE_C, customer_key=OTHER.md5))
    batch = Batch(7, Connection("work"), "my-bucket", options)
    report(InterruptedFound((InterruptedBatch(batch, 3, 10),)))
    return panel.interrupted_bar


def test_the_key_is_asked_for_and_the_upload_goes_on_then(found, panel, runner):
    found.resume.click()
    runner.fail(unknown_key_error("scans"))
    runner.handle_of(ReadKeyList).succeed(LISTED)
    dialog = panel.window().findChild(CheckCopyDialog)
    dialog.source.path.setText("/sheet.html")
    dialog.go.click()
    assert runner.started[-1] == CheckCopy(OTHER.md5, KeyCopy("/sheet.html"))
    runner.succeed(StoredKey(LOST, in_keyring=False))
    assert runner.started[-1] == ResumeInterrupted((7,))


def test_a_key_that_was_deleted_is_an_error_with_the_way_to_add_it(found, panel, runner, qtbot):
    found.resume.click()
    error = unknown_key_error(OTHER.md5)
    runner.fail(error)
    with qtbot.waitSignal(panel.problem) as problem:
        runner.handle_of(ReadKeyList).succeed(LISTED[:1])
    assert problem.args == [error]
