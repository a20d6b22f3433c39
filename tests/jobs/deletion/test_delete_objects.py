from __future__ import annotations

from threading import Event

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.deletion import Versioning
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.progress import Progress
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.deletion.delete_objects import CountObjects, DeleteObjects
from tests.jobs.fake_buckets import refusal


@pytest.fixture
def delete(services):
    def delete(*keys, prefixes=(), context=None, **more):
        refs = tuple(ObjectRef(key) for key in keys)
        job = DeleteObjects(Connection(), "here", refs, prefixes, **more)
        return job.run(context or Context(services))

    return delete


def test_a_thousand_at_a_time(s3, services, delete):
    for number in range(2500):
        s3.put(f"f/{number}")
    s3.put("g")
    reports: list[object] = []
    deleted = delete(prefixes=("f/",), context=Context(services, reports.append))
    assert (deleted.count, deleted.all_done, s3.keys()) == (2500, True, ["g"])
    assert reports == [Progress(1000), Progress(2000), Progress(2500)]
    assert s3.counts["delete_objects"] == 3


@pytest.mark.parametrize("code", ["NotImplemented", "MethodNotAllowed", "MissingContentMD5"])
def test_one_by_one_without_batch_deletion(s3, delete, code):
    for key in "abc":
        s3.put(key)
    s3.faults["delete_objects"] = refusal(code)
    assert delete("a", "b").all_done
    assert s3.keys() == ["c"]
    assert s3.counts["delete_objects"] == 1


def test_keys_that_xml_would_change_are_deleted_one_by_one(s3, delete):
    for key in ("a\rb", "a\nb", "plain"):
        s3.put(key)
    assert delete("a\rb", "plain").count == 2
    assert s3.keys() == ["a\nb"]
    (batch,) = s3.parameters_of("delete_objects")
    assert batch["Delete"] == {"Objects": [{"Key": "plain"}], "Quiet": False}


def test_refused_deletions_are_reported(s3, delete):
    errors = [
        {"Key": "a", "Code": "AccessDenied", "Message": "Access Denied"},
        {"Key": "b", "Code": "NoSuchKey"},  # already deleted
    ]
    s3.faults["delete_objects"] = lambda _: {"Errors": errors}
    deleted = delete("a", "b", "c")
    assert (deleted.count, deleted.failed, deleted.all_done) == (2, 1, False)
    (failure,) = deleted.failures
    assert (failure.key, failure.error.code) == ("a", "AccessDenied")


def test_a_server_that_confirms_but_does_not_delete(s3, delete):
    s3.put("f/a")
    s3.faults["delete_objects"] = lambda _: {}
    deleted = delete(prefixes=("f/",))
    assert (deleted.left, deleted.all_done) == (1, False)


def test_deletions_are_reported_even_if_the_second_listing_fails(s3, delete):
    s3.put("f/a")
    answers = [{"Contents": [{"Key": "f/a", "Size": 0, "ETag": "e"}], "IsTruncated": False}]

    def listed(_):
        if not answers:
            raise refusal("SlowDown", status=503)
        return answers.pop()

    s3.faults["list_objects_v2"] = listed
    deleted = delete(prefixes=("f/",))
    assert (deleted.count, deleted.complete, deleted.error.code) == (1, False, "SlowDown")


def test_canceled_it_reports_what_was_deleted(s3, services, delete):
    for number in range(1500):
        s3.put(f"f/{number}")
    stopped = Event()
    s3.after["delete_objects"] = lambda _: stopped.set()
    deleted = delete(prefixes=("f/",), context=Context(services, stopped=stopped))
    assert (deleted.count, deleted.complete, len(s3.keys())) == (1000, False, 500)


@pytest.mark.parametrize("prefix", ["", "f"])
def test_prefixes_must_be_folders(s3, delete, prefix):
    with pytest.raises(AppError) as caught:
        delete(prefixes=(prefix,))
    assert caught.value.code == "InvalidPrefix"
    assert s3.counts == {}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (lambda _: {}, Versioning.OFF),
        (lambda _: {"Status": "Enabled"}, Versioning.ENABLED),
        (lambda _: {"Status": "Suspended"}, Versioning.SUSPENDED),
        (lambda _: {"Status": "Whatever"}, None),
        (refusal("AccessDenied", status=403), None),
        (refusal("NotImplemented", status=501), Versioning.OFF),
    ],
)
def test_counting_reports_the_versioning(s3, services, answer, state):
    s3.put("f/a", b"abc")
    s3.faults["get_bucket_versioning"] = answer
    objects = (ObjectRef("x", size=4),)
    count = CountObjects(Connection(), "here", objects, ("f/",)).run(Context(services))
    assert (count.objects, count.size, count.versioning) == (2, 7, state)


def test_delete_markers_are_not_objects(services):
    objects = (ObjectRef("x", "1", size=4), ObjectRef("x", "2", is_marker=True))
    count = CountObjects(Connection(), "here", objects).run(Context(services))
    assert (count.objects, count.markers, count.size) == (1, 1, 4)


def test_counting_can_be_canceled(services):
    stopped = Event()
    stopped.set()
    with pytest.raises(Cancelled):
        CountObjects(Connection(), "here", (), ("f/",)).run(Context(services, stopped=stopped))


@pytest.fixture
def chosen(services):
    """Delete objects by key and listed ETag."""

    def delete(*things, **more):
        refs = tuple(ObjectRef(key, None, etag, 4) for key, etag in things)
        return DeleteObjects(Connection(), "here", refs, **more).run(Context(services))

    return delete


def failing(error):
    def fail(*_):
        raise error

    return fail


def test_an_object_that_changed_since_it_was_listed_is_not_deleted(s3, chosen):
    listed = [(key, s3.put(key, key.encode()).etag) for key in "abc"]
    s3.put("b", b"newer")
    deleted = chosen(*listed)
    assert (deleted.count, deleted.failed, s3.keys()) == (2, 1, ["b"])
    (failure,) = deleted.failures
    assert (failure.key, failure.error.code) == ("b", "ObjectChanged")


@pytest.mark.parametrize("status", ["403", "400", "404"])
def test_without_permission_to_check_it_is_deleted(s3, chosen, status):
    s3.put("a")
    s3.faults["head_object"] = failing(AppError("Denied", code=status))
    assert chosen(("a", "another")).count == 1
    assert s3.keys() == []


def test_nothing_is_deleted_unchecked_if_the_server_does_not_respond(s3, chosen):
    etag = s3.put("a").etag
    s3.faults["head_object"] = failing(AppError("No network", code="EndpointConnectionError"))
    with pytest.raises(AppError, match="No network"):
        chosen(("a", etag))
    assert s3.keys() == ["a"]


def test_a_deletion_that_fails_halfway_reports_what_was_deleted(s3, delete):
    for number in range(2500):
        s3.put(f"f/{number:04}")
    s3.after["delete_objects"] = lambda _: (
        s3.faults.update(delete_objects=refusal("SlowDown", status=503))
        if s3.counts["delete_objects"] == 2
        else None
    )
    deleted = delete(prefixes=("f/",))
    assert (deleted.count, deleted.complete, deleted.all_done) == (2000, False, False)
    assert deleted.error is not None
    assert len(s3.keys()) == 500


def test_the_markers_that_a_deletion_adds_are_kept_to_undo_it(s3, delete):
    made = [{"Key": key, "DeleteMarker": True, "DeleteMarkerVersionId": f"m-{key}"} for key in "ab"]
    s3.faults["delete_objects"] = lambda _: {"Deleted": made}
    assert delete("a", "b").markers == (
        ObjectRef("a", "m-a", is_marker=True),
        ObjectRef("b", "m-b", is_marker=True),
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"Key": "a"},  # no versioning
        {"Key": "a", "DeleteMarker": True, "DeleteMarkerVersionId": "null"},  # suspended
    ],
)
def test_what_is_gone_for_good_cannot_be_undone_and_is_not_named_again(s3, delete, entry):
    for number in range(1500):
        s3.put(f"f/{number}")
    s3.faults["delete_objects"] = lambda _: {"Deleted": [entry]}
    assert delete(prefixes=("f/",)).markers == ()
    first, second = s3.parameters_of("delete_objects")
    assert (first["Delete"]["Quiet"], second["Delete"]["Quiet"]) == (False, True)
