from __future__ import annotations

import pytest

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.status import BucketEncryption
from s3enc_gui.jobs.keys import ListKeys
from s3enc_gui.jobs.listing.buckets import ReadBucket
from tests.gui.uploads.conftest import ALIASES, facts

REMEMBERED = EncryptionChoice(Encryption.SSE_KMS, "alias/test_key", bucket_key=True)


@pytest.fixture
def summary(wizard):
    return wizard.files.summary


def test_nothing_is_said_before_the_bucket_is_read(summary):
    assert not summary.isVisible()


def test_page_1_says_what_is_chosen_not_the_buckets_default(wizard, runner, summary):
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("AES256"), last=REMEMBERED))
    runner.handle_of(ListKeys).succeed(ALIASES)
    assert wizard._footer.upload.isEnabled()
    assert summary.line.text() == "Stored with SSE-KMS, test_key, S3 Bucket Key on, as last time"
    assert summary.isVisible()


def test_without_a_remembered_choice_it_is_the_default_asked_for(runner, summary):
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("AES256")))
    assert summary.line.text() == "Stored with SSE-S3"


def test_where_nothing_is_requested_the_bucket_decides(wizard, runner, summary):
    runner.handle_of(ReadBucket).succeed(facts(BucketEncryption("AES256")))
    wizard.properties.encryption.choose(EncryptionChoice(Encryption.BUCKET_DEFAULT))
    assert summary.line.text() == "Stored with the bucket's default encryption: SSE-S3"


def test_other_options_that_are_kept_from_an_earlier_upload_are_said(wizard, runner, summary):
    runner.handle_of(ReadBucket).succeed(facts())
    acl = wizard.permissions.acl
    acl.setCurrentIndex(acl.findData("public-read"))
    assert summary.line.text() == (
        "Stored with SSE-S3 · Everyone on the internet can read (public-read)"
    )


def test_change_leads_to_the_choice(wizard, runner, summary):
    runner.handle_of(ReadBucket).succeed(facts())
    summary.change.click()
    assert wizard.page_title == "Set properties"
