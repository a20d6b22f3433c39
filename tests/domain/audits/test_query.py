from __future__ import annotations

from s3enc_gui.domain.audits.query import AuditQuery, query_of
from s3enc_gui.domain.encryption.status_filter import StatusFilter
from s3enc_gui.wording.formats import format_share
from tests.fakes.audits import BARE, DENIED, GONE, KMS, S3, report

MIXED = ((KMS, 90), (S3, 8), (BARE, 1), (DENIED, 1), (GONE, 1))


def test_the_odd_ones_come_first_and_the_rest_together():
    stages = query_of(report(*MIXED)).stages
    assert stages == tuple(map(frozenset, ([BARE], [DENIED], [S3], [KMS, GONE])))


def test_what_is_required_says_which_are_odd():
    stages = query_of(report(*MIXED, required="AES256")).stages
    assert stages == tuple(map(frozenset, ([BARE], [KMS], [DENIED], [S3, GONE])))


def test_a_filter_leaves_stages_out():
    wanted = StatusFilter(frozenset({KMS, BARE}))
    query = query_of(report(*MIXED), wanted, "pdf")
    assert query == AuditQuery((frozenset({BARE}), frozenset({KMS})), "pdf")
    assert query.groups == {KMS, BARE}


def test_nothing_there():
    assert query_of(report()).groups == frozenset()


def test_shares_in_words():
    shares = [(0, 0), (0, 5), (1, 5000), (1, 8), (4999, 5000), (5, 5)]
    assert [format_share(*one) for one in shares] == [
        "0.0 %",
        "0.0 %",
        "< 0.1 %",
        "12.5 %",
        "> 99.9 %",
        "100.0 %",
    ]
