from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.domain.encryption.object_details import (
    KEY_NOT_FOUND,
    ContentHeaders,
    KeyFacts,
    ObjectLock,
)
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.wording import object_details as words
from s3enc_gui.wording.labels import format_moment
from tests.fakes.samples import DETAILS, PLAIN

SOON = datetime(2026, 12, 1, 9, tzinfo=UTC)
SSE_C = replace(PLAIN, status=EncryptionStatus(customer_algorithm="AES256"), size=-1)


def key(state="Enabled", manager="CUSTOMER", **more):
    return replace(DETAILS, key=KeyFacts(state, manager, **more))


def test_rows_on_a_key():
    assert words.key_rows(key(description="Invoices")) == [
        ("Key state", "Enabled"),
        ("Key manager", "Customer managed key"),
        ("Key account", "123456789012"),
        ("Key Region", "eu-central-1"),
        ("Key description", "Invoices"),
    ]


@pytest.mark.parametrize(
    ("details", "state", "manager"),
    [
        (key(manager="AWS"), "Enabled", "AWS managed key"),
        (key("Disabled"), "Disabled", "Customer managed key"),
        (key("Creating", "SOMEBODY"), "Creating", "SOMEBODY"),
        (key("", ""), "Not known", "–"),
        (key(KEY_NOT_FOUND, ""), "KMS knows no such key", "–"),
        (
            key("PendingDeletion", deletion_date=SOON),
            f"Pending deletion, {format_moment(SOON)}",
            "Customer managed key",
        ),
        (DETAILS, "cannot look", "cannot look"),
        (replace(DETAILS, status=EncryptionStatus("aws:kms")), "Not known", "Not known"),
        (PLAIN, "–", "–"),
    ],
)
def test_states_of_a_key(details, state, manager):
    rows = dict(words.key_rows(details))
    assert (rows["Key state"], rows["Key manager"]) == (state, manager)


def test_account_and_region_are_known_from_an_arn_alone():
    by_id = replace(DETAILS, key_arn=None, status=EncryptionStatus("aws:kms", "0ecd1de5"))
    assert (by_id.key_account, by_id.key_region) == (None, None)
    by_arn = replace(DETAILS, key_arn=None)
    assert (by_arn.key_account, by_arn.key_region) == ("123456789012", "eu-central-1")
    odd = replace(DETAILS, key_arn="arn:aws:kms:my-minio-key")
    assert (odd.key_account, odd.key_region) == (None, None)


@pytest.mark.parametrize(
    ("details", "text"),
    [
        (replace(PLAIN, metadata={"b": "2", "a": "1"}), "a = 1\nb = 2"),
        (PLAIN, "none"),
        (replace(PLAIN, metadata_left_out=2), "(2 more that HTTP headers cannot carry)"),
        (SSE_C, "cannot look"),
    ],
)
def test_metadata(details, text):
    assert words.metadata_text(details) == text


@pytest.mark.parametrize(
    ("tags", "text"),
    [
        ({"tags": {"b": "2", "a": ""}}, "a = \nb = 2"),
        ({"tags": {}}, "none"),
        ({"tags_refused": "AccessDenied", "tag_count": 3}, "cannot look (AccessDenied)"),
        ({"tag_count": 3}, "3, not read"),
        ({}, "–"),
    ],
)
def test_tags(tags, text):
    assert words.tags_text(replace(PLAIN, **tags)) == text


def test_rows_on_an_object():
    details = replace(
        DETAILS,
        etag="abc-12",
        content_type="application/pdf",
        content=ContentHeaders("no-store", "inline", "gzip", "en", "0", "/x"),
        lock=ObjectLock("COMPLIANCE", SOON, "OFF"),
        replication="REPLICA",
        archive_status="DEEP_ARCHIVE_ACCESS",
        restore='ongoing-request="true"',
        expiration='expiry-date="Tue, 01 Dec 2026 09:00:00 GMT", rule-id="old"',
    )
    assert [value for _, value in words.object_rows(details)] == [
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
        "this is a replica",
        "Deep Archive Access",
        "in progress",
        format_moment(SOON),
    ]


def test_what_s3_is_silent_about_says_nothing():
    assert {value for _, value in words.object_rows(replace(PLAIN, etag="abc"))} == {"–"}


@pytest.mark.parametrize(
    ("etag", "parts"), [("abc", None), ("abc-1", 1), ("abc-", None), ("a-b", None), ("", None)]
)
def test_parts_are_counted_by_the_etag(etag, parts):
    assert replace(PLAIN, etag=etag).parts == parts


@pytest.mark.parametrize(
    ("restore", "storage_class", "text"),
    [
        ("", "STANDARD", ""),
        ("", "GLACIER", "needed before it can be read"),
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
    assert words.restore_text(details) == (restore if text is None else text)


def test_more_rows_are_those_with_something_to_say():
    assert words.more_rows(replace(PLAIN, tags={})) == []
    rows = words.more_rows(replace(key(), tags={"a": "b"}, content_type="x/y"))
    assert [label for label, _ in rows] == [*words.KEY_LABELS[:4], "Tags", "Content type"]
