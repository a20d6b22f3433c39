"""Words of Amazon S3 that a window shows without a tip that explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtWidgets import (
    QCheckBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from s3enc_gui.gui.widgets.labels.term_tip import TermTip
from s3enc_gui.wording.glossary.terms import Term
from tests.i18n.pseudo import plain

WORDS = {  # by which a term is recognized; a bucket is named everywhere
    Term.PREFIX: "prefix",
    Term.ARN: "ARN",
    Term.ACL: "ACLs?|access control list",
    Term.REGION: "Region",
    Term.STORAGE_CLASS: "storage class",
    Term.KMS: "KMS",
    Term.BUCKET_KEY: "bucket key",
    Term.CONTEXT: "encryption context",
    Term.DSSE: "DSSE-KMS",
    Term.SSE_C: "SSE-C",
    Term.ETAG: "ETag",
    Term.CHECKSUM: "checksum",
    Term.VERSION: "version ID|versioning",
    Term.POLICY: "bucket policy",
    Term.CA_BUNDLE: "CA bundle",
}


def unexplained(top: QWidget) -> Iterator[str]:
    """Yield the labels, boxes and fields of a window with a word that no tip of it explains."""
    tips = {term for tip in top.findChildren(TermTip) for term in tip.terms}
    for widget in top.findChildren(QWidget):
        text = plain(_named(widget)) if widget.window() is top else ""
        for term, words in WORDS.items():
            if term not in tips and re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
                yield f"{type(widget).__name__} in {type(widget.parent()).__name__}: {text!r}"


def _named(widget: QWidget) -> str:
    """Return the name of a field or a choice, or what an empty field is to contain."""
    match widget:
        case QLabel() if widget.buddy() is not None:
            return widget.text()
        case QCheckBox() | QRadioButton():
            return widget.text()
        case QGroupBox():
            return widget.title()
        case QLineEdit():
            return widget.placeholderText()
    return ""
