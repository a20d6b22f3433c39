"""The self test's upload: nothing of it is left, and nothing false is said."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest

from s3enc_gui.domain.errors import Cancelled
from s3enc_gui.domain.self_test.component_check import Component, ComponentState
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.self_test import round_trip
from s3enc_gui.jobs.self_test.round_trip import RoundTrip
from tests.servers.hostile import Answer, refusal
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

SMALL, LARGE = Component.SMALL_OBJECT, Component.LARGE_OBJECT


@pytest.fixture
def trip(hostile, connect, no_pauses, tmp_path, monkeypatch):
    """Run it with a server; return the checks by component."""
    monkeypatch.setattr(round_trip, "DEADLINE", 0.2)
    harness = connect(hostile.server)

    def run(*faults, sizes=(SMALL,), stopped=None):
        for fault in faults:
            misbehave(hostile, fault)
        chosen = {one: round_trip.SIZES[one] for one in sizes}
        monkeypatch.setattr(round_trip, "SIZES", chosen)
        with harness.services.apart(0.2) as services:
            job = RoundTrip(harness.connection, "bucket", "in/", tmp_path)
            context = Context(services, stopped=stopped or Event())
            return {check.component: check for check in job.checks(context)}

    return run


def test_both_sizes_go_there_and_back(trip, hostile):
    found = trip(sizes=(SMALL, LARGE))
    assert [check.state for check in found.values()] == [ComponentState.OK] * 2, found
    assert hostile.objects == {}
    written = {key for bucket, key in hostile.ever if bucket == "bucket"}
    assert len(written) == 2
    assert all(key.startswith("in/s3enc-self-test-") for key in written)


def test_the_version_that_was_written_is_deleted(trip, hostile):
    hostile.buckets["bucket"].keeps_versions = True
    trip()
    deletions = [one for one in hostile.requests if one.method == "POST" and "delete" in one.query]
    [(_, [stored])] = [item for item in hostile.ever.items() if item[0][0] == "bucket"]
    assert stored.version in deletions[0].body.decode()


@pytest.mark.parametrize(
    "fault",
    [
        "get-has-other-bytes",
        "get-has-other-bytes-unchecked",
        "get-is-short-unchecked",
        "half-stored",
        "stored-nowhere",
        "putobject-403-always",
    ],
)
def test_a_fault_fails_and_nothing_is_left(trip, hostile, fault):
    check = trip(fault)[SMALL]
    assert check.state is ComponentState.FAILED
    assert str(check.found)
    assert hostile.objects == {}


def deletion_is_denied(hostile):
    hostile.overrides["DeleteObjects"] = lambda _: refusal(403, "AccessDenied")


def deletion_does_nothing(hostile):
    hostile.overrides["DeleteObjects"] = lambda _: Answer(200, {}, b"<DeleteResult/>")


@pytest.mark.parametrize("spoil", [deletion_is_denied, deletion_does_nothing])
def test_an_object_that_stays_is_told(trip, hostile, spoil):
    spoil(hostile)
    check = trip()[SMALL]
    assert check.state is ComponentState.FAILED
    assert "s3enc-self-test-" in str(check.hint)
    assert len(hostile.objects) == 1


def test_nothing_is_written_where_objects_may_be_locked(trip, hostile, monkeypatch):
    monkeypatch.setattr(round_trip, "has_object_lock", lambda *_: True)
    assert trip()[SMALL].state is ComponentState.SKIPPED
    assert not hostile.ever


def test_a_bucket_that_is_not_there(trip, hostile):
    for operation in ("HeadBucket", "GetBucketLocation", "GetObjectLockConfiguration"):
        hostile.overrides[operation] = lambda _: refusal(404, "NoSuchBucket")
    check = trip()[SMALL]
    assert check.state is ComponentState.FAILED
    assert "bucket" in str(check.found)


def test_a_test_that_is_stopped_removes_its_object(trip, hostile):
    stopped = Event()

    def stop(answer):
        stopped.set()
        return answer()

    hostile.overrides["HeadObject"] = stop
    with pytest.raises(Cancelled):
        trip(stopped=stopped)
    assert hostile.objects == {}
    assert [key for bucket, key in hostile.ever if bucket == "bucket"]


def test_nothing_is_recorded_or_remembered(connect, hostile, no_pauses, tmp_path):
    harness = connect(hostile.server)
    with harness.services.apart(1) as services:
        list(
            RoundTrip(harness.connection, "bucket", "", tmp_path).checks(
                replace(Context(services), report=lambda _: None)
            )
        )
    assert harness.services.journal.receipt_buckets() == []
    assert harness.services.settings.last_choice("bucket") is None
