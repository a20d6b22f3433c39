from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from s3enc_gui.domain.customer_keys.key_names import KEY_NAMES
from s3enc_gui.domain.customer_keys.known_key import KnownKey
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.jobs.history.receipts import stored_as
from s3enc_gui.wording.history.receipt_html import html_pieces
from tests.wording.audits.test_audit_html import EVIL, Page

KEY = "arn:aws:kms:eu-west-1:111122223333:key/0ecd1de5-0000-4000-8000-000000000001"
RECEIPT = Receipt(
    "verified",
    "/home/anna/letter.pdf",
    1234,
    "my-bucket",
    "in/letter.pdf",
    "v1",
    "eu-west-1",
    "aws:kms",
    KEY,
    "alias/invoices",
    True,
    "STANDARD",
    "etag",
    "CRC64NVME abc=",
    ended=datetime(2026, 3, 1, 12, tzinfo=UTC),
    who="arn:aws:iam::111122223333:user/anna",
)


def page(*pages):
    pieces = list(html_pieces(pages))
    return "".join(text for text, _ in pieces), sum(count for _, count in pieces)


def test_one_receipt_says_what_where_how_who_when_and_verified():
    html, count = page([RECEIPT])
    seen = Page(html).text
    for said in (
        "Receipt of “letter.pdf”",
        "Verified on 2026-03-01",
        "s3://my-bucket/in/letter.pdf",
        "/home/anna/letter.pdf",
        "SSE-KMS",
        "invoices",
        KEY,
        "CRC64NVME abc=",
        "arn:aws:iam::111122223333:user/anna",
    ):
        assert said in seen
    assert count == 1
    assert "<script" not in html


def test_several_receipts_are_rows_of_a_table():
    html, count = page([RECEIPT, RECEIPT], [RECEIPT])
    assert count == 3
    assert html.count("<tr>") == 4
    assert html.count("✔ Verified") == 3
    assert html.endswith("</html>\n")


def test_no_receipts_are_an_empty_table():
    html, count = page()
    assert (html.count("<tr>"), count) == (1, 0)


def test_names_are_escaped_and_unknown_results_are_shown():
    html, _ = page([Receipt("brand new", EVIL, 1, "b", EVIL), Receipt("failed", "f", 1, "b", "k")])
    assert not [tag for tag, _ in Page(html).tags if tag == "script"]
    assert "? brand new" in html
    assert "✘ Failed" in html


def test_what_differs_is_said():
    html, _ = page([Receipt("failed", "f", 1, "b", "k", error="Access denied")])
    assert "Access denied" in html


def test_sse_c_is_not_taken_for_sse_s3_and_names_its_key():
    md5 = "WYUzG87JcbJiEiqhylrUEQ=="
    receipt = replace(
        RECEIPT, algorithm="AES256", kms_key_arn=None, kms_key_alias=None, customer_key=md5
    )
    seen = Page(page([receipt])[0]).text
    assert "SSE-C" in seen
    assert "SSE-S3" not in seen
    assert f"MD5 {md5}" in seen
    assert stored_as(receipt) == "SSE-C"
    KEY_NAMES.use([KnownKey("invoices", md5)])
    assert f"invoices (MD5 {md5})" in Page(page([receipt])[0]).text
