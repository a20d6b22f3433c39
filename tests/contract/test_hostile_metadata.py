"""Metadata that isn't ASCII is stored, shown, compared and copied as text, in any form."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.finding import Aspect
from s3enc_gui.domain.headers.metadata import encoded
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.s3.copies.copier import CopySizes
from tests.servers.hostile import BUCKET
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

TEXT = "Grüße aus 東京 – " * 6 + "voilà"  # its last byte is a space in Latin-1
FORMS = [None, "metadata-comes-as-utf8", "metadata-comes-encoded"]
PART = 1000


@pytest.fixture(params=FORMS)
def form(request, hostile):
    """The form in which the server returns metadata; None: as it was sent."""
    if request.param:
        misbehave(hostile, request.param)
    return request.param


def copied(harness, key, sizes):
    plan = CopyPlan(BUCKET, Destination(BUCKET, key="copy"), (ObjectRef(key),))
    (outcome,) = harness.run(CopyObjects(harness.connection, plan, sizes)).outcomes
    return outcome


@pytest.mark.usefixtures("form")
def test_an_upload_is_verified(harness, hostile, small, large):
    for outcome in harness.upload(BUCKET, [small, large], metadata=(("Note", TEXT), ("a", "1"))):
        assert outcome.result is Result.VERIFIED
        (found,) = [one for one in outcome.proof.findings if one.aspect is Aspect.METADATA]
        assert (str(found.asked), str(found.stored)) == (f"Note={TEXT}, a=1",) * 2
    for path in (small, large):
        assert hostile.objects[path.name].headers["x-amz-meta-note"] == encoded(TEXT)


@pytest.mark.usefixtures("form")
def test_it_is_shown_decoded(harness, hostile):
    hostile.put("a", b"data", {"x-amz-meta-note": encoded(TEXT)})
    details = harness.run(InspectObject(harness.connection, Location(BUCKET, "a")))
    assert details.decoded_metadata == {"note": TEXT}


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("sizes", [CopySizes(), CopySizes(whole=PART, part=PART)])
def test_a_copy_keeps_it(harness, hostile, sizes):
    told = {
        "x-amz-meta-note": encoded(TEXT),
        "content-disposition": encoded("attachment; filename=größe.txt"),
    }
    hostile.put("a", b"data" * PART, told)
    assert copied(harness, "a", sizes).result is Result.VERIFIED
    assert told.items() <= hostile.objects["copy"].headers.items()


def test_a_copy_in_parts_does_not_change_bytes_that_are_no_text(harness, hostile):
    hostile.put("a", b"data" * PART, {"x-amz-meta-note": "gr\xfcn"})
    outcome = copied(harness, "a", CopySizes(whole=PART, part=PART))
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "CannotKeep")
    assert list(hostile.objects) == ["a"]


def test_other_text_is_a_difference(harness, hostile, small):
    hostile.without("HeadObject", "x-amz-meta-note")
    (outcome,) = harness.upload(BUCKET, [small], metadata=(("note", TEXT),))
    assert outcome.result is Result.DIFFERENT
