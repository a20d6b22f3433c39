"""Changes of encryption on an S3 in memory that behaves as AWS."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest

from s3enc_gui.domain.copies.plan import ObjectRef
from s3enc_gui.domain.errors import AppError, Cancelled
from s3enc_gui.domain.reencryption.dry_run import Cost, Count
from s3enc_gui.domain.reencryption.state import State
from s3enc_gui.domain.reencryption.way import Choice, Reason, Way
from s3enc_gui.domain.uploads.parts import MIB
from s3enc_gui.jobs.context import Context
from s3enc_gui.jobs.reencryption import copied_source, selection
from s3enc_gui.jobs.reencryption import plan as plan_module
from s3enc_gui.jobs.reencryption.events import ReencryptionProgress
from s3enc_gui.s3.copies.copier import CopySizes
from s3enc_gui.store.reencryption.file import RunFile
from tests.jobs.fake_buckets import ARN, SSE_KMS, SSE_S3, StoredObject, refusal
from tests.jobs.reencryption.conftest import KEY

AWS_S3 = "arn:aws:kms:eu-west-1:111122223333:key/99999999-2222-3333-4444-555555555555"
UNDER_KEY = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KEY}
NONE = {"ContentType": "text/plain"}
CUSTOMER = {"SSECustomerAlgorithm": "AES256"}


def encryption(s3, key):
    fields = s3.objects["here", key].fields
    return {name: fields[name] for name in (*SSE_KMS, "SSECustomerAlgorithm") if name in fields}


def receipts(path):
    file = RunFile(Path(path))
    try:
        return {one.planned.key: one for one in file.receipts()}
    finally:
        file.close()


@pytest.fixture
def mixed(s3):
    """One object of each way."""
    s3.put("kms", **SSE_KMS)
    s3.put("s3", **SSE_S3)
    s3.put("none", b"12345", **NONE)
    s3.put("already", **UNDER_KEY)
    s3.put("customer", **CUSTOMER)
    s3.put("archived", StorageClass="GLACIER", ServerSideEncryption="aws:kms:dsse", SSEKMSKeyId=ARN)
    return s3


def test_a_dry_run_counts_and_changes_nothing(mixed, changes):
    before = dict(mixed.objects)
    plan = changes.plan()
    assert plan.dry_run.counts == {
        Choice(Way.UPDATE): Count(2, 8),
        Choice(Way.COPY): Count(1, 5),
        Choice(Way.NOTHING): Count(1, 4),
        Choice(Way.CANNOT, Reason.CUSTOMER_KEY): Count(1, 4),
        Choice(Way.CANNOT, Reason.ARCHIVED): Count(1, 4),
    }
    assert plan.dry_run.cost == Cost(3, 9, 5)
    assert plan.left == 3
    assert mixed.objects == before
    assert set(mixed.counts) <= {"list_objects_v2", "head_object", "get_bucket_versioning"}


def test_a_run_changes_what_was_planned_and_proves_it(mixed, changes):
    etags = {key: one.etag for (_, key), one in mixed.objects.items()}
    result = changes.run(changes.plan())
    assert result.counts == {
        State.VERIFIED: 3,
        State.ALREADY: 1,
        State.CANNOT: 2,
    }
    assert [encryption(mixed, key) for key in ("kms", "s3", "already")] == [UNDER_KEY] * 3
    assert encryption(mixed, "none") == {**UNDER_KEY, "BucketKeyEnabled": False}
    assert encryption(mixed, "customer") == CUSTOMER
    assert {key: one.etag for (_, key), one in mixed.objects.items()} == etags
    assert mixed.counts["update_object_encryption"] == 2
    (copy,) = mixed.parameters_of("copy_object")
    assert copy["IfMatch"] == copy["CopySourceIfMatch"] == f'"{etags["none"]}"'


def test_the_receipt_has_before_and_after(mixed, changes):
    plan = changes.plan()
    changes.run(plan)
    receipt = receipts(plan.path)["kms"]
    assert (receipt.planned.before.key, receipt.changed.after.key) == (ARN, KEY)
    assert receipt.planned.etag == receipt.changed.etag
    assert receipt.ended


def test_undoing_brings_back_what_can_be(mixed, changes):
    before = {key: encryption(mixed, key) for key in ("kms", "s3")}
    plan = changes.plan()
    changes.run(plan)
    undone = changes.undo(plan.path)
    assert undone.counts == {State.VERIFIED: 2, State.CANNOT: 1}
    assert encryption(mixed, "kms") == before["kms"]
    assert encryption(mixed, "s3") == before["s3"]
    assert encryption(mixed, "none") == {**UNDER_KEY, "BucketKeyEnabled": False}


def test_undoing_leaves_alone_what_somebody_stored_since(mixed, changes):
    plan = changes.plan()
    changes.run(plan)
    mixed.put("kms", b"newer", **UNDER_KEY)
    assert changes.undo(plan.path).counts == {
        State.VERIFIED: 1,
        State.CANNOT: 1,
        State.CHANGED: 1,
    }
    assert encryption(mixed, "kms") == UNDER_KEY


@pytest.mark.parametrize("where", ["AES256", "none", f"aws:kms={ARN}", "aws:kms:dsse"])
def test_only_what_is_encrypted_so(mixed, changes, where):
    plan = changes.plan(where=[where])
    expected = {"AES256": "s3", "none": "none", "aws:kms:dsse": "archived"}
    assert list(receipts(plan.path)) == [expected.get(where, "kms")]


def test_chosen_objects_and_folders_are_changed_once(mixed, changes):
    mixed.put("f/a", **SSE_S3)
    plan = changes.plan(objects=(ObjectRef("f/a"), ObjectRef("s3")), prefixes=("f/",))
    assert plan.dry_run.all == Count(2, 8)


def test_an_object_stored_after_the_dry_run_is_left_alone(mixed, changes):
    plan = changes.plan()
    mixed.put("kms", b"newer", **SSE_KMS)
    mixed.put("none", b"newer", **NONE)
    del mixed.objects["here", "s3"]
    result = changes.run(plan)
    assert result.counts[State.CHANGED] == 2
    assert result.counts[State.GONE] == 1
    assert encryption(mixed, "kms") == SSE_KMS


def test_a_change_of_encryption_after_the_dry_run_is_noticed(s3, changes):
    s3.put("a", **SSE_S3)
    plan = changes.plan()
    s3.put("a", **SSE_KMS)
    assert changes.run(plan).counts == {State.CHANGED: 1}


def test_a_large_object_is_copied_in_parts(s3, changes):
    s3.put("large", b"x" * (2 * MIB + 5), tags={"a": "b"}, Metadata={"m": "1"}, **NONE)
    changes.sizes = CopySizes(whole=MIB, part=MIB)
    plan = changes.plan("AES256")
    assert plan.dry_run.counts == {Choice(Way.PARTS): Count(1, 2 * MIB + 5)}
    assert plan.dry_run.cost.writes == 5
    changes.run(plan)
    stored = s3.objects["here", "large"]
    assert stored.fields["ServerSideEncryption"] == "AES256"
    assert (stored.tags, stored.fields["Metadata"]) == ({"a": "b"}, {"m": "1"})
    assert s3.counts["upload_part_copy"] == 3


def test_a_copy_with_another_encryption_is_different(s3, changes):
    s3.put("a", **NONE)
    s3.after["copy_object"] = lambda _: s3.change("a", fields=SSE_S3)
    plan = changes.plan()
    result = changes.run(plan)
    assert result.counts == {State.DIFFERENT: 1}
    assert not result.all_done
    assert "Server-side encryption" in receipts(plan.path)["a"].changed.doubts


def test_an_update_that_changes_nothing_is_different(s3, changes):
    s3.put("a", **SSE_S3)
    s3.faults["update_object_encryption"] = lambda _: {}
    plan = changes.plan()
    assert changes.run(plan).counts == {State.DIFFERENT: 1}
    doubts = receipts(plan.path)["a"].changed.doubts
    assert doubts == "Server-side encryption – stored: SSE-S3"


def test_refusals_are_failures_of_their_objects(s3, changes):
    s3.put("a", **SSE_S3)
    s3.put("b", **NONE)
    s3.faults["update_object_encryption"] = refusal("AccessDenied", status=403)
    plan = changes.plan()
    result = changes.run(plan)
    assert result.counts == {State.FAILED: 1, State.VERIFIED: 1}
    assert changes.reports[-1] == ReencryptionProgress(done=2, total=2, changed=1)
    assert receipts(plan.path)["a"].changed.error.code == "AccessDenied"


def test_without_updates_everything_is_copied(mixed, changes):
    plan = changes.plan(update=False)
    assert plan.dry_run.copies.objects == 3
    changes.run(plan)
    assert not mixed.counts["update_object_encryption"]


@pytest.mark.parametrize("operation", ["update_object_encryption", "copy_object"])
def test_a_lost_response_is_found_out(s3, changes, operation):
    s3.put("a", **(SSE_S3 if operation.startswith("update") else NONE))
    lost = [refusal("InternalError", status=500)]

    def lose(_):
        if lost:
            raise lost.pop()

    s3.after[operation] = lose
    assert changes.run(changes.plan()).all_done


def test_a_paused_run_goes_on(s3, changes, services):
    for number in range(100):
        s3.put(f"{number:03}", **SSE_S3)
    plan, stopped = changes.plan(), Event()
    s3.after["update_object_encryption"] = lambda _: (
        stopped.set() if s3.counts["update_object_encryption"] == 10 else None
    )
    paused = changes.run(plan, Context(services, stopped=stopped))
    assert 0 < paused.left < 100
    again = changes.plan()
    assert (again.path, again.resumed, again.left) == (plan.path, True, paused.left)
    assert again.dry_run == plan.dry_run
    assert changes.run(again).counts == {State.VERIFIED: 100}
    assert s3.counts["update_object_encryption"] == 100
    assert not changes.plan().resumed


def test_a_canceled_plan_leaves_nothing(s3, changes, services, tmp_path):
    s3.put("a", **SSE_S3)
    stopped = Event()
    stopped.set()
    with pytest.raises(Cancelled):
        changes.plan(context=Context(services, stopped=stopped))
    assert not (tmp_path / "runs").exists()


def test_a_kind_with_a_key_needs_one(s3, changes):
    with pytest.raises(AppError, match="A KMS key is needed"):
        changes.plan("aws:kms")


def test_other_servers_get_no_update(s3, changes):
    s3.meta.endpoint_url = "http://127.0.0.1:9"
    s3.put("a", **SSE_S3)
    result = changes.run(changes.plan())
    assert result.all_done
    assert not s3.counts["update_object_encryption"]
    assert "IfMatch" not in s3.parameters_of("copy_object")[0]


# --- proof of content without a checksum --------------------------------------------------------


@pytest.fixture
def no_md5(monkeypatch, s3):
    """The ETag of KMS objects is no MD5, as on AWS; `a` has no checksum."""

    def etag(one):
        kms = one.fields.get("SSEKMSKeyId", "")
        return hashlib.md5(one.data + kms.encode(), usedforsecurity=False).hexdigest()

    monkeypatch.setattr(StoredObject, "etag", property(etag))
    s3.put("a", b"12345", **NONE)
    return s3


def test_small_objects_without_a_checksum_are_read_before_and_afterwards(no_md5, changes):
    assert changes.run(changes.plan()).counts == {State.VERIFIED: 1}
    assert no_md5.counts["get_object"] == 2


def test_other_bytes_are_found_without_a_checksum(no_md5, changes):
    def copy_wrongly(params):
        no_md5._do_copy_object(params)
        no_md5.change("a", data=b"12x45")
        return {"CopyObjectResult": {"ETag": f'"{no_md5.objects["here", "a"].etag}"'}}

    no_md5.faults["copy_object"] = copy_wrongly
    assert changes.run(changes.plan()).counts == {State.DIFFERENT: 1}


def test_what_is_too_large_to_be_read_is_not_verified(no_md5, changes, monkeypatch):
    monkeypatch.setattr(copied_source, "LARGEST_READ", 4)
    plan = changes.plan()
    assert changes.run(plan).counts == {State.CANNOT_TELL: 1}
    assert "no comparable checksum" in receipts(plan.path)["a"].changed.doubts
    assert not no_md5.counts["get_object"]


def test_what_was_read_proves_the_copy_of_an_interrupted_run(no_md5, changes):
    class Killed(BaseException):
        pass

    def kill(_):
        raise Killed

    plan = changes.plan()
    no_md5.after["copy_object"] = kill
    with pytest.raises(Killed):
        changes.run(plan)
    no_md5.after.clear()
    assert changes.run(plan).counts == {State.VERIFIED: 1}
    assert no_md5.counts["copy_object"] == 1


def test_checksums_need_no_reading(no_md5, changes):
    no_md5.put("a", b"12345", ChecksumCRC64NVME="0", ChecksumType="FULL_OBJECT", **NONE)
    changes.run(changes.plan())
    assert no_md5.counts["get_object"] <= 1


# --- keys ---------------------------------------------------------------------------------------


def test_only_the_bucket_key_is_changed_in_place(s3, changes):
    s3.put("a", **SSE_KMS)
    plan = changes.plan(f"aws:kms={ARN}", bucket_key=False)
    assert plan.dry_run.counts == {Choice(Way.UPDATE): Count(1, 4)}
    assert changes.run(plan).all_done
    assert not encryption(s3, "a").get("BucketKeyEnabled")


def test_dsse_is_copied(s3, changes):
    s3.put("a", **SSE_KMS)
    plan = changes.plan(f"aws:kms:dsse={KEY}")
    assert plan.dry_run.counts == {Choice(Way.COPY): Count(1, 4)}
    assert changes.run(plan).all_done


def aliases(target):
    """Return a KMS that lists aws/s3, created or not yet."""
    entry = {"AliasName": "alias/aws/s3", "AliasArn": AWS_S3.partition("key/")[0] + "alias/aws/s3"}
    entry |= {"TargetKeyId": target.rpartition("/")[2]} if target else {}
    return SimpleNamespace(list_aliases=lambda **_: {"Aliases": [entry]})


def test_objects_are_copied_to_aws_s3(s3, changes, monkeypatch):
    monkeypatch.setattr(plan_module, "keys_to_copy_to", selection.keys_to_copy_to)
    s3.kms = lambda _: aliases(AWS_S3)
    s3.put("a", **SSE_KMS)
    plan = changes.plan("aws:kms=aws/s3")
    assert plan.dry_run.counts == {Choice(Way.COPY): Count(1, 4)}
    assert changes.run(plan).all_done
    assert encryption(s3, "a")["SSEKMSKeyId"] == AWS_S3
    undone = changes.plan(None, undoes=plan.path)
    assert undone.dry_run.counts == {Choice(Way.UPDATE): Count(1, 4)}


def test_aws_s3_is_not_created_by_a_dry_run(s3, changes):
    s3.kms = lambda _: aliases("")
    s3.put("a", **SSE_KMS)
    with pytest.raises(AppError, match="doesn't exist yet"):
        changes.plan("aws:kms=aws/s3")
