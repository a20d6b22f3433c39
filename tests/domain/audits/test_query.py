from __future__ import annotations

from s3enc_gui.domain.audits.query import AuditQuery, query_of
from s3enc_gui.domain.encryption.status_filter import StatusFilter
from tests.fakes.audits import BARE, DENIED, GONE, KMS, S3, report

MIXED = ((KMS, 90), (S3, 8), (BARE, 1), (DENIED, 1), (GONE, 1))


def test_objects_to_review_come_first():
    stages = query_of(report(*MIXED)).stages
    assert stages == tuple(map(frozenset, ([BARE], [DENIED], [S3], [KMS, GONE])))


def test_the_requirement_decides_what_to_review():
    stages = query_of(report(*MIXED, required="AES256")).stages
    assert stages == tuple(map(frozenset, ([BARE], [KMS], [DENIED], [S3, GONE])))


def test_a_filter_omits_stages():
    wanted = StatusFilter(frozenset({KMS, BARE}))
    query = query_of(report(*MIXED), wanted, "pdf")
    assert query == AuditQuery((frozenset({BARE}), frozenset({KMS})), "pdf")
    assert query.groups == {KMS, BARE}


def test_an_empty_audit():
    assert query_of(report()).groups == frozenset()
