"""Copies and moves on an S3 in memory that behaves as AWS."""

from __future__ import annotations

from threading import Event

import pytest

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.comparison import Trait
from s3enc_gui.domain.copies.plan import MAX_REFUSALS, CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.copies.copy_objects import CopyObjects, CopyProgress, ObjectCopied
from s3enc_gui.s3.copies.byte_comparison import LARGEST_READ
from s3enc_gui.s3.copies.copier import CopySizes
from s3enc_gui.wording.labels import finding_text
from tests.jobs.fake_buckets import ARN, SSE_KMS, SSE_S3, StoredObject, refusal


@pytest.fixture
def run(services):
    def run(
        *objects, prefixes=(), sizes=None, context=None, to="here", prefix="", key=None, **more
    ):
        refs = tuple(ObjectRef(one) if isinstance(one, str) else one for one in objects)
        plan = CopyPlan("here", Destination(to, prefix, key), refs, prefixes, **more)
        job = CopyObjects(Connection(), plan, sizes or CopySizes())
        return job.run(context or Context(services))

    return run


@pytest.fixture
def move(run):
    """Move `a` to `b`, and return the outcome."""

    def move(*objects, **more):
        return run(*(objects or ("a",)), key="b", move=True, **more).outcomes[0]

    return move


def test_the_parameters_of_a_copy(s3, run):
    etag = s3.put("a", StorageClass="STANDARD_IA", WebsiteRedirectLocation="/x", **SSE_KMS).etag
    assert run("a", key="b").all_done
    (params,) = s3.parameters_of("copy_object")
    assert params == {
        "Bucket": "here",
        "Key": "b",
        "CopySource": {"Bucket": "here", "Key": "a"},
        "CopySourceIfMatch": f'"{etag}"',
        "IfNoneMatch": "*",
        "StorageClass": "STANDARD_IA",
        "WebsiteRedirectLocation": "/x",
        "MetadataDirective": "COPY",
        "TaggingDirective": "COPY",
        **SSE_KMS,
    }


def test_the_source_of_a_move_is_deleted_if_unchanged(s3, move):
    etag = s3.put("a").etag
    outcome = move()
    assert (outcome.result, outcome.moved, outcome.left) == (Result.VERIFIED, True, None)
    assert s3.parameters_of("delete_object") == [
        {"Bucket": "here", "Key": "a", "IfMatch": f'"{etag}"'}
    ]
    assert s3.keys() == ["b"]


def test_no_conditions_are_sent_to_other_servers(s3, move):
    s3.meta.endpoint_url = "http://127.0.0.1:9"
    s3.put("a")
    assert move().moved
    assert "IfNoneMatch" not in s3.parameters_of("copy_object")[0]
    assert "IfMatch" not in s3.parameters_of("delete_object")[0]


def test_a_copy_with_other_encryption_keeps_the_source(s3, move):
    s3.put("a")
    s3.after["copy_object"] = lambda _: s3.change("b", fields=SSE_S3)
    outcome = move()
    assert (outcome.result, outcome.moved, outcome.left.code) == (
        Result.DIFFERENT, False, "NotProved"
    )  # fmt: skip
    assert s3.keys() == ["a", "b"]
    shown = finding_text(outcome.proof.doubts[0])
    assert shown == "Server-side encryption – source: SSE-KMS, copy: SSE-S3"


def test_unreadable_tags_keep_the_source(s3, move):
    s3.put("a")
    s3.faults["get_object_tagging"] = refusal("AccessDenied", status=403)
    outcome = move()
    assert (outcome.result, outcome.moved) == (Result.CANNOT_TELL, False)
    assert s3.keys() == ["a", "b"]


def test_a_source_that_changed_since_it_was_listed_is_not_copied(s3, move):
    s3.put("a")
    outcome = move(ObjectRef("a", etag="older"))
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "ObjectChanged")
    assert s3.keys() == ["a"]


def test_a_source_that_changes_before_the_copy_is_not_copied(s3, move):
    s3.put("a")
    s3.faults["copy_object"] = refusal("PreconditionFailed", status=412)
    assert move().error.code == "ObjectChanged"


@pytest.mark.parametrize("same_bytes", [True, False])
def test_a_source_that_changes_after_the_copy_is_not_deleted(s3, move, same_bytes):
    s3.put("a")
    # With the same bytes only the date tells.
    s3.after["copy_object"] = lambda _: s3.change(
        "a", modified=s3.objects["here", "b"].modified, data=b"data" if same_bytes else b"more"
    )
    outcome = move()
    assert (outcome.result, outcome.left.code) == (Result.VERIFIED, "ObjectChanged")
    assert s3.keys() == ["a", "b"]


def test_a_refused_deletion_is_reported(s3, move):
    s3.put("a")
    s3.faults["delete_object"] = refusal("AccessDenied", status=403)
    outcome = move()
    assert (outcome.result, outcome.moved, outcome.left.code) == (
        Result.VERIFIED, False, "AccessDenied"
    )  # fmt: skip


def test_a_deletion_without_effect_is_reported(s3, move):
    s3.put("a")
    s3.faults["delete_object"] = lambda _: None
    assert move().left.code == "NotDeleted"


def test_a_target_created_at_the_last_moment(s3, run):
    s3.put("a")
    s3.put("c/a", b"theirs")
    s3.faults["head_object"] = lambda _, key: free(key)

    def free(key):
        if key == "c/a" and s3.counts["copy_object"] == 0:
            raise AppError("No", code="404")

    assert run("a", prefix="c").outcomes[0].result is Result.EXISTS
    s3.counts.clear()
    outcome = run("a", prefix="c", if_exists=IfExists.RENAME).outcomes[0]
    assert (outcome.result, outcome.target.key) == (Result.VERIFIED, "c/a (1)")


def test_a_lost_response_of_a_successful_copy(s3, move):
    s3.put("a")

    def lose(params):
        s3._do_copy_object(params)
        raise refusal("PreconditionFailed", status=412, tries=1)

    s3.faults["copy_object"] = lose
    assert move().moved
    assert s3.counts["copy_object"] == 1


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP, IfExists.RENAME])
@pytest.mark.parametrize("refused", [("PreconditionFailed", 412), ("NoSuchUpload", 404)])
def test_a_copy_requested_twice_is_ours(s3, run, policy, refused):
    s3.put("a")
    code, status = refused

    def twice(params):
        s3._do_copy_object(params)
        raise refusal(code, status=status)

    s3.faults["copy_object"] = twice
    (outcome,) = run("a", key="b", if_exists=policy).outcomes
    assert (outcome.result, s3.keys()) == (Result.VERIFIED, ["a", "b"])


def test_an_equal_object_that_existed_before_is_not_our_copy(s3, run):
    s3.put("a")
    s3.put("c/a")  # at the beginning of the year
    s3.faults["head_object"] = lambda _, key: free(key)
    headers = {"date": "Sun, 01 Mar 2026 12:00:00 GMT"}
    s3.faults["copy_object"] = refusal("PreconditionFailed", status=412, headers=headers)

    def free(key):
        if key == "c/a" and s3.counts["copy_object"] == 0:
            raise AppError("No", code="404")

    assert run("a", prefix="c").outcomes[0].result is Result.EXISTS


def test_refusals_of_unused_names_end_the_copy(s3, run):
    s3.put("a")
    s3.faults["copy_object"] = lambda params: taken(params["Key"])

    def taken(key):
        s3.put(key, b"theirs")
        raise refusal("PreconditionFailed", status=412)

    (outcome,) = run("a", key="b", if_exists=IfExists.RENAME).outcomes
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "NamesRefused")
    assert len(s3.keys()) == 1 + MAX_REFUSALS


def test_a_lost_response_of_a_failed_copy(s3, move):
    s3.put("a")
    s3.faults["copy_object"] = refusal("InternalError", status=500, tries=2)
    outcome = move()
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "InternalError")
    assert s3.keys() == ["a"]


@pytest.mark.parametrize(
    ("policy", "moving", "result", "keys"),
    [
        (IfExists.FAIL, False, Result.EXISTS, ["f/a.x"]),
        (IfExists.SKIP, False, Result.SKIPPED, ["f/a.x"]),
        (IfExists.OVERWRITE, False, Result.FAILED, ["f/a.x"]),
        (IfExists.RENAME, False, Result.VERIFIED, ["f/a (1).x", "f/a.x"]),
        *((policy, True, Result.FAILED, ["f/a.x"]) for policy in IfExists),
    ],
)
def test_onto_itself(s3, run, policy, moving, result, keys):
    s3.put("f/a.x")
    (outcome,) = run("f/a.x", prefix="f", move=moving, if_exists=policy).outcomes
    assert outcome.result is result
    assert s3.keys() == keys


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"SSECustomerAlgorithm": "AES256"}, "CustomerKey"),
        ({**SSE_S3, "StorageClass": "GLACIER"}, "InvalidObjectState"),
    ],
)
def test_objects_that_cannot_be_copied_fail_before_any_request(s3, run, fields, code):
    s3.put("a", **fields)
    assert run("a", key="b").outcomes[0].error.code == code
    assert s3.parameters_of("copy_object") == []


def test_a_kms_key_in_another_region_than_the_target(s3, run):
    s3.put("a", ServerSideEncryption="aws:kms", SSEKMSKeyId=ARN.replace("eu-west-1", "us-east-1"))
    assert run("a", prefix="x", to="other-bucket").outcomes[0].error.code == "KeyInOtherRegion"
    assert run("a", prefix="x").outcomes[0].result is Result.VERIFIED


def no_etags(s3, **changes):
    """Give copies other ETags, as with SSE-KMS."""
    s3.after["copy_object"] = lambda _: s3.change(
        "b", fields={**s3.objects["here", "b"].fields, "ETag": '"other"'}, **changes
    )
    do = s3._do_copy_object
    s3.faults["copy_object"] = lambda params: (
        do(params) and {"CopyObjectResult": {"ETag": '"other"'}}
    )


@pytest.mark.parametrize(
    ("changes", "result"),
    [({}, Result.VERIFIED), ({"data": b"tada"}, Result.DIFFERENT)],
)
def test_without_checksums_both_are_downloaded_and_compared(s3, move, changes, result):
    s3.put("a")
    no_etags(s3, **changes)
    outcome = move()
    assert (outcome.result, outcome.moved) == (result, result is Result.VERIFIED)
    assert s3.counts["get_object"] == 2


def test_equal_halves_are_not_verified(s3, move, monkeypatch):
    async def half(bucket, key, wanted):
        data = s3.objects[bucket, key].data
        wanted.take(data[: len(data) // 2])
        return {}

    s3.put("a", b"data")
    no_etags(s3, data=b"dada")
    monkeypatch.setattr(s3, "_get", half)
    outcome = move()
    assert (outcome.result, outcome.moved) == (Result.CANNOT_TELL, False)


def test_large_objects_are_not_downloaded(s3, move):
    s3.put("a", bytes(LARGEST_READ + 1))
    no_etags(s3)
    outcome = move()
    assert (outcome.result, outcome.left.code) == (Result.CANNOT_TELL, "NotProved")
    assert outcome.left.detail == "No checksum shows whether the copy has the same content."
    assert s3.counts["get_object"] == 0


def in_parts(s3, tags=None):
    s3.put("a", bytes(range(100)), tags=tags, Metadata={"m": "n"}, ContentType="x/y", **SSE_KMS)
    return CopySizes(whole=50, part=40)


def test_in_parts(s3, move, monkeypatch):
    monkeypatch.setattr("s3enc_gui.s3.copies.multipart_copy.MIB", 1)
    outcome = move(sizes=in_parts(s3, {"t": "u"}))
    assert outcome.moved, outcome
    (created,) = s3.parameters_of("create_multipart_upload")
    assert {**SSE_KMS, "Metadata": {"m": "n"}, "ContentType": "x/y", "Tagging": "t=u"}.items() <= (
        created.items()
    )
    ranges = {
        one["PartNumber"]: one["CopySourceRange"] for one in s3.parameters_of("upload_part_copy")
    }
    assert ranges == {1: "bytes=0-39", 2: "bytes=40-79", 3: "bytes=80-99"}
    assert all(one["CopySourceIfMatch"] for one in s3.parameters_of("upload_part_copy"))
    assert s3.parameters_of("complete_multipart_upload")[0]["IfNoneMatch"] == "*"


def test_an_upload_of_a_lost_create_is_aborted_but_not_those_in_the_journal(s3, services, move):
    sizes = in_parts(s3)
    s3.uploads = {one: {"Bucket": "here", "Key": "b"} for one in ("lost", "an upload's")}
    services.journal.known_uploads = lambda _: {"an upload's"}
    s3.faults["create_multipart_upload"] = refusal("InternalError", status=500)
    assert move(sizes=sizes).error.code == "InternalError"
    assert set(s3.uploads) == {"an upload's"}


def test_a_part_that_fails_aborts_the_upload(s3, move):
    sizes = in_parts(s3)
    s3.faults["upload_part_copy"] = refusal("AccessDenied", status=403)
    assert move(sizes=sizes).error.code == "AccessDenied"
    assert (s3.uploads, s3.keys()) == ({}, ["a"])


def test_canceled_within_an_object(s3, services, run):
    sizes, stopped = in_parts(s3), Event()
    s3.after["upload_part_copy"] = lambda _: stopped.set()
    result = run("a", key="b", sizes=sizes, context=Context(services, stopped=stopped))
    assert (result.outcomes[0].result, result.complete) == (Result.CANCELLED, False)
    assert (s3.uploads, s3.keys()) == ({}, ["a"])


def test_many_with_one_that_fails(s3, services, run):
    for number in range(40):
        s3.put(f"f/{number}")
    s3.put("t/7")
    reports: list[object] = []
    result = run(prefixes=("f/",), key="t", context=Context(services, reports.append))
    assert result.counts == {Result.VERIFIED: 39, Result.EXISTS: 1}
    assert (result.complete, result.all_done) == (True, False)
    assert result.outcomes[0].target.key == "t/7"  # outcomes with problems come first
    assert sum(isinstance(one, ObjectCopied) for one in reports) == 40
    progress = [one for one in reports if isinstance(one, CopyProgress)]
    assert progress[-1] == CopyProgress(40, 39 * 4, 40, 40 * 4)


def test_canceled_between_objects(s3, services, run):
    for number in range(100):
        s3.put(f"f/{number}")
    stopped = Event()
    s3.after["copy_object"] = lambda _: stopped.set()
    result = run(prefixes=("f/",), key="t", context=Context(services, stopped=stopped))
    assert not result.complete
    done = result.counts.get(Result.VERIFIED, 0)
    made = [key for key in s3.keys() if key.startswith("t/")]  # noqa: SIM118 - no dict
    assert 1 <= done == len(made) < 100


def test_expired_credentials_end_it(s3, run):
    for number in range(100):
        s3.put(f"f/{number}")
    s3.faults["copy_object"] = refusal("ExpiredToken")
    result = run(prefixes=("f/",), key="t")
    assert result.error.code == "ExpiredToken"
    assert (result.complete, result.count < 100) == (False, True)


def test_a_denied_listing_is_raised(s3, run):
    s3.faults["list_objects_v2"] = refusal("AccessDenied", status=403)
    with pytest.raises(AppError) as caught:
        run(prefixes=("f/",), key="t")
    assert caught.value.code == "AccessDenied"


def test_a_copy_that_cannot_be_read(s3, run):
    s3.put("a")

    def deny(_, key):
        if key == "b" and s3.counts["copy_object"]:
            raise AppError("No", code="403")

    s3.faults["head_object"] = deny
    outcome = run("a", key="b").outcomes[0]
    assert outcome.result is Result.CANNOT_TELL
    assert [one.trait for one in outcome.proof.doubts] == [Trait.OBJECT]


def tree(s3, *keys):
    for key in keys:
        s3.put(key, key.encode())


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.OVERWRITE, IfExists.RENAME])
@pytest.mark.parametrize("move", [True, False])
def test_a_folder_moved_up_into_its_own_name_loses_nothing(s3, run, policy, move):
    tree(s3, "a/a/x", "a/a/a/x", "a/a/y")
    result = run(prefixes=("a/a/",), to="here", prefix="", move=move, if_exists=policy)
    stored = {thing.data.decode() for thing in s3.objects.values()}
    assert stored == {"a/a/x", "a/a/a/x", "a/a/y"}
    assert s3.objects["here", "a/y"].data == b"a/a/y"
    (failed,) = [one for one in result.outcomes if one.error]
    assert (failed.source.key, failed.error.code) == ("a/a/a/x", "AmongSources")


def test_an_object_is_not_moved_over_another_source(s3, run):
    tree(s3, "p/o", "p/p/o")
    result = run("p/o", prefixes=("p/p/",), prefix="", move=True, if_exists=IfExists.OVERWRITE)
    assert {thing.data for thing in s3.objects.values()} == {b"p/o", b"p/p/o"}
    assert [one.error.code for one in result.outcomes if one.error] == ["AmongSources"]


@pytest.mark.parametrize("policy", [IfExists.FAIL, IfExists.SKIP, IfExists.RENAME])
def test_an_existing_folder_is_not_a_conflict(s3, run, policy):
    for key in ("f/", "to/f/"):
        s3.put(key, b"")
    tree(s3, "f/x")
    result = run(prefixes=("f/",), prefix="to/", move=True, if_exists=policy)
    assert result.all_done
    assert s3.keys() == ["to/f/", "to/f/x"]


def test_an_existing_folder_with_other_encryption_keeps_the_source(s3, run):
    s3.put("f/", b"", **SSE_KMS)
    s3.put("to/f/", b"", **SSE_S3)
    result = run(prefixes=("f/",), prefix="to/", move=True)
    assert (result.counts, result.left) == ({Result.SKIPPED: 1}, 1)
    assert s3.keys() == ["f/", "to/f/"]


@pytest.mark.parametrize(
    ("policy", "ended"),
    [(IfExists.FAIL, Result.EXISTS), (IfExists.SKIP, Result.SKIPPED)],
)
def test_an_existing_target_that_cannot_be_read(s3, run, policy, ended):
    tree(s3, "a")
    s3.put("a", b"theirs", bucket="there")

    def head(bucket, _):
        if bucket == "there":
            raise AppError("You may not", code="403")

    s3.faults["head_object"] = head
    (outcome,) = run("a", to="there", if_exists=policy).outcomes
    assert outcome.result is ended
    assert s3.objects["there", "a"].data == b"theirs"


def test_a_version_under_a_delete_marker_is_copied_and_stays(s3, run):
    """A stored copy isn't a failure because its source can't be read."""
    s3.put("a")
    looks = type(s3).head_object

    async def head(bucket, key, version_id=None, *, checksum=False):
        if key == "a" and version_id is None:
            raise AppError("There is no such object", code="404")
        return {**await looks(s3, bucket, key), **({"VersionId": "v1"} if key == "a" else {})}

    s3.head_object = head
    (outcome,) = run(ObjectRef("a", "v1"), key="b", move=True).outcomes
    assert (outcome.result, outcome.moved) == (Result.VERIFIED, False)
    assert outcome.left.code == "404"


def without_etag(s3, operation, result, shown=None):
    """Let an operation respond without an ETag."""
    do = getattr(s3, f"_do_{operation}")

    def answer(params):
        do(params)
        return {result: {"ETag": shown}} if result else {"ETag": shown}

    s3.faults[operation] = answer


@pytest.mark.parametrize("shown", [None, "", '""'])
@pytest.mark.parametrize(
    ("operation", "result"),
    [
        ("copy_object", "CopyObjectResult"),
        ("copy_object", ""),
        ("complete_multipart_upload", ""),
    ],
)
def test_without_an_etag_in_the_response_it_is_read_from_the_object(
    s3, move, operation, result, shown
):
    sizes = in_parts(s3) if operation == "complete_multipart_upload" else None
    if sizes is None:
        s3.put("a")
    without_etag(s3, operation, result, shown)
    outcome = move(sizes=sizes)
    assert (outcome.result, outcome.moved) == (Result.VERIFIED, True), outcome
    assert outcome.details.etag == s3.objects["here", "b"].etag


def test_a_response_without_etag_does_not_prove_a_copy(s3, move):
    s3.put("a")
    s3.faults["copy_object"] = lambda _: {}
    outcome = move()
    assert (outcome.result, outcome.moved, s3.keys()) == (Result.DIFFERENT, False, ["a"])


def test_a_completion_without_etag_and_object_has_failed(s3, move):
    sizes = in_parts(s3)
    s3.faults["complete_multipart_upload"] = lambda _: {}
    s3.faults["list_parts"] = lambda _: {"Parts": []}
    outcome = move(sizes=sizes)
    assert (outcome.result, outcome.error.code) == (Result.FAILED, "UnreadableAnswer")
    assert s3.keys() == ["a"]


@pytest.mark.parametrize(("size", "moved"), [(40, True), (39, False)])
def test_without_an_etag_of_a_part_it_is_read_from_the_list(s3, move, size, moved, monkeypatch):
    monkeypatch.setattr("s3enc_gui.s3.copies.multipart_copy.MIB", 1)
    sizes = in_parts(s3)
    s3.objects["here", "a"] = StoredObject(bytes(80), SSE_KMS)
    without_etag(s3, "upload_part_copy", "CopyPartResult")
    s3.faults["list_parts"] = lambda params: {
        "Parts": [
            {"PartNumber": params.get("PartNumberMarker", 0) + 1, "Size": size, "ETag": '"e"'}
        ]
    }
    assert move(sizes=sizes).moved is moved
    if moved:
        (completed,) = s3.parameters_of("complete_multipart_upload")
        assert {part["ETag"] for part in completed["MultipartUpload"]["Parts"]} == {'"e"'}


MARKER = {
    "Metadata": {"m": "n"},
    "ContentType": "application/x-directory",
    "StorageClass": "STANDARD_IA",
    **SSE_KMS,
}
REFUSALS = [
    ("InternalError", 500),
    ("NotImplemented", 501),
    ("NoSuchKey", 404),
    ("InvalidRequest", 400),
]


@pytest.mark.parametrize(("code", "status"), REFUSALS)
@pytest.mark.parametrize("move", [True, False])
def test_a_folder_object_that_cannot_be_copied_is_recreated(s3, run, code, status, move):
    s3.put("f/", b"", tags={"t": "u"}, **MARKER)
    s3.faults["copy_object"] = refusal(code, status=status)
    outcome = run(prefixes=("f/",), key="g", move=move).outcomes[0]
    assert (outcome.result, outcome.moved) == (Result.VERIFIED, move), outcome
    (made,) = s3.parameters_of("put_object")
    assert made == {**made, **MARKER, "Tagging": "t=u", "IfNoneMatch": "*"}
    assert s3.keys() == (["g/"] if move else ["f/", "g/"])


@pytest.mark.parametrize("code", ["AccessDenied", "SlowDown", "ExpiredToken", "PreconditionFailed"])
def test_nothing_is_recreated_after_other_errors(s3, run, code):
    s3.put("f/", b"", **MARKER)
    s3.faults["copy_object"] = refusal(code, status=403)
    run(prefixes=("f/",), key="g")
    assert (s3.parameters_of("put_object"), s3.keys()) == ([], ["f/"])


@pytest.mark.parametrize("key", ["f", "f/"])
def test_only_empty_folder_objects_are_recreated(s3, run, key):
    s3.put(key, b"" if key == "f" else b"data", **MARKER)
    s3.faults["copy_object"] = refusal("NotImplemented", status=501)
    assert run(key, prefix="to").outcomes[0].error.code == "NotImplemented"
    assert s3.parameters_of("put_object") == []


def test_a_recreated_folder_object_that_is_stored_differently_is_reported(s3, run):
    s3.put("f/", b"", **MARKER)
    s3.faults["copy_object"] = refusal("NotImplemented", status=501)
    do = s3._store
    s3._store = lambda params, data, fields, tags: do(params, data, SSE_S3, tags)
    outcome = run(prefixes=("f/",), key="g", move=True).outcomes[0]
    assert (outcome.result, outcome.moved, s3.keys()) == (Result.DIFFERENT, False, ["f/", "g/"])
