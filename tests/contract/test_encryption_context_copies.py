"""Copies, moves and changes of encryption keep an encryption context that the history knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.audits.audit import parse_requirement
from s3enc_gui.domain.copies.comparison import Trait
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.context import context_header
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.reencryption.copied_source import pack_source, unpack_source
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.selection import Selection, Wish
from s3enc_gui.s3.copies.copier import CopySizes
from tests.servers.hostile import CUT, ENCRYPTION
from tests.servers.hostile.stored import CONTEXT

pytestmark = pytest.mark.contract

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f57c9b4-98b0-4b1b-9d6c-5ff7b6a3a5de"
PAIRS = (("project", "tax"),)
SIZES = {"CopyObject": CopySizes(), "CreateMultipartUpload": CopySizes(whole=1000, part=1000)}


@pytest.fixture(params=SIZES)
def operation(request):
    return request.param


@pytest.fixture
def harness(hostile, connect, no_pauses):
    return connect(hostile.server)


def uploaded(harness, small, context=PAIRS):
    choice = EncryptionChoice(Encryption.SSE_KMS, KEY, context=context)
    (outcome,) = harness.upload("bucket", [small], choice)
    assert outcome.result is Result.VERIFIED


def copied(harness, small, operation="CopyObject", *, move=False):
    refs = (ObjectRef(small.name),)
    plan = CopyPlan("bucket", Destination("bucket", key="copy.txt"), refs, move=move)
    job = CopyObjects(harness.connection, plan, SIZES[operation])
    (outcome,) = harness.run(job).outcomes
    return outcome


def check(outcome):
    (found,) = (one for one in outcome.proof.findings if one.trait is Trait.CONTEXT)
    return found


def test_a_copy_keeps_the_context_of_an_upload(hostile, harness, small, operation):
    uploaded(harness, small)
    outcome = copied(harness, small, operation, move=True)
    assert outcome.result is Result.VERIFIED, outcome.proof
    assert hostile.objects["copy.txt"].headers[CONTEXT] == context_header(PAIRS)
    assert check(outcome).copy == "project=tax"
    assert small.name not in hostile.objects


@pytest.mark.parametrize("context", [(), PAIRS])
def test_a_context_that_is_not_known_is_not_invented(hostile, harness, small, context):
    uploaded(harness, small, context)
    stored = hostile.objects[small.name]
    hostile.put(small.name, stored.data, {**stored.headers, "ETag": '"other"'})
    outcome = copied(harness, small)
    assert outcome.result is Result.VERIFIED
    assert CONTEXT not in hostile.objects["copy.txt"].headers
    assert Trait.CONTEXT not in [one.trait for one in outcome.proof.findings]


def test_without_evidence_a_move_keeps_its_source(hostile, harness, small, operation):
    uploaded(harness, small)
    hostile.without(operation, CONTEXT)
    outcome = copied(harness, small, operation, move=True)
    assert outcome.result is Result.CANNOT_TELL
    assert "S3 doesn't report it later" in str(check(outcome).copy)
    assert small.name in hostile.objects


def test_another_context_in_the_response_is_a_difference(hostile, harness, small, operation):
    uploaded(harness, small)

    def lie(request, work):
        answer = work()
        answer.headers[CONTEXT] = context_header((("project", "other"),))
        return answer

    hostile.change(operation, lie)
    outcome = copied(harness, small, operation, move=True)
    assert outcome.result is Result.DIFFERENT
    assert small.name in hostile.objects


@pytest.fixture
def reencrypted(harness, small, tmp_path):
    """Return a function that changes the encryption of the uploaded object; it returns counts."""

    def reencrypted(to):
        uploaded(harness, small)
        selection, wish = Selection("bucket", prefixes=("small",)), Wish(parse_requirement(to))
        plan = harness.run(
            PlanReencryption(harness.connection, selection, wish, folder=str(tmp_path / "runs"))
        )
        return harness.run(RunReencryption(harness.connection, plan.path)).counts

    return reencrypted


@pytest.mark.parametrize("lost", [False, True])
def test_a_change_of_the_key_keeps_the_context(hostile, reencrypted, small, lost):
    if lost:  # what is there is the copy; nothing tells which context it has
        hostile.overrides["CopyObject"] = lambda work: (work(), CUT)[1]
    counts = reencrypted(f"aws:kms:dsse={KEY}")
    assert counts == {State.CANNOT_TELL if lost else State.VERIFIED: 1}
    stored = hostile.objects[small.name].headers
    assert (stored[ENCRYPTION], stored[CONTEXT]) == ("aws:kms:dsse", context_header(PAIRS))


def test_a_change_to_sse_s3_has_no_context(hostile, reencrypted, small):
    assert reencrypted("AES256") == {State.VERIFIED: 1}
    assert CONTEXT not in hostile.objects[small.name].headers


def test_the_record_of_an_interrupted_change_has_the_context():
    details = ObjectDetails(Location("b", "k"), EncryptionStatus("aws:kms"), 1, context=PAIRS)
    assert unpack_source(pack_source(details)) == details
    assert unpack_source(pack_source(replace(details, context=None))).context is None
