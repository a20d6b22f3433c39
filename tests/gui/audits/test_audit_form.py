from __future__ import annotations

import pytest

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.errors import AppError
from s3enc_gui.gui.audits.audit_form import AuditForm

POINT = "arn:aws:s3:eu-west-1:111122223333:accesspoint/shared"


@pytest.fixture
def form(qtbot):
    form = AuditForm()
    qtbot.addWidget(form)
    return form


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("s3://my-bucket//abs/ ", AuditScope("my-bucket", "/abs/ ")),
        (" my-bucket ", AuditScope("my-bucket", "")),
        (f"{POINT}/object/a/", AuditScope(POINT, "a/")),
        (f"s3://{POINT}/object/a/", AuditScope(POINT, "object/a/")),
    ],
)
def test_prefix_is_used_unchanged(form, text, scope):
    form.bucket.setText(text)
    assert form.scope() == scope


@pytest.mark.parametrize(
    "text",
    ["arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/accesspoint/ap", "ap-1--ol-s3"],
)
def test_unsupported_bucket_is_rejected(form, text):
    form.bucket.setText(text)
    with pytest.raises(AppError):
        form.scope()


@pytest.mark.parametrize("name", ["my-key", "arn:aws:kms:my-key"])
def test_a_required_key_of_any_name_is_taken_with_a_note(form, qtbot, name):
    form.require.setEditText(f"aws:kms={name}")
    with qtbot.waitSignal(form.require.changed):
        form.require.lineEdit().editingFinished.emit()
    assert form.key_note.text().startswith(f"“{name}” isn't the name of an AWS KMS key.")
    assert form.require.requirement().key.text == name
    form.require.setEditText("aws:kms=alias/test_key")
    form.require.lineEdit().editingFinished.emit()
    assert form.key_note.text() == ""


def test_a_required_key_that_cannot_be_sent_is_rejected(form, qtbot):
    form.require.setEditText("aws:kms=ключ")
    with qtbot.waitSignal(form.require.rejected):
        form.require.lineEdit().editingFinished.emit()
    assert form.key_note.text() == ""
