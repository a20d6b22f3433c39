"""Copies on servers that lose responses, or delete the copy instead of its source."""

from __future__ import annotations

import pytest

from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.s3.copies.copier import CopySizes
from tests.servers.hostile import hostile_server
from tests.servers.hostile.faults.registry import misbehave

pytestmark = pytest.mark.contract

PART = 1000


@pytest.fixture
def s3():
    with hostile_server() as s3:
        s3.put("f/source", b"data" * PART)
        yield s3


@pytest.fixture
def copied(s3, connect, no_pauses):
    """Return a function that copies in parts, or moves at once; it returns the outcome."""
    harness = connect(s3.server)

    def copied(*, move=False):
        plan = CopyPlan(
            "bucket", Destination("bucket", key="g/source"), (ObjectRef("f/source"),), move=move
        )
        sizes = CopySizes() if move else CopySizes(whole=PART, part=PART)
        (outcome,) = harness.run(CopyObjects(harness.connection, plan, sizes)).outcomes
        return outcome

    return copied


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        ("createmultipartupload-500-always-unheard", Result.FAILED),
        ("complete-does-nothing", Result.DIFFERENT),
        ("everything-crashes", Result.VERIFIED),
        ("cut-after-the-work", Result.VERIFIED),
    ],
)
def test_no_multipart_upload_is_left(s3, copied, fault, result):
    misbehave(s3, fault)
    assert copied().result is result
    assert s3.created
    assert not s3.uploads


def test_a_copy_deleted_instead_of_its_source_is_not_verified(s3, copied):
    misbehave(s3, "delete-takes-the-copy")
    outcome = copied(move=True)
    assert (outcome.result, outcome.error.code, outcome.moved) == (Result.FAILED, "CopyGone", False)
    assert outcome.left.code == "NotDeleted"
    assert list(s3.objects) == ["f/source"]
