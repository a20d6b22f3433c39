"""Downloads of objects that were encrypted before upload."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.client_side.choice import ClientSideKey, ClientSideReading, Legacy
from s3enc_gui.domain.downloads.download import CIPHERTEXT, FileOutcome
from s3enc_gui.domain.keys.kms_key import KeyAlias
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.gui.downloads.decrypt_dialog import DecryptDialog
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from tests.domain.client_side.test_envelope import V3
from tests.fakes.samples import PLAIN
from tests.gui.downloads.test_panel import ERROR, ended, jobs, panel, request, result
from tests.i18n.shown import check_texts

__all__ = ["panel"]

ALIASES = (KeyAlias("alias/test_key", "0ecd1de5-bd2e-4f0e-8a0f-1fd1a7a9a111"),)
DETAILS = replace(PLAIN, metadata=V3, region="eu-central-1")
SAVED = replace(result("photos/a", FileOutcome.CHECKED), remarks=(CIPHERTEXT,))


@pytest.fixture
def dialog(panel, runner):
    panel.start(request())
    ended(runner, SAVED, result("photos/b", FileOutcome.CHECKED))
    panel.decrypt.click()
    dialog = panel.window().findChild(DecryptDialog)
    runner.handle_of(InspectObject).succeed(DETAILS)
    runner.handle_of(ListKeys).succeed(ALIASES)
    return dialog


def choose(dialog):
    dialog.key.combo.setCurrentIndex(dialog.key.combo.findText("test_key"))


def test_only_encrypted_files_are_downloaded_again_in_their_place(dialog, panel, runner):
    assert not dialog.go.isEnabled()
    choose(dialog)
    dialog.go.click()
    again = jobs(runner)[-1]
    key = ClientSideKey("alias/test_key", (("a", "b"),))  # the context that the object has
    reading = ClientSideReading(key, Legacy.NONE)
    overwriting = replace(request(), if_exists=IfExists.OVERWRITE)
    assert again.request == replace(overwriting, client_side=reading, asks=True)
    assert again.only == (("photos/a", None),)
    ended(runner, result("photos/a", FileOutcome.CHECKED))
    assert panel.model.row(0).counts == {FileOutcome.CHECKED: 2, FileOutcome.EXISTS: 0} | {
        FileOutcome.ENCRYPTED: 0
    }
    assert panel.decrypt.isHidden()


def test_older_clients_are_allowed_on_request(dialog, runner):
    choose(dialog)
    dialog.legacy.setCurrentIndex(dialog.legacy.findData(Legacy.CBC))
    dialog.go.click()
    assert jobs(runner)[-1].request.client_side.legacy is Legacy.CBC


def test_what_could_not_be_decrypted_can_be_tried_with_another_key(panel, runner):
    reading = ClientSideReading(ClientSideKey("alias/other"))
    panel.start(replace(request(), client_side=reading, if_exists=IfExists.SKIP))
    ended(runner, result("photos/a", FileOutcome.FAILED, ERROR))
    panel.decrypt.click()
    dialog = panel.window().findChild(DecryptDialog)
    runner.handle_of(InspectObject).succeed(DETAILS)
    runner.handle_of(ListKeys).succeed(ALIASES)
    choose(dialog)
    dialog.go.click()
    assert jobs(runner)[-1].request.if_exists is IfExists.SKIP  # nothing of ours is there


def test_both_are_kept_where_that_was_the_choice(panel, runner):
    panel.start(replace(request(), if_exists=IfExists.RENAME))
    ended(runner, SAVED)
    panel.decrypt.click()
    dialog = panel.window().findChild(DecryptDialog)
    runner.handle_of(InspectObject).succeed(DETAILS)
    runner.handle_of(ListKeys).succeed(ALIASES)
    choose(dialog)
    dialog.go.click()
    assert jobs(runner)[-1].request.if_exists is IfExists.RENAME


def test_other_downloads_have_no_such_button(panel, runner):
    panel.start(request())
    ended(runner, result("a", FileOutcome.FAILED, ERROR), result("b", FileOutcome.CHECKED))
    assert panel.decrypt.isHidden()


@pytest.mark.usefixtures("pseudo_language")
def test_every_text(dialog):
    data = ("a", "b", "test_key", "arn:aws:kms:eu-central-1:123456789012:key/…")
    check_texts(dialog, *data)
    dialog.key.combo.setCurrentIndex(dialog.key.combo.findText("aws/s3"))
    check_texts(dialog, *data)
