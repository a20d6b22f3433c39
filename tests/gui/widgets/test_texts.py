"""Dialogs that every window can open, in the pseudo-language."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QWidget

from s3enc_gui.domain.denial import Denial, Permission
from s3enc_gui.domain.policy.allowing import changes
from s3enc_gui.gui.widgets.administrator_dialog import AdministratorDialog
from s3enc_gui.wording.administrator_text import administrator_text
from tests.i18n.shown import check_texts

pytestmark = pytest.mark.usefixtures("pseudo_language")

USER = "arn:aws:iam::1:user/ann"
FILES = "arn:aws:s3:::reports/*"
KEY = "arn:aws:kms:eu-west-1:2:key/*"


@pytest.mark.parametrize(
    ("policy", "is_explicit"),
    [
        ("", False),
        ("identity-based", False),
        ("identity-based", True),
        ("resource-based", False),
        ("resource-based", True),
        ("service control", False),
        ("service control", True),
        ("vpc endpoint", False),
        ("vpc endpoint", True),
    ],
)
def test_the_administrators_text(qtbot, policy: str, is_explicit: bool) -> None:
    permissions = (Permission("s3:PutObject", FILES), Permission("kms:Decrypt", KEY))
    denial = Denial(
        "PutObject",
        permissions,
        "Denied",
        is_named=True,
        caller=USER,
        policy=policy,
        is_explicit=is_explicit,
        request_id="1",
        host_id="2",
        date="2026",
    )
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = AdministratorDialog(administrator_text(denial), parent)
    dialog.open()
    documents = [json.dumps(change.document, indent=2) for change in changes(denial)]
    names = ("s3:PutObject", "kms:Decrypt", FILES, KEY, "arn:aws:s3:::reports", USER, "PutObject")
    headers = ("s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:x-amz-server-side-encryption")
    check_texts(dialog, *documents, *headers, *names, "ann", "Denied")
