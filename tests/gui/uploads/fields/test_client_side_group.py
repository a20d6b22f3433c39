from __future__ import annotations

import pytest

from s3enc_gui.domain.client_side.choice import ClientSideKey
from s3enc_gui.gui.keys.keys_model import AWS_S3_TEXT
from s3enc_gui.gui.uploads.review_rows import review_rows
from s3enc_gui.jobs.keys import ListKeys
from tests.gui.uploads.conftest import ALIASES


@pytest.fixture
def group(ready):
    return ready.properties.client_side


@pytest.fixture
def listed(group, runner):
    """The group, checked, with the keys of the bucket's Region."""
    group.setChecked(True)
    runner.handle_of(ListKeys).succeed(ALIASES)
    return group


def choose(group, text):
    group.key.combo.setCurrentIndex(group.key.combo.findText(text))


def test_it_is_off_and_lists_no_keys(ready, group, runner):
    assert not group.isChecked()
    assert ready.draft.options().client_side is None
    assert not runner.jobs_of(ListKeys)


def test_a_key_must_be_chosen(ready, listed):
    assert ready.draft.problem().title == "A KMS key is required for client-side encryption"
    assert listed._problem.text() == "Choose a KMS key."  # the footer has the title
    choose(listed, "test_key")
    assert ready.draft.problem() is None
    assert ready.draft.options().client_side == ClientSideKey("alias/test_key")


def test_the_aws_managed_key_is_refused(ready, listed):
    choose(listed, AWS_S3_TEXT)
    assert "can't be used" in ready.draft.problem().title


def test_the_context_is_checked_and_shown_for_review(ready, listed):
    choose(listed, "test_key")
    ready.draft.client_context.set_pairs([("department", "ä")])
    assert ready.draft.problem().code == "InvalidEncryptionContext"
    ready.draft.client_context.set_pairs([("department", "finance")])
    assert ready.draft.problem() is None
    rows = dict(review_rows(ready.draft, ready.directory.model))
    assert rows["Encrypted before upload"] == "test_key\ndepartment = finance"
    assert "client-side encryption" in rows["Verified after upload"]


def test_switched_off_nothing_counts(ready, listed):
    listed.setChecked(False)
    assert ready.draft.problem() is None
    assert ready.draft.options().client_side is None
