from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from s3enc_gui.domain.encryption.choice import BY_HEADER, Encryption
from s3enc_gui.domain.uploads.plan import CANNED_ACLS, STORAGE_CLASSES, IfExists
from s3enc_gui.gui.uploads.fields.option_labels import (
    ACL_TEXTS,
    PUBLIC_ACLS,
    STORAGE_CLASS_TEXTS,
    acl_choices,
    storage_class_choices,
)
from s3enc_gui.gui.uploads.review_rows import review_rows


def test_every_acl_and_storage_class_has_a_label():
    assert set(ACL_TEXTS) == set(CANNED_ACLS)
    assert set(PUBLIC_ACLS) < set(CANNED_ACLS)
    assert set(STORAGE_CLASS_TEXTS) == set(STORAGE_CLASSES)
    assert acl_choices()[0] == ("Bucket settings (send no ACL)", None)
    assert storage_class_choices()[0][1] is None


def test_no_acl_and_no_storage_class_are_sent_by_default(ready):
    options = ready.draft.plan().options
    assert (options.acl, options.storage_class) == (None, None)


@pytest.mark.parametrize("acl", CANNED_ACLS)
def test_public_acls_have_a_warning(ready, acl):
    ready.show_permissions()
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


def test_the_content_type_is_sent(ready, qtbot):
    field = ready.properties.content_type
    assert field.accessibleName() == "Content type"
    assert "file name" in field.placeholderText()
    assert ready.draft.plan().options.content_type is None
    assert rows(ready)["Content type"] == "By file name"
    qtbot.keyClicks(field, " text/csv ")
    assert ready.draft.plan().options.content_type == "text/csv"
    assert rows(ready)["Content type"] == "text/csv"


def test_an_invalid_content_type_holds_the_wizard_on_its_page(ready):
    ready.go_next()
    ready.properties.content_type.setText("text")
    assert not ready._footer.upload.isEnabled()
    assert ready._footer.hint.text() == "The content type isn't valid."
    assert "“text” isn't a media type." in ready.properties._type_problem.text()
    ready.properties.content_type.setText("text/plain")
    assert ready.properties._type_problem.isHidden()
    assert ready._footer.upload.isEnabled()


def test_invalid_metadata_is_reported_below_the_table(ready):
    put(ready.properties.metadata, "autör", "Jürgen")
    assert ready.properties.metadata._about.property("tone") == "error"
    assert not ready._footer.upload.isEnabled()
    ready.properties.metadata.remove.click()
    assert ready._footer.upload.isEnabled()


def test_the_cell_being_edited_is_applied(ready, qtbot):
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
def test_if_an_object_already_exists(ready, text, policy):
    choose_policy(ready, text)
    assert rows(ready)["If an object already exists"].startswith(f"{text}. ")
    assert ready.draft.plan().options.if_exists is policy


def test_upload_more_resets_the_policy(ready, runner):
    choose_policy(ready, "Overwrite")
    ready.upload()
    ready.upload_more()
    assert ready.draft.plan().options.if_exists is IfExists.FAIL


def test_upload_more_resets_the_content_type(ready, runner):
    ready.properties.content_type.setText("text/csv")
    ready.upload()
    ready.upload_more()
    assert ready.draft.plan().options.content_type is None


def rows(wizard):
    return dict(review_rows(wizard.draft, wizard.directory.model))


def test_review(with_keys):
    shown = rows(with_keys)
    assert shown["Files"] == "1 file, 10 bytes"
    assert shown["Destination"] == "s3://my-bucket/in/"
    assert shown["Region"] == "eu-central-1"
    assert shown["Encryption"] == "AWS KMS master-key (SSE-KMS)"
    assert shown["KMS key"] == "test_key"
    assert shown["Bucket key"] == "On"
    assert "KMS key, S3 Bucket Key" in shown["Verified after upload"]


def test_review_warns_of_a_folder_without_a_name(with_keys):
    with_keys.draft.files.set_prefix("/abs")
    uri, warning = rows(with_keys)["Destination"].split("\n")
    assert uri == "s3://my-bucket//abs/"
    assert "This creates a folder without a name" in warning
    assert with_keys.draft.plan().items[0].key.startswith("/abs/")


@pytest.mark.parametrize("kind", [Encryption.BUCKET_DEFAULT, *BY_HEADER])
def test_review_names_every_kind_of_encryption(ready, kind):
    ready.properties.encryption.kinds[kind].click()
    assert rows(ready)["Encryption"]
    assert ("KMS key" in rows(ready)) is kind.uses_kms


def test_review_shows_the_code_and_copies_it(with_keys):
    for _ in range(2):
        with_keys.go_next()
    review = with_keys.review
    review.as_code.click()
    assert "'SSEKMSKeyId': 'alias/test_key'" in review.code.toPlainText()
    review.copy.click()
    assert QGuiApplication.clipboard().text() == review.code.toPlainText()
    review.as_text.click()
    assert not review.code.isVisible()
