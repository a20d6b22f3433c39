"""Annotations and event holds: shown, and not lost by copies; other servers aren't asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from s3enc_gui.domain.audits.audit import parse_requirement
from s3enc_gui.domain.copies.comparison import Trait
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.object_details import ObjectLock
from s3enc_gui.domain.encryption.status import EncryptionStatus
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.jobs.reencryption.copied_source import pack_source, unpack_source
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.run import RunReencryption
from s3enc_gui.jobs.reencryption.selection import Selection, Wish
from s3enc_gui.s3.copies.copier import CopySizes
from s3enc_gui.s3.objects.annotations import can_have_annotations
from s3enc_gui.wording.object_details import annotations_text
from tests.servers.hostile import CUT, ENCRYPTION, object_annotations, refusal

pytestmark = pytest.mark.contract

LIST = "ListObjectAnnotations"
WHOLE, PARTS = CopySizes(), CopySizes(whole=3, part=3)
DENIED = refusal(403, "AccessDenied")


@pytest.fixture
def harness(hostile, connect, no_pauses):
    return connect(hostile.server)


@pytest.fixture
def amazon(monkeypatch):
    """Take the server for one that has annotations."""
    monkeypatch.setattr("s3enc_gui.s3.objects.annotations.is_amazon", lambda _: True)


@pytest.fixture
def stored(hostile):
    stored = hostile.put("f/a", b"0123456789")
    stored.annotations = {"summary": b"Ten digits", "labels": b"x"}
    return stored


def inspect(harness):
    return harness.run(InspectObject(harness.connection, Location("bucket", "f/a")))


def copy(harness, sizes=WHOLE, *, move=True):
    refs = (ObjectRef("f/a"),)
    plan = CopyPlan("bucket", Destination("bucket", key="g/a"), refs, move=move)
    (outcome,) = harness.run(CopyObjects(harness.connection, plan, sizes)).outcomes
    return outcome


def check(outcome):
    found = [one for one in outcome.proof.findings if one.trait is Trait.ANNOTATIONS]
    return found[0] if found else None


def test_they_are_shown(amazon, harness, stored):
    details = inspect(harness)
    assert [(one.name, one.size) for one in details.annotations] == [("summary", 10), ("labels", 1)]
    assert all(one.last_modified for one in details.annotations)
    assert annotations_text(details) == "labels (1 byte)\nsummary (10 bytes)"


def test_no_annotations_are_none(amazon, hostile, harness):
    hostile.put("f/a", b"x")
    assert annotations_text(inspect(harness)) == "none"


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (DENIED, "not readable: requires s3:ListObjectAnnotations"),
        (refusal(501, "NotImplemented"), "this server doesn't have them"),
        (refusal(405, "MethodNotAllowed"), "this server doesn't have them"),
        (refusal(400, "Odd"), "not readable (Odd)"),
    ],
)
def test_why_they_are_not_shown(amazon, hostile, harness, stored, answer, shown):
    hostile.always(LIST, answer)
    details = inspect(harness)
    assert details.annotations is None
    assert annotations_text(details) == shown


@pytest.mark.parametrize("content", [b"0123456789", b"<a><Annotations/></a>", b""])
def test_the_object_itself_is_no_answer(amazon, hostile, harness, content):
    hostile.put("f/a", content)
    object_annotations.ignore(hostile)
    details = inspect(harness)
    assert details.annotations is None
    assert details.annotations_refused


def test_a_server_that_is_not_amazons_is_never_asked(hostile, harness, stored):
    assert inspect(harness).annotations is None
    assert copy(harness, PARTS).result is Result.VERIFIED
    assert not hostile.asked[LIST]


def test_objects_that_cannot_have_any_are_not_asked_for(amazon, hostile, harness, stored):
    details = inspect(harness)
    client = harness.aws_session.at("bucket").client
    for status, bucket in (
        (EncryptionStatus(customer_algorithm="AES256"), "bucket"),
        (EncryptionStatus("AES256"), "b--use1-az4--x-s3"),
    ):
        other = type(details)(Location(bucket, "k"), status, 1)
        assert not can_have_annotations(client, other)


def test_a_move_in_one_request_keeps_them(amazon, hostile, harness, stored):
    outcome = copy(harness)
    assert outcome.moved
    assert check(outcome).copy == "labels=1 byte, summary=10 bytes"
    assert hostile.objects["g/a"].annotations == stored.annotations


def test_a_copy_in_one_request_is_compared(amazon, hostile, harness, stored):
    outcome = copy(harness, move=False)
    assert outcome.result is Result.VERIFIED
    assert check(outcome).copy == "labels=1 byte, summary=10 bytes"
    assert hostile.asked[LIST] == 2


def test_a_copy_without_any_needs_one_request(amazon, hostile, harness):
    hostile.put("f/a", b"x")
    outcome = copy(harness, move=False)
    assert (outcome.result, str(check(outcome).copy)) == (Result.VERIFIED, "none")
    assert hostile.asked[LIST] == 1


def lose(hostile):
    """Let copies keep one annotation of two."""

    def keep_one(request, work):
        answer = work()
        hostile.objects[request.key].annotations = {"summary": b"Ten digits"}
        return answer

    hostile.change("CopyObject", keep_one)


def hide(hostile):
    """Refuse to list the annotations of what was copied."""

    def refuse(request, work):
        return DENIED if hostile.asked["CopyObject"] else work()

    hostile.change(LIST, refuse)


NOT_PROVED = pytest.mark.parametrize(
    ("fault", "result"), [(lose, Result.DIFFERENT), (hide, Result.CANNOT_TELL)]
)


@NOT_PROVED
@pytest.mark.parametrize("move", [False, True])
def test_a_copy_whose_annotations_are_not_there_is_not_proved(
    amazon, hostile, harness, stored, fault, result, move
):
    fault(hostile)
    outcome = copy(harness, move=move)
    assert (outcome.result, outcome.moved) == (result, False)
    assert "f/a" in hostile.objects


@pytest.fixture
def reencrypted(harness, stored, tmp_path):
    """Return a function that changes the encryption by a copy in one request."""
    stored.headers[ENCRYPTION] = "aws:kms:dsse"

    def reencrypted():
        wish, selection = Wish(parse_requirement("AES256")), Selection("bucket", prefixes=("f/",))
        folder = str(tmp_path / "runs")
        plan = harness.run(PlanReencryption(harness.connection, selection, wish, folder=folder))
        return harness.run(RunReencryption(harness.connection, plan.path))

    return reencrypted


@pytest.mark.parametrize("response_lost", [False, True])
def test_a_change_of_encryption_in_one_request_keeps_them(
    amazon, hostile, reencrypted, stored, response_lost
):
    if response_lost:
        hostile.overrides["CopyObject"] = lambda work: (work(), CUT)[1]
    assert reencrypted().counts == {State.VERIFIED: 1}
    assert hostile.objects["f/a"].annotations == stored.annotations
    assert hostile.asked[LIST] == 2


@NOT_PROVED
@pytest.mark.parametrize("response_lost", [False, True])
def test_a_change_of_encryption_without_them_is_not_proved(
    amazon, hostile, reencrypted, fault, result, response_lost
):
    fault(hostile)
    if response_lost:
        hostile.overrides["CopyObject"] = lambda work: (work(), CUT)[1]
    found = reencrypted()
    assert found.counts == {State(result.value): 1}
    (problem,) = found.shown
    assert "Annotations: labels=1 byte, summary=10 bytes" in problem.changed.doubts


def test_the_record_of_an_interrupted_change_has_them(amazon, harness, stored):
    details = replace(inspect(harness), key=None)
    packed = unpack_source(pack_source(details)).annotations
    assert packed is not None
    assert [(one.name, one.size) for one in packed] == [("summary", 10), ("labels", 1)]
    assert unpack_source(pack_source(replace(details, annotations=()))).annotations == ()
    assert unpack_source(pack_source(replace(details, annotations=None))).annotations is None


@pytest.mark.parametrize("move", [False, True])
def test_a_copy_in_parts_would_lose_them_and_is_refused(amazon, hostile, harness, stored, move):
    outcome = copy(harness, PARTS, move=move)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "CannotKeep")
    assert "It has 2 annotations." in outcome.error.detail
    assert not hostile.created
    assert set(hostile.objects) == {"f/a"}


def test_a_move_in_parts_without_annotations_says_so(amazon, hostile, harness):
    hostile.put("f/a", b"0123456789")
    outcome = copy(harness, PARTS)
    assert outcome.moved
    assert str(check(outcome).source) == "none"


def test_a_move_in_parts_without_the_permission_keeps_its_source(amazon, hostile, harness, stored):
    hostile.always(LIST, DENIED)
    outcome = copy(harness, PARTS)
    assert outcome.result is Result.CANNOT_TELL
    assert "access denied" in str(check(outcome).source)
    assert "f/a" in hostile.objects


def test_without_the_permission_s3_itself_keeps_them(amazon, hostile, harness, stored):
    for name in "bcd":
        hostile.put(f"f/{name}", b"x")
    hostile.always(LIST, DENIED)
    refs = tuple(ObjectRef(f"f/{name}") for name in "abcd")
    plan = CopyPlan("bucket", Destination("bucket", "g/"), refs, move=True)
    result = harness.run(CopyObjects(harness.connection, plan))
    assert all(one.moved for one in result.outcomes)
    assert hostile.asked[LIST] <= len(result.outcomes)


@pytest.mark.parametrize("answer", [None, DENIED])
def test_a_change_of_encryption_in_parts_leaves_such_objects(
    amazon, hostile, harness, stored, tmp_path, answer
):
    if answer:
        hostile.always(LIST, answer)
    stored.headers[ENCRYPTION] = "aws:kms:dsse"
    wish, selection = Wish(parse_requirement("AES256")), Selection("bucket", prefixes=("f/",))
    folder = str(tmp_path / "runs")
    job = PlanReencryption(harness.connection, selection, wish, folder=folder, sizes=PARTS)
    plan = harness.run(job)
    result = harness.run(RunReencryption(harness.connection, plan.path, PARTS))
    assert result.counts == {State.FAILED: 1}
    assert hostile.objects["f/a"] is stored


HELD = {"x-amz-object-lock-event-hold": "ON", "x-amz-object-lock-event-hold-duration-days": "30"}


def test_a_move_without_the_event_hold_keeps_its_source(hostile, harness):
    hostile.put("f/a", b"0123456789", HELD)
    assert inspect(harness).lock == ObjectLock(event_hold="ON", event_days=30)
    outcome = copy(harness)
    assert (outcome.result, outcome.moved) == (Result.DIFFERENT, False)
    assert "event hold, then 30 days" in [str(one.source) for one in outcome.proof.doubts]
    assert hostile.objects["f/a"].headers.items() >= HELD.items()


@pytest.mark.parametrize("sizes", [WHOLE, PARTS])
def test_a_change_of_encryption_keeps_the_event_hold(hostile, harness, tmp_path, sizes):
    hostile.put("f/a", b"0123456789", {**HELD, ENCRYPTION: "aws:kms:dsse"})
    wish, selection = Wish(parse_requirement("AES256")), Selection("bucket", prefixes=("f/",))
    folder = str(tmp_path / "runs")
    job = PlanReencryption(harness.connection, selection, wish, folder=folder, sizes=sizes)
    plan = harness.run(job)
    result = harness.run(RunReencryption(harness.connection, plan.path, sizes))
    assert result.counts == {State.VERIFIED: 1}
    stored = hostile.objects["f/a"].headers
    assert stored.items() >= {**HELD, ENCRYPTION: "AES256"}.items()


def test_the_demo_has_event_holds(demo_server, new_bucket, connect):
    bucket = new_bucket(demo_server)
    hold = {"ObjectLockEventHold": "ON", "ObjectLockEventHoldDurationYears": 7}
    demo_server.client("s3").put_object(Bucket=bucket, Key="k", Body=b"x", **hold)
    harness = connect(demo_server)
    details = harness.run(InspectObject(harness.connection, Location(bucket, "k")))
    assert details.lock == ObjectLock(event_hold="ON", event_years=7)
