from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.encryption.object_details import (
    KEY_NOT_FOUND,
    Annotation,
    ContentHeaders,
    KeyFacts,
    KeyLastUse,
    ObjectLock,
)
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.wording import object_details
from s3enc_gui.wording.formats import format_moment
from tests.fakes.samples import DETAILS, PLAIN

SOON = datetime(2026, 12, 1, 9, tzinfo=UTC)
SSE_C = replace(PLAIN, status=EncryptionStatus(customer_algorithm="AES256"), size=-1)


def key(state="Enabled", manager="CUSTOMER", **more):
    return replace(DETAILS, key=KeyFacts(state, manager, **more))


def test_rows_on_a_key():
    assert object_details.key_rows(key(description="Invoices")) == [
        ("Key state", "Enabled"),
        ("Key manager", "Customer managed key"),
        ("Key account", "123456789012"),
        ("Key Region", "eu-central-1"),
        ("Key description", "Invoices"),
        ("Key last used", "–"),
        ("Encryption context", "–"),
    ]


@pytest.mark.parametrize(
    ("details", "state", "manager"),
    [
        (key(manager="AWS"), "Enabled", "AWS managed key"),
        (key("Disabled"), "Disabled", "Customer managed key"),
        (key("Creating", "SOMEBODY"), "Creating", "SOMEBODY"),
        (key("", ""), "Unknown", "–"),
        (key(KEY_NOT_FOUND, ""), "Not found in AWS KMS", "–"),
        (
            key("PendingDeletion", deletion_date=SOON),
            f"Pending deletion, {format_moment(SOON)}",
            "Customer managed key",
        ),
        (DETAILS, "access denied", "access denied"),
        (replace(DETAILS, status=EncryptionStatus("aws:kms")), "Unknown", "Unknown"),
        (PLAIN, "–", "–"),
    ],
)
def test_states_of_a_key(details, state, manager):
    rows = dict(object_details.key_rows(details))
    assert (rows["Key state"], rows["Key manager"]) == (state, manager)


def test_account_and_region_come_from_the_arn():
    by_id = replace(DETAILS, key_arn=None, status=EncryptionStatus("aws:kms", "0ecd1de5"))
    assert (by_id.key_account, by_id.key_region) == (None, None)
    by_arn = replace(DETAILS, key_arn=None)
    assert (by_arn.key_account, by_arn.key_region) == ("123456789012", "eu-central-1")
    other = replace(DETAILS, key_arn="arn:aws:kms:my-minio-key")
    assert (other.key_account, other.key_region) == (None, None)


@pytest.mark.parametrize(
    ("details", "text"),
    [
        (replace(PLAIN, metadata={"b": "2", "a": "1"}), "a = 1\nb = 2"),
        (PLAIN, "none"),
        (replace(PLAIN, metadata_left_out=2), "(2 more that HTTP headers can't carry)"),
        (SSE_C, "access denied"),
    ],
)
def test_metadata(details, text):
    assert object_details.metadata_text(details) == text


@pytest.mark.parametrize(
    ("tags", "text"),
    [
        ({"tags": {"b": "2", "a": ""}}, "a = \nb = 2"),
        ({"tags": {}}, "none"),
        ({"tags_refused": "AccessDenied", "tag_count": 3}, "not readable (AccessDenied)"),
        ({"tag_count": 3}, "3, not read"),
        ({}, "–"),
    ],
)
def test_tags(tags, text):
    assert object_details.tags_text(replace(PLAIN, **tags)) == text


def test_rows_on_an_object():
    details = replace(
        DETAILS,
        etag="abc-12",
        content_type="application/pdf",
        content=ContentHeaders("no-store", "inline", "gzip", "en", "0", "/x"),
        lock=ObjectLock("COMPLIANCE", SOON, "OFF", "ON", event_days=30),
        replication="REPLICA",
        archive_status="DEEP_ARCHIVE_ACCESS",
        restore='ongoing-request="true"',
        expiration='expiry-date="Tue, 01 Dec 2026 09:00:00 GMT", rule-id="old"',
        annotations=(Annotation("b", 2000), Annotation("a", -1)),
    )
    assert [value for _, value in object_details.object_rows(details)] == [
        "application/pdf",
        "no-store",
        "inline",
        "gzip",
        "en",
        "0",
        "/x",
        "12 parts",
        f"Compliance, until {format_moment(SOON)}",
        "off",
        "on; retained for 30 days after its end",
        "this is a replica",
        "Deep Archive Access",
        "in progress",
        format_moment(SOON),
        "a (Unknown)\nb (2 KB)",
    ]


def test_headers_are_shown_as_text():
    content = ContentHeaders(disposition="attachment; filename=gr\xc3\xb6\xc3\x9fe.txt")
    rows = dict(object_details.object_rows(replace(PLAIN, content=content)))
    assert rows["Content-Disposition"] == "attachment; filename=größe.txt"


def test_unreported_properties_are_dashes():
    assert {value for _, value in object_details.object_rows(replace(PLAIN, etag="abc"))} == {"–"}


@pytest.mark.parametrize(
    ("etag", "parts"), [("abc", None), ("abc-1", 1), ("abc-", None), ("a-b", None), ("", None)]
)
def test_the_etag_has_the_number_of_parts(etag, parts):
    assert replace(PLAIN, etag=etag).parts == parts


@pytest.mark.parametrize(
    ("restore", "storage_class", "text"),
    [
        ("", "STANDARD", ""),
        ("", "GLACIER", "required before the object can be read"),
        ('ongoing-request="true"', "GLACIER", "in progress"),
        (
            'ongoing-request="false", expiry-date="Tue, 01 Dec 2026 09:00:00 GMT"',
            "GLACIER",
            f"restored until {format_moment(SOON)}",
        ),
        ('ongoing-request="false", expiry-date="x"', "GLACIER", None),
        ("whatever", "STANDARD", "whatever"),
    ],
)
def test_restoring(restore, storage_class, text):
    details = replace(PLAIN, restore=restore, storage_class=storage_class)
    assert object_details.restore_text(details) == (restore if text is None else text)


def test_more_rows_have_a_value():
    assert object_details.more_rows(replace(PLAIN, tags={})) == []
    rows = object_details.more_rows(replace(key(), tags={"a": "b"}, content_type="x/y"))
    assert [label for label, _ in rows] == [*object_details.KEY_LABELS[:4], "Tags", "Content type"]


EARLIER, LATER = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("use", "shown"),
    [
        (KeyLastUse(SOON, "Decrypt", EARLIER, LATER), f"{format_moment(SOON)}, Decrypt"),
        (
            KeyLastUse(None, "", EARLIER, LATER),
            f"never since it was created, {format_moment(LATER)}",
        ),
        (
            KeyLastUse(None, "", LATER, EARLIER),
            f"not since {format_moment(LATER)}; earlier uses aren't recorded",
        ),
    ],
)
def test_the_last_use_of_a_key_is_never_shown_without_its_warning(use, shown):
    first, warning = object_details.last_use_text(KeyFacts("Enabled", last_use=use)).split("\n")
    assert first == shown
    assert "doesn't prove that the key isn't needed" in warning


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("", "–"),
        ("AccessDeniedException", "not readable: requires kms:GetKeyLastUsage"),
        ("Odd", "not readable (Odd)"),
    ],
)
def test_why_the_last_use_is_not_shown(code, shown):
    assert object_details.last_use_text(KeyFacts("Enabled", last_use_refused=code)) == shown
    assert object_details.last_use_text(None) == "–"
