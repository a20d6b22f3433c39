from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from s3enc_gui.domain.audits.audit import AuditMaker, parse_requirement
from s3enc_gui.domain.encryption.groups import GroupCount, Summary
from s3enc_gui.wording.audits.audit_html import html_texts
from tests.fakes.audits import DENIED
from tests.wording.audits.test_audit_report import KMS, NONE, audited, in_danger, partial, report

__all__ = ["report"]
EVIL = "<script>alert(1)</script>&\"'\u202e\x00"


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def page(report, odd=(), count=0):
    html = "".join(html_texts(report, odd, count))
    return html, Page(html)


def test_counts_bytes_and_the_default(report):
    _, seen = page(report)
    for text in ("SSE-KMS test_key", "not encrypted", "SSE-S3", "66.7%", "10 bytes"):
        assert text in seen.text


def test_bar_lengths(report):
    _, seen = page(report)
    widths = [attrs["width"] for tag, attrs in seen.tags if tag == "rect" and "height" in attrs]
    assert [float(width or 0) for width in widths if "." in str(width)] == pytest.approx(
        [2000 / 3, 1000 / 3] * 2, abs=0.01
    )


def test_names_are_escaped(report):
    html, seen = page(report, [audited(EVIL, NONE)], 1)
    assert not [tag for tag, _ in seen.tags if tag == "script"]
    assert "<script>alert(1)</script>&\"'\\u202e\\x00" in seen.text
    assert "\u202e" not in html


def test_nothing_is_fetched(report):
    html, seen = page(report, [audited("a")], 1)
    assert not {"src", "href"} & {name for _, attrs in seen.tags for name in attrs}
    assert not re.search(r"https?:|@import|url\(", html)
    assert "prefers-color-scheme: dark" in html


def test_omitted_objects_are_counted(report):
    _, seen = page(report, [audited("a", NONE)], 5)
    assert "And 4 more" in seen.text


@pytest.mark.parametrize(
    ("required", "sentence"),
    [
        ("aws:kms", "1 object isn't encrypted as required (aws:kms)."),
        ("AES256", "3 objects aren't encrypted as required"),
    ],
)
def test_the_verdict(report, required, sentence):
    _, seen = page(replace(report, requirement=parse_requirement(required)))
    assert sentence in seen.text


def test_full_compliance(report):
    _, seen = page(replace(report, summary=Summary.of([GroupCount(KMS, 3, 3)])))
    assert "All objects are encrypted as required" in seen.text


def test_an_empty_bucket(report):
    _, seen = page(replace(report, summary=Summary(), requirement=None))
    assert "There are no objects." in seen.text


def test_a_partial_audit_has_no_check_mark(report):
    html, seen = page(partial(report))
    assert "<p>So far: All objects are encrypted as required (aws:kms).</p>" in html
    assert "✔" not in seen.text
    assert "Not checked yet3 objects" in seen.text.replace("\n", "")


def test_a_partial_audit_with_violations(report):
    _, seen = page(partial(report, "AES256", all_listed=False))
    assert "✘ So far: 2 objects aren't encrypted as required" in seen.text
    assert "3 objects of those listed so far" in seen.text


def test_a_partial_audit_that_has_checked_nothing(report):
    html, seen = page(partial(report, group_counts=()))
    assert "<p>So far: No objects were checked.</p>" in html
    assert "There are no objects" not in seen.text


def test_violations_are_counted_as_in_the_verdict(report):
    """Unreadable objects don't count as violations."""
    group_counts = (GroupCount(KMS, 2, 1), GroupCount(NONE, 12, 1), GroupCount(DENIED, 1, 1))
    required = parse_requirement("aws:kms")
    required_report = replace(report, summary=Summary(group_counts), requirement=required)
    _, seen = page(required_report, [audited("a", NONE)], 13)
    assert "12 objects aren't encrypted as required" in seen.text
    assert "Not compliant: 12 objects · Can't tell: 1 object" in seen.text


def test_nothing_to_review(report):
    required = parse_requirement("aws:kms")
    required_report = replace(
        report, summary=Summary((GroupCount(KMS, 2, 1),)), requirement=required
    )
    _, seen = page(required_report)
    assert "Not compliant: 0 objects" in seen.text


def test_a_key_in_danger_is_marked_though_its_objects_comply(report):
    audit = in_danger(replace(report, summary=Summary.of([GroupCount(KMS, 2, 10)])))
    html, seen = page(audit, [audited("a")], 2)
    assert "All objects are encrypted as required (aws:kms)" in seen.text
    assert "S3 can't decrypt 2 objects now: their KMS keys aren't usable." in seen.text
    assert html.count('<span class="bad">⚠ key disabled: SSE-KMS test_key</span>') == 2
    assert "And 1 more." in seen.text


def test_who_made_it_with_what_identity_and_when(report):
    arn = "arn:aws:iam::111122223333:user/anna"
    facts = replace(report.facts, maker=AuditMaker("anna@laptop", arn))
    _, seen = page(replace(report, facts=facts))
    assert "Made byanna@laptop" in seen.text
    assert f"Identity{arn}" in seen.text
    assert "Ended2026-03-01 12:00:00 UTC" in seen.text
