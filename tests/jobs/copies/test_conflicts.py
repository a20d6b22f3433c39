from __future__ import annotations

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.outcome import CopyOutcome
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.encryption.choice import Encryption
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.conflicts import ResolveCopyConflicts
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress
from tests.jobs.fake_buckets import SSE_KMS


def conflicts(services, *, move=False):
    """Copy two objects, one of which already exists; return the plan and the conflicts."""
    s3 = services.fake
    for key in ("a", "b", "to/a"):
        s3.put(key, **SSE_KMS)
    refs = (ObjectRef("a"), ObjectRef("b"))
    plan = CopyPlan("here", Destination("here", "to"), refs, move=move)
    result = CopyObjects(Connection(), plan).run(Context(services))
    left = tuple(one for one in result.outcomes if one.result is Result.EXISTS)
    assert [one.source.key for one in left] == ["a"]
    return plan, left


@pytest.mark.parametrize(
    ("policy", "key"), [(IfExists.OVERWRITE, "to/a"), (IfExists.RENAME, "to/a (1)")]
)
def test_only_the_conflicts_are_copied(services, policy, key):
    plan, left = conflicts(services)
    before = {key for _, key in services.fake.objects}
    reports: list[object] = []
    job = ResolveCopyConflicts(Connection(), plan, left, policy)
    result = job.run(Context(services, reports.append))
    assert result.all_done
    assert [one.target.key for one in result.outcomes] == [key]
    assert (
        {key for _, key in services.fake.objects} == {*before, key}
        if policy is IfExists.RENAME
        else before
    )
    assert all(isinstance(report, CopyProgress) for report in reports)


def test_a_move_stays_a_move(services):
    plan, left = conflicts(services, move=True)
    result = ResolveCopyConflicts(Connection(), plan, left, IfExists.OVERWRITE).run(
        Context(services)
    )
    assert result.outcomes[0].moved
    assert ("here", "a") not in services.fake.objects


@pytest.mark.parametrize("end", [AppError("You are signed out"), Cancelled()])
def test_results_are_returned_even_if_the_next_copy_cannot_start(services, monkeypatch, end):
    plan, (one,) = conflicts(services)
    run, begun = CopyObjects.run, []

    def once(job, context):
        begun.append(job)
        if len(begun) > 1:
            raise end
        return run(job, context)

    monkeypatch.setattr(CopyObjects, "run", once)
    job = ResolveCopyConflicts(Connection(), plan, (one, one), IfExists.OVERWRITE)
    result = job.run(Context(services))
    assert (result.count, result.complete) == (1, False)
    assert result.error is (end if isinstance(end, AppError) else None)


def test_the_encryption_of_the_plan_stays():
    target = Target(Encryption.SSE_S3)
    plan = CopyPlan("here", Destination("here", "to"), (ObjectRef("a"),), target=target)
    there = Location("here", "to/a")
    one = CopyOutcome(Location("here", "a"), there, Result.EXISTS)
    job = ResolveCopyConflicts(Connection(), plan, (one,), IfExists.OVERWRITE)
    assert job._plan_of(one, {}).target == target
