"""Changes of encryption on servers that do it in place, refuse it, or overwrite the object."""

from __future__ import annotations

from datetime import timedelta

import pytest

from s3enc_gui.domain.audits.audit import parse_requirement
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.selection import Selection, Wish
from s3enc_gui.s3.reencryption.trial import NAME
from s3enc_gui.s3.reencryption.update import NOT_KNOWN, send_update, update_encryption
from tests.servers.hostile import ENCRYPTION, refusal, updates
from tests.servers.hostile.stored import CLASS, KEY

pytestmark = pytest.mark.contract

ARN = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
OTHER = "arn:aws:kms:us-east-1:123456789012:key/99999999-2222-3333-4444-555555555555"
TARGET = Target(Encryption.SSE_KMS, ARN)
KMS = {ENCRYPTION: "aws:kms", KEY: OTHER}


@pytest.fixture
def change(harness, hostile, tmp_path):
    """Return a function that plans and runs a change of everything."""
    hostile.put("f/a", b"one")
    hostile.put("f/b", b"two", KMS, tags={"t": "1"})

    def change(to=f"aws:kms={ARN}", *, trial=False, selection=None, folder="runs"):
        job = PlanReencryption(
            harness.connection,
            selection or Selection("bucket", prefixes=("f/",)),
            Wish(parse_requirement(to)),
            trial=trial,
            folder=str(tmp_path / folder),
        )
        plan = harness.run(job)
        return plan, harness.run(RunReencryption(harness.connection, plan.path))

    return change


def under_key(hostile):
    return {key for key, one in hostile.objects.items() if one.headers.get(KEY) == ARN}


def test_it_is_never_sent_to_a_server_that_is_not_known(hostile, change):
    _, result = change()
    assert result.counts == {State.VERIFIED: 2}
    assert under_key(hostile) == {"f/a", "f/b"}
    assert hostile.objects["f/b"].tags == {"t": "1"}
    assert not hostile.asked["UpdateObjectEncryption"]


def test_after_a_trial_with_an_object_of_our_own_it_is_used(hostile, change):
    etags = {key: (one.etag, one.modified) for key, one in hostile.objects.items()}
    _, result = change(trial=True)
    assert result.counts == {State.VERIFIED: 2}
    assert under_key(hostile) == {"f/a", "f/b"}
    assert hostile.asked["UpdateObjectEncryption"] == 3
    assert not hostile.asked["CopyObject"]
    assert {key: (one.etag, one.modified) for key, one in hostile.objects.items()} == etags


@pytest.mark.parametrize("versions", [False, True])
def test_a_server_that_overwrites_loses_no_byte_of_the_user(hostile, change, versions):
    hostile.buckets["bucket"].keeps_versions = versions
    updates.overwrite(hostile)
    _, result = change(trial=True)
    assert result.counts == {State.VERIFIED: 2}
    assert hostile.asked["UpdateObjectEncryption"] == 1
    assert {key: one.data for key, one in hostile.objects.items()} == {
        "f/a": b"one",
        "f/b": b"two",
    }
    assert set(hostile.buckets["bucket"].versions) == {"f/a", "f/b"}  # the test object is gone


@pytest.mark.parametrize("versions", [False, True])
def test_what_an_ended_program_left_is_removed_and_not_changed(hostile, change, versions):
    hostile.buckets["bucket"].keeps_versions = versions
    old, new = (f"f/{NAME}{letter * 32}" for letter in "ab")
    hostile.put(old, b"left", KMS).modified -= timedelta(minutes=2)
    hostile.put(new, b"another program's", KMS)
    mine = hostile.put(f"f/{NAME}notes", b"the user's", KMS)
    mine.modified -= timedelta(minutes=2)
    plan, _ = change(trial=True)
    assert plan.dry_run.all.objects == 3
    assert set(hostile.buckets["bucket"].versions) == {"f/a", "f/b", new, f"f/{NAME}notes"}
    assert hostile.objects[new].headers[KEY] == OTHER


def test_an_undo_is_tried_too(hostile, connect, change, tmp_path):
    hostile.put("f/cold", b"cold", {CLASS: "GLACIER", **KMS})
    plan, result = change(trial=True)
    assert result.counts == {State.VERIFIED: 3}
    again = connect(hostile.server)  # which knows nothing of the server yet
    selection, folder = Selection("bucket", undoes=plan.path), str(tmp_path / "runs")
    job = PlanReencryption(again.connection, selection, trial=True, folder=folder)
    undo = again.run(job)
    assert undo.dry_run.copies.objects == 1
    assert again.run(RunReencryption(again.connection, undo.path)).counts == {State.VERIFIED: 3}
    assert hostile.objects["f/cold"].headers[KEY] == OTHER


@pytest.mark.parametrize("status", [400, 403, 501])
def test_a_server_that_refuses_gets_copies(hostile, change, status):
    hostile.always("UpdateObjectEncryption", refusal(status, "NotImplemented"))
    _, result = change(trial=True)
    assert result.counts == {State.VERIFIED: 2}
    assert hostile.asked["CopyObject"] == 2


def test_the_request_itself_refuses_unknown_servers(hostile, harness, change):
    at = harness.aws_session.at("bucket")
    known = harness.aws_session.server(at.region).in_place_updates
    with pytest.raises(AppError) as refused:
        update_encryption(at.client, known, "bucket", "f/a", None, TARGET)
    assert refused.value.code == NOT_KNOWN
    assert not hostile.asked["UpdateObjectEncryption"]


@pytest.mark.parametrize(
    ("headers", "title"),
    [
        ({ENCRYPTION: "aws:kms:dsse", KEY: OTHER}, "S3 can't change this encryption in place"),
        ({**KMS, "x-amz-object-lock-legal-hold": "ON"}, "Object Lock"),
    ],
)
def test_the_errors_of_s3_are_explained(hostile, harness, change, headers, title):
    hostile.put("x", b"x", KMS).headers.update(headers)
    with pytest.raises(AppError) as refused:
        send_update(harness.aws_session.at("bucket").client, "bucket", "x", None, TARGET)
    assert title in f"{refused.value.title} {refused.value.detail}"


def test_old_versions_are_changed_in_place_only(hostile, change):
    hostile.buckets["bucket"].keeps_versions = True
    hostile.put("v/a", b"old", KMS)
    hostile.put("v/a", b"new", {ENCRYPTION: "aws:kms:dsse", KEY: OTHER})
    selection = Selection("bucket", prefixes=("v/",), versions=True)
    plan, result = change(trial=True, selection=selection)
    assert result.counts == {State.VERIFIED: 2}
    assert plan.dry_run.old_versions == 1
    versions = hostile.buckets["bucket"].versions["v/a"]
    assert [(one.data, one.headers[KEY] == ARN) for one in versions] == [
        (b"old", True),
        (b"new", False),  # copied: what was there stays as an older version
        (b"new", True),
    ]


def test_archived_objects_are_changed_in_place(hostile, change):
    hostile.put("g/a", b"cold", {CLASS: "DEEP_ARCHIVE", **KMS})
    selection = Selection("bucket", prefixes=("g/",))
    assert change(selection=selection)[1].counts == {State.CANNOT: 1}
    assert change(selection=selection, trial=True, folder="more")[1].all_done
    assert hostile.objects["g/a"].headers[CLASS] == "DEEP_ARCHIVE"
