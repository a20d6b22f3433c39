from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.encryption.finding import ACCESS_DENIED, Aspect, Verdict
from s3enc_gui.domain.encryption.requested_properties import Properties
from s3enc_gui.domain.uploads.plan import UploadOptions
from tests.fakes.samples import DETAILS

VERIFIED, CANNOT_TELL, DIFFERENT = Verdict
CLASS = Properties(storage_class="GLACIER")
METADATA = Properties(metadata=(("Owner", "anna"), ("case", " 17 ")))
TAGS = Properties(tags=(("team", "blue"), ("n", "1")))


def finding(asked, sent_type=None, **shown):
    (found,) = asked.findings(replace(DETAILS, **shown), sent_type)
    return found


def test_unrequested_properties_are_not_compared():
    shown = replace(DETAILS, storage_class="GLACIER", metadata={"a": "b"}, tags={"c": "d"})
    assert list(Properties().findings(shown, None)) == []
    assert Properties.of(UploadOptions()) == Properties()


def test_each_requested_property_is_compared():
    options = UploadOptions(storage_class="GLACIER", metadata=(("a", "b"),), tags=(("c", "d"),))
    found = [one.aspect for one in Properties.of(options).findings(DETAILS, "text/plain")]
    assert found == [Aspect.STORAGE_CLASS, Aspect.CONTENT_TYPE, Aspect.METADATA, Aspect.TAGS]


@pytest.mark.parametrize(("stored", "verdict"), [("GLACIER", VERIFIED), ("STANDARD", DIFFERENT)])
def test_storage_class(stored, verdict):
    assert finding(CLASS, storage_class=stored).verdict is verdict


def test_a_missing_storage_class_is_standard():
    assert finding(Properties(storage_class="STANDARD")).verdict is VERIFIED


@pytest.mark.parametrize(
    ("asked", "stored", "verdict"),
    [
        ("text/html", "text/html", VERIFIED),
        ("text/html", "TEXT/HTML; charset=utf-8", VERIFIED),
        ("application/octet-stream", "binary/octet-stream", VERIFIED),
        ("text/html", "binary/octet-stream", DIFFERENT),
        ("text/html", "", CANNOT_TELL),
        ("text/html; charset=utf-8", 'Text/HTML;charset="UTF-8"; more=x', VERIFIED),
        ("text/html; charset=utf-8", "text/html", DIFFERENT),
        ("text/html; charset=utf-8", "text/html; charset=latin1", DIFFERENT),
    ],
)
def test_content_type(asked, stored, verdict):
    assert finding(Properties(), asked, content_type=stored).verdict is verdict


@pytest.mark.parametrize(
    ("stored", "left_out", "verdict"),
    [
        ({"owner": "anna", "case": "17"}, 0, VERIFIED),
        ({"OWNER": "anna", "CASE": "17", "more": "x"}, 0, VERIFIED),
        ({"owner": "anna"}, 0, DIFFERENT),
        ({"owner": "anna"}, 1, CANNOT_TELL),
        ({"owner": "Anna", "case": "17"}, 1, DIFFERENT),
        ({}, 0, DIFFERENT),
    ],
)
def test_metadata(stored, left_out, verdict):
    found = finding(METADATA, metadata=stored, metadata_left_out=left_out)
    assert found.verdict is verdict


@pytest.mark.parametrize(
    ("stored", "verdict"),
    [
        ("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", VERIFIED),
        ("=?utf-8?b?R3LDvMOfZQ==?=", VERIFIED),
        ("Grüße".encode().decode("latin-1"), VERIFIED),
        ("Gruesse", DIFFERENT),
        ("Gr????e", DIFFERENT),
    ],
)
def test_metadata_is_compared_as_text(stored, verdict):
    asked = Properties(metadata=(("note", "Grüße"),))
    found = finding(asked, metadata={"note": stored})
    assert (found.verdict, str(found.asked)) == (verdict, "note=Grüße")


@pytest.mark.parametrize(
    ("shown", "verdict"),
    [
        ({"tags": {"team": "blue", "n": "1"}}, VERIFIED),
        ({"tags": {"team": "blue", "n": "1", "scanned": "yes"}, "tag_count": 3}, VERIFIED),
        ({"tags": {"team": "blue"}}, DIFFERENT),
        ({"tags": {"team": "red", "n": "1"}}, DIFFERENT),
        ({"tags": {"team": "blue", "n": "1"}, "tag_count": 1}, DIFFERENT),
        ({"tags_refused": "AccessDenied", "tag_count": 2}, CANNOT_TELL),
        ({"tags_refused": "AccessDenied", "tag_count": 1}, DIFFERENT),
        ({"tags_refused": "NotImplemented"}, CANNOT_TELL),
    ],
)
def test_tags(shown, verdict):
    assert finding(TAGS, **shown).verdict is verdict


def test_the_finding_says_why_tags_are_unknown():
    assert finding(TAGS, tags_refused="AccessDenied").stored == ACCESS_DENIED
    unsupported = finding(TAGS, tags_refused="NotImplemented")
    assert str(unsupported.stored) == "not readable (NotImplemented)"
