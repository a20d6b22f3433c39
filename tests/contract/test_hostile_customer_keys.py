"""SSE-C on a server that follows S3's rules, and on servers that confuse keys."""

from __future__ import annotations

from itertools import product

import pytest

from s3enc_gui.domain.audits.audit import Requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DOWNLOADED, DownloadRequest
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import Location
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.uploads.outcome import Result
from s3enc_gui.jobs.copies.copy_objects import CopyObjects
from s3enc_gui.jobs.downloads.download import DownloadObjects
from s3enc_gui.jobs.listing.inspect_object import InspectObject
from s3enc_gui.jobs.reencryption.plan import PlanReencryption
from s3enc_gui.jobs.reencryption.selection import Selection, Wish
from s3enc_gui.s3.copies.copier import CopySizes
from tests.contract.conftest import KEY, MIB, OTHER
from tests.contract.matrix.world import PART
from tests.servers.hostile import BUCKET, Stored, hostile_server
from tests.servers.hostile.faults.registry import all_faults, misbehave
from tests.servers.hostile.stored import CUSTOMER, CUSTOMER_MD5

pytestmark = pytest.mark.contract

FAULTS = [one.name for one in all_faults() if one.theme == "customer_keys"]
TO_OTHER = Target(Encryption.SSE_C, customer_key=OTHER.md5)
PARTS = CopySizes(whole=PART, part=PART)
SMALL, LARGE = b"small", bytes(range(256)) * (2 * PART // 256) + b"end"


def under(key):
    return {CUSTOMER: "AES256", CUSTOMER_MD5: key.md5}


@pytest.fixture
def s3():
    with hostile_server() as s3:
        yield s3


@pytest.fixture
def harness(keyed, s3):
    harness = keyed(s3.server)
    known = f"{s3.server.endpoint_url}|{BUCKET}"
    for key in (KEY, OTHER):
        harness.services.customer_keys.note_bucket(key.md5, known)
    return harness


def copy(harness, name, *, target=None, move=False, connection: Connection | None = None):
    plan = CopyPlan(
        BUCKET, Destination(BUCKET, key="to"), (ObjectRef(name),), move=move, target=target
    )
    job = CopyObjects(connection or harness.connection, plan, PARTS)
    (outcome,) = harness.run(job).outcomes
    return outcome


def is_under(stored: Stored | None, key, data):
    return stored is not None and (stored.headers.get(CUSTOMER_MD5), stored.data) == (
        key.md5 if key else None,
        data,
    )


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["whole", "in parts"])
def test_without_a_fault_every_copy_is_verified(harness, s3, data):
    for target, key in ((None, KEY), (TO_OTHER, OTHER), (Target(Encryption.SSE_S3), None)):
        s3.put("a", data, under(KEY))
        s3.buckets[BUCKET].versions.pop("to", None)
        outcome = copy(harness, "a", target=target, move=True)
        assert (outcome.result, outcome.moved) == (Result.VERIFIED, True), outcome
        assert is_under(s3.objects["to"], key, data)
        assert "a" not in s3.objects
        assert not s3.uploads


def test_a_key_is_sent_only_where_it_belongs(harness, s3):
    s3.put("a", LARGE, under(KEY))
    copy(harness, "a", target=TO_OTHER)
    source = "x-amz-copy-source-server-side-encryption-customer-key-md5"
    for request in s3.requests:
        sent = request.headers.get(CUSTOMER_MD5), request.headers.get(source)
        if request.operation == "UploadPartCopy":
            assert sent == (OTHER.md5, KEY.md5)
        elif request.operation in ("CreateMultipartUpload", "CompleteMultipartUpload"):
            assert sent == (OTHER.md5, None)
        elif request.operation in ("GetObjectTagging", "ListObjectsV2", "AbortMultipartUpload"):
            assert sent == (None, None)


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_makes_anything_verified_that_is_not(harness, s3, fault, tmp_path):
    _check_copies(harness, s3, fault)
    _check_uploads(harness, s3, fault, tmp_path)
    _check_reading(harness, s3, fault, tmp_path)


def _check_copies(harness, s3, fault):
    for data, (name, before) in product((SMALL, LARGE), (("a", KEY), ("plain", None))):
        s3.reset()
        s3.put(name, data, under(before) if before else None)
        misbehave(s3, fault)
        outcome = copy(harness, name, target=TO_OTHER, move=True)
        stored, source = s3.objects.get("to"), s3.objects.get(name)
        if outcome.result is Result.VERIFIED:
            assert is_under(stored, OTHER, data)
        else:
            assert is_under(source, before, data)
            assert not outcome.moved
        assert not s3.uploads


def _check_uploads(harness, s3, fault, folder):
    s3.reset()
    misbehave(s3, fault)
    paths = [folder / "small", folder / "large"]
    for path, data in zip(paths, (SMALL, bytes(range(256)) * (17 * MIB // 256)), strict=True):
        path.write_bytes(data)
    choice = EncryptionChoice(Encryption.SSE_C, customer_key=KEY.md5)
    for outcome, path in zip(harness.upload(BUCKET, paths, choice), paths, strict=True):
        if outcome.result is Result.VERIFIED:
            assert is_under(s3.objects.get(path.name), KEY, path.read_bytes())


def _check_reading(harness, s3, fault, folder):
    s3.reset()
    for number, key in enumerate((KEY, OTHER)):
        s3.put(f"{number}", SMALL, under(key))
    misbehave(s3, fault)
    request = DownloadRequest(harness.connection, BUCKET, str(folder / "to"), prefixes=("",))
    for one in harness.run(DownloadObjects(request, deadline=0.0)).results:
        if one.ended in DOWNLOADED:
            assert (folder / "to" / one.key).read_bytes() == s3.objects[one.key].data
    details = harness.run(InspectObject(harness.connection, Location(BUCKET, "1")))
    assert details.status.customer_algorithm == "AES256"


def test_a_bucket_that_blocks_sse_c_is_named_before_anything_is_copied(harness, s3, tmp_path):
    blocked = "<EncryptionType>SSE-C</EncryptionType>"
    blocked = f"<BlockedEncryptionTypes>{blocked}</BlockedEncryptionTypes>"
    by = "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
    s3.buckets[BUCKET].configuration = (
        f"<ServerSideEncryptionConfiguration><Rule>{by}</ApplyServerSideEncryptionByDefault>"
        f"{blocked}</Rule></ServerSideEncryptionConfiguration>"
    )
    s3.put("a", SMALL, under(KEY))
    for target in (None, TO_OTHER):
        outcome = copy(harness, "a", target=target, move=True)
        assert (outcome.result, outcome.error.code) == (Result.FAILED, "EncryptionBlocked")
    selection = Selection(BUCKET, prefixes=("",))
    wish = Wish(Requirement("SSE-C"), customer_key=OTHER.md5)
    with pytest.raises(AppError) as refused:
        harness.run(
            PlanReencryption(harness.connection, selection, wish, folder=str(tmp_path / "runs"))
        )
    assert refused.value.code == "EncryptionBlocked"
    assert not s3.asked["CopyObject"]
    assert copy(harness, "a", target=Target(Encryption.SSE_S3)).result is Result.VERIFIED
