"""Servers with Regions of their own: the configured one stays until a request is refused."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.audits.audit import AuditScope
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.audits.audit import AuditBucket
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.listing.buckets import ReadBucket
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.jobs.listing.presigned_url import CreatePresignedUrl
from tests.servers.hostile import bare
from tests.servers.hostile.faults.regions import HEADER, OWN, PLACE, malformed, only_in, signed_for
from tests.servers.hostile.faults.registry import misbehave
from tests.servers.server import REGION

pytestmark = pytest.mark.contract

NAMED = [f"signed-for-region-in-{where}" for where in ("error", "message", "header")]


def regions(hostile):
    """The Regions for which requests were signed, in order; without repetitions."""
    asked = [one for one in hostile.requests if one.operation != "Kms"]
    return list(dict.fromkeys(signed_for(one) for one in asked))


def everything(harness, hostile, small, large):
    """Upload, inspect, audit and copy."""
    outcomes = harness.upload("bucket", [small, large])
    assert [outcome.result for outcome in outcomes] == [Result.VERIFIED] * 2, outcomes
    found = harness.run(InspectObject(harness.connection, Location("bucket", small.name)))
    assert found.size == small.stat().st_size
    done = harness.run(AuditBucket(harness.connection, AuditScope("bucket")))
    assert done.report.summary.objects == 2
    plan = CopyPlan("bucket", Destination("bucket", "to"), (ObjectRef(small.name),))
    (copied,) = harness.run(CopyObjects(harness.connection, plan)).outcomes
    assert copied.result is Result.VERIFIED, copied


def test_what_the_server_says_of_a_bucket_is_shown_not_signed_for(hostile, harness, small, large):
    misbehave(hostile, "bucket-is-in-no-region")
    everything(harness, hostile, small, large)
    assert regions(hostile) == [REGION]
    facts = harness.run(ReadBucket(harness.connection, "bucket"))
    assert (facts.location, facts.region) == (PLACE, REGION)
    job = CreatePresignedUrl(harness.connection, Location("bucket", small.name), None, 60)
    assert f"%2F{REGION}%2Fs3%2F" in harness.run(job).url


@pytest.mark.parametrize("fault", NAMED)
def test_the_region_that_a_refusal_names_is_signed_for(hostile, harness, small, large, fault):
    misbehave(hostile, fault)
    everything(harness, hostile, small, large)
    assert regions(hostile) == [REGION, OWN]
    hostile.requests.clear()
    harness.run(InspectObject(harness.connection, Location("bucket", small.name)))
    assert regions(hostile) == [OWN]  # learned for the bucket


def test_a_region_that_is_refused_as_well_is_forgotten(hostile, harness):
    """As for an expired token, where HEAD gets 400 with the header that every response has."""

    def refuse(_):
        answer = bare(400)
        answer.headers[HEADER] = PLACE
        return answer

    only_in(hostile, "nowhere", refuse)
    session = harness.aws_session
    at_bucket = session.at("bucket")
    assert (at_bucket.region, at_bucket.location) == (session.region, PLACE)
    hostile.reset()
    session.s3().list_objects_v2(Bucket="bucket")
    assert signed_for(hostile.requests[-1]) == session.region


def test_the_fast_transport_learns_the_region(hostile, harness):
    only_in(hostile, OWN, lambda request: malformed(request, "", OWN))
    session = harness.aws_session
    transport = session.transport()
    hostile.put("a", b"1")
    read = transport.head_object("bucket", "a")
    with pytest.raises(AppError, match="400"):  # HEAD has no body
        harness.services.run(read)
    session.s3().get_object(Bucket="bucket", Key="a")
    assert session.server().signing_regions.of("bucket") == OWN
    hostile.requests.clear()
    harness.services.run(transport.head_object("bucket", "a"))
    assert [signed_for(one) for one in hostile.requests] == [OWN]
