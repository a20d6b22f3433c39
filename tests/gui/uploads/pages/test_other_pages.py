from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.uploads.plan import CANNED_ACLS, STORAGE_CLASSES, IfExists
from s3enc_gui.gui.uploads.fields.option_labels import (
    ACL_TEXTS,
    PUBLIC_ACLS,
    STORAGE_CLASS_TEXTS,
    acl_choices,
    storage_class_choices,
)
from s3enc_gui.gui.uploads.review_rows import review_rows


def test_every_acl_and_storage_class_has_words():
    assert set(ACL_TEXTS) == set(CANNED_ACLS)
    assert set(PUBLIC_ACLS) < set(CANNED_ACLS)
    assert set(STORAGE_CLASS_TEXTS) == set(STORAGE_CLASSES)
    assert acl_choices()[0] == ("Bucket settings (send no ACL)", None)
    assert storage_class_choices()[0][1] is None


def test_no_acl_and_no_storage_class_are_sent_unasked(ready):
    options = ready.draft.plan().options
    assert (options.acl, options.storage_class) == (None, None)


@pytest.mark.parametrize("acl", CANNED_ACLS)
def test_what_opens_files_to_strangers_is_warned_of(ready, acl):
    ready.go_next()
    ready.permissions.acl.setCurrentIndex(ready.permissions.acl.findData(acl))
    assert ready.draft.plan().options.acl == acl
    assert ready.permissions._warning.isVisible() is (acl in PUBLIC_ACLS)


def test_the_storage_class_is_sent(ready):
    combo = ready.properties.storage_class
    combo.setCurrentIndex(combo.findData("GLACIER_IR"))
    assert ready.draft.plan().options.storage_class == "GLACIER_IR"


def put(field, name, value):
    field.add.click()
    model = field.table.model()
    model.setData(model.index(model.rowCount() - 1, 0), name)
    model.setData(model.index(model.rowCount() - 1, 1), value)


def test_metadata_and_tags_are_sent(ready):
    put(ready.properties.metadata, "author", "me")
    put(ready.properties.tags, "project", "drive")
    options = ready.draft.plan().options
    assert (options.metadata, options.tags) == ((("author", "me"),), (("project", "drive"),))


def test_what_s3_would_refuse_is_said_in_place(ready):
    put(ready.properties.metadata, "author", "Jürgen")
    assert ready.properties.metadata._about.property("tone") == "error"
    assert not ready._footer.upload.isEnabled()
    ready.properties.metadata.remove.click()
    assert ready._footer.upload.isEnabled()


def test_what_is_being_typed_counts(ready, qtbot):
    ready.go_next()
    ready.go_next()
    field = ready.properties.tags
    field.add.click()
    qtbot.keyClicks(field.table.focusWidget(), "project")
    ready.upload()
    assert ready.draft.tags.pairs() == (("project", ""),)


def choose_policy(wizard, text):
    combo = wizard.properties.if_exists
    combo.setCurrentIndex(combo.findText(text))


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("Ask", IfExists.FAIL),
        ("Skip", IfExists.SKIP),
        ("Overwrite", IfExists.OVERWRITE),
        ("Keep both", IfExists.RENAME),
    ],
)
def test_what_is_done_where_the_name_is_taken(ready, text, policy):
    choose_policy(ready, text)
    assert rows(ready)["If the name is taken"].startswith(f"{text}. ")
    assert ready.draft.plan().options.if_exists is policy


def test_other_files_are_asked_about_anew(ready, runner):
    choose_policy(ready, "Overwrite")
    ready.upload()
    ready.upload_more()
    assert ready.draft.plan().options.if_exists is IfExists.FAIL


def rows(wizard):
    return dict(review_rows(wizard.draft, wizard.directory.model))


def test_review_says_what_goes_where_and_how(with_keys):
    said = rows(with_keys)
    assert said["Files"] == "1 file, 10 bytes"
    assert said["Destination"] == "s3://my-bucket/in/"
    assert said["Region"] == "eu-central-1"
    assert said["Encryption"] == "AWS KMS master-key (SSE-KMS)"
    assert said["KMS key"] == "test_key"
    assert said["Bucket key"] == "on"
    assert "the key, the bucket key" in said["Checked afterwards"]


def test_review_says_that_a_folder_has_no_name(with_keys):
    with_keys.draft.files.set_prefix("/abs")
    where, told = rows(with_keys)["Destination"].split("\n")
    assert where == "s3://my-bucket//abs/"
    assert "which creates a folder without a name" in told
    assert with_keys.draft.plan().items[0].key.startswith("/abs/")


@pytest.mark.parametrize("kind", Encryption)
def test_review_names_every_kind_of_encryption(ready, kind):
    ready.properties.encryption.kinds[kind].click()
    assert rows(ready)["Encryption"]
    assert ("KMS key" in rows(ready)) is kind.uses_kms


def test_review_shows_the_code_and_copies_it(with_keys):
    for _ in range(3):
        with_keys.go_next()
    review = with_keys.review
    review.as_code.click()
    assert "'SSEKMSKeyId': 'alias/test_key'" in review.code.toPlainText()
    review.copy.click()
    assert QGuiApplication.clipboard().text() == review.code.toPlainText()
    review.as_app_error.click()
    assert not review.code.isVisible()
