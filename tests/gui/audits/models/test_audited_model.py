from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from s3enc_gui.domain.audits.audit import AuditFacts, AuditScope
from s3enc_gui.domain.audits.query import AuditCursor
from s3enc_gui.gui.audits.models.audited_model import AuditedModel, Column
from s3enc_gui.gui.audits.models.counts_model import Column as GroupCountColumn
from s3enc_gui.gui.audits.models.counts_model import CountsModel
from s3enc_gui.gui.audits.models.past_audits_model import PastAuditsModel
from s3enc_gui.gui.models import roles
from s3enc_gui.jobs.audits.past_audits import AuditedPage, PastAudit
from tests.fakes.audits import ARN, BARE, DENIED, KMS, NOW, S3, audited, report

_Role = Qt.ItemDataRole
FIRST = AuditedPage((audited("a", BARE, 1), audited("b", version="v1")), AuditCursor(0, 2), 3)
SECOND = AuditedPage((audited("c", S3),), None)


@pytest.fixture
def model(qapp):
    model = AuditedModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def text(model, row, column, role=_Role.DisplayRole):
    return model.index(row, column).data(role)


def test_one_row_per_object(model):
    model.show(report((KMS, 2), (BARE, 1), required="aws:kms"), FIRST)
    assert [text(model, 0, column) for column in Column if column is not Column.MODIFIED] == [
        "a",
        "–",
        "1 byte",
        "Not encrypted",
        "Not compliant",
    ]
    assert text(model, 1, Column.VERSION) == "v1"
    assert text(model, 1, Column.ENCRYPTION) == "SSE-KMS test_key"
    assert ARN in text(model, 1, Column.ENCRYPTION, _Role.ToolTipRole)
    assert text(model, 1, Column.NAME, roles.OBJECT) == FIRST.objects[1]
    for column in (Column.ENCRYPTION, Column.COMPLIANCE):
        assert not text(model, 0, column, _Role.DecorationRole).isNull()


def test_no_compliance_without_a_requirement(model):
    model.show(report((KMS, 2)), FIRST)
    assert text(model, 0, Column.COMPLIANCE) == "–"
    assert text(model, 0, Column.COMPLIANCE, _Role.DecorationRole) is None


def test_grows_by_pages(qtbot):
    model = AuditedModel()  # without the tester, which requests pages itself
    model.show(report((KMS, 3)), FIRST)
    with qtbot.waitSignal(model.page_requested):
        model.fetchMore(model.index(-1, -1))
    assert not model.canFetchMore(model.index(-1, -1))  # the page is being loaded
    model.add(SECOND)
    assert (model.rowCount(), model.next) == (3, None)
    assert not model.canFetchMore(model.index(-1, -1))


def test_failed_page_is_not_requested_again(model):
    model.show(report((KMS, 3)), FIRST)
    model.fetchMore(model.index(-1, -1))
    model.give_up()
    assert not model.canFetchMore(model.index(-1, -1))
    model.clear()
    assert model.rowCount() == 0


def test_counts(qapp):
    model = CountsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(report((KMS, 812), (S3, 187), (DENIED, 1), required="aws:kms"))
    rows = [[text(model, row, column) for column in GroupCountColumn] for row in range(3)]
    assert rows == [
        ["SSE-KMS test_key", "812", "81.2%", "812 KB", "Compliant"],
        ["SSE-S3", "187", "18.7%", "187 KB", "Not compliant"],
        ["Access denied (403)", "1", "0.1%", "1 KB", "Can't tell"],
    ]
    assert text(model, 0, GroupCountColumn.BYTES, _Role.ToolTipRole) == "812,000 bytes"
    assert not text(model, 2, GroupCountColumn.COMPLIANCE, _Role.DecorationRole).isNull()
    model.show(None)
    assert model.rowCount() == 0
    del tester


def test_past_audits(qapp):
    model = PastAuditsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    facts = AuditFacts(AuditScope("bucket", "p/", versions=True), NOW, NOW, listed=12)
    unfinished = AuditFacts(AuditScope("bucket"), NOW, listed=1)
    model.show([PastAudit("1", facts), PastAudit("2", unfinished)])
    assert text(model, 0, 0) == "s3://bucket/p/, all versions"
    assert text(model, 0, 1).endswith(" · 12 objects")
    assert text(model, 1, 1).endswith(" · interrupted, 1 object listed")
    assert not text(model, 1, 1, _Role.DecorationRole).isNull()
    del tester
