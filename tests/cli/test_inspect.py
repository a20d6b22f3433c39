"""`s3enc inspect`: the rows after the first 14, and the JSON document."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from s3enc_gui.cli.output import details_document, print_json
from s3enc_gui.domain.encryption.object_details import (
    Annotation,
    ContentHeaders,
    KeyFacts,
    ObjectLock,
)
from s3enc_gui.domain.history.earlier_verification import EarlierVerification
from s3enc_gui.domain.history.receipt import Receipt
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.history.find_verification import FindVerification
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.wording.formats import format_moment
from tests.fakes.samples import DETAILS, outcome

SOON = datetime(2026, 12, 1, 9, tzinfo=UTC)
FULL = replace(
    DETAILS,
    key=KeyFacts("PendingDeletion", "CUSTOMER", "Invoices", SOON),
    metadata={"owner": "anna", "evil": "a\x1b[31m"},
    tags={"class": "secret"},
    content=ContentHeaders(cache_control="no-store"),
    lock=ObjectLock("GOVERNANCE", SOON, "ON"),
    etag="abc-12",
)


@pytest.fixture
def inspect(s3enc, monkeypatch):
    """Run `s3enc inspect` on an object with these details."""

    def inspect(details, *more):
        monkeypatch.setattr(InspectObject, "run", lambda *_: details)
        return s3enc("inspect", "s3://my-bucket/key", *more)

    return inspect


def test_rows_with_values_follow_the_first_14(inspect):
    ran = inspect(FULL)
    lines = [line.split("  ", 1) for line in ran.out.splitlines()]
    assert [name for name, _ in lines[14:] if name] == [
        *("Key state", "Key manager", "Key account", "Key Region", "Key description"),
        *("Metadata", "Tags", "Cache-Control", "Parts", "Object Lock", "Legal hold"),
    ]
    assert "Object Lock             Governance, until " + format_moment(SOON) in ran.out


def test_each_pair_has_a_line_without_control_characters(inspect):
    out = inspect(FULL).out
    assert (
        "\nMetadata                evil = a\\x1b[31m\n                        owner = anna\n" in out
    )


def test_14_rows_without_further_values(inspect):
    plain = replace(DETAILS, status=replace(DETAILS.status, algorithm="AES256", key=None))
    assert len(inspect(plain).out.splitlines()) == 14


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_key_pending_deletion_is_reported_on_standard_error(inspect, more):
    ran = inspect(FULL, *more)
    assert ran.status == 0
    assert "The KMS key of this object is scheduled for deletion [PendingDeletion]" in ran.err
    assert inspect(DETAILS, *more).err == ""


def test_json_has_all_details(inspect):
    found = inspect(FULL, "--json").json
    assert found["key"] == {
        "state": "PendingDeletion",
        "manager": "CUSTOMER",
        "description": "Invoices",
        "deletion_date": "2026-12-01T09:00:00+00:00",
        "last_use": None,
        "last_use_refused": "",
    }
    assert (found["key_account"], found["key_region"]) == ("123456789012", "eu-central-1")
    assert (found["tags"], found["parts"]) == ({"class": "secret"}, 12)
    assert found["lock"]["retain_until"] == "2026-12-01T09:00:00+00:00"
    assert found["content"]["cache_control"] == "no-store"
    assert found["last_modified"] == "2026-03-01T12:00:00+00:00"
    assert found["uri"] == "s3://my-bucket/invoices/text.txt"


def test_what_is_not_known_is_null(capsys):
    document = details_document(replace(DETAILS, last_modified=None))
    assert (document["last_modified"], document["tags"], document["key"]) == (None, None, None)
    print_json(document)
    assert '"tags": null' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("uri", "kind"), [("s3://my-bucket/", "bucket"), ("s3://my-bucket/folder/", "folder")]
)
def test_a_key_is_required(s3enc, uri, kind):
    ran = s3enc("inspect", uri)
    assert (ran.status, ran.err.splitlines()[0]) == (2, "The object's key is missing [Usage]")
    assert f"{uri} is a {kind}." in ran.err


def test_the_verification_of_its_upload_is_told(inspect, monkeypatch):
    receipt = Receipt.of(outcome(Result.VERIFIED), "my-bucket", ended=SOON)
    found = EarlierVerification(receipt, True, SOON)
    monkeypatch.setattr(FindVerification, "run", lambda *_: found)
    assert f"Verified                on {format_moment(SOON)}\n" in inspect(DETAILS).out
    verification = json.loads(inspect(DETAILS, "--json").out)["verification"]
    assert (verification["verified"], verification["at"]) == (True, SOON.isoformat())
    assert verification["receipt"]["key"] == receipt.key


@pytest.mark.parametrize("holds", [False, True])
def test_the_receipt_tells_the_encryption_context(inspect, monkeypatch, holds):
    receipt = Receipt.of(outcome(Result.VERIFIED), "my-bucket", ended=SOON)
    receipt = replace(receipt, encryption_context=(("project", "tax"),))
    found = EarlierVerification(receipt, holds, SOON)
    monkeypatch.setattr(FindVerification, "run", lambda *_: found)
    assert ("project = tax" in inspect(DETAILS).out) is holds
    document = json.loads(inspect(DETAILS, "--json").out)
    assert document["context"] == ({"project": "tax"} if holds else None)


def test_an_object_that_was_never_uploaded_is_not_verified(inspect):
    assert "Verified                – (no upload of this object is in the" in inspect(DETAILS).out
    verification = json.loads(inspect(DETAILS, "--json").out)["verification"]
    assert (verification["verified"], verification["receipt"]) == (False, None)
    assert "no upload" in verification["reason"]


def test_json_has_annotations_and_the_encryption_context():
    details = replace(DETAILS, annotations=(Annotation("a", 1, SOON),), context=(("b", "c"),))
    document = details_document(details)
    assert document["annotations"] == [
        {"name": "a", "size": 1, "last_modified": "2026-12-01T09:00:00+00:00"}
    ]
    assert document["context"] == {"b": "c"}
