"""SSE-C on a server that follows S3's rules, and on servers that confuse keys."""

from __future__ import annotations

from itertools import product

import pytest

from s3enc_gui.domain.audits.audit import Requirement
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.copies.plan import CopyPlan, Destination, ObjectRef
from s3enc_gui.domain.downloads.download import DOWNLOADED, DownloadRequest
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.comparison import Aspect
from s3enc_gui.domain.encryption.status_kind import StatusKind, kind_of
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
    assert kind_of(details.status) is StatusKind.SSE_C


V, D, C, F = Result.VERIFIED, Result.DIFFERENT, Result.CANNOT_TELL, Result.FAILED
RESULTS = {
    "sse-c-ignored": (D, F, D),
    "sse-c-ignored-but-echoed": (D, F, D),
    "sse-c-ignored-by-writes": (D, D, D),
    "sse-c-of-another-key": (D, D, D),
    "sse-c-of-another-algorithm": (D, D, D),
    "sse-c-beside-sse-s3": (D, D, D),
    "sse-c-not-reported": (D, D, D),
    "sse-c-without-md5": (C, F, C),
    "sse-c-not-reported-by-writes": (V, V, V),
    "sse-c-writes-name-another-key": (V, V, V),
    "sse-c-get-names-another-key": (V, V, V),
    "sse-c-reads-with-any-key": (V, V, V),
    "sse-c-part-under-another-key": (V, V, V),  # these are not in parts
    "sse-c-copy-loses-the-key": (V, D, D),
    "sse-c-complete-wants-none": (V, V, V),
    "sse-c-head-without-a-key": (V, V, V),
}
"""Of an upload with SSE-C, a move of such an object, and a move of another one to SSE-C.

HEAD with the key is what counts: a response to a write may name anything.
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_said_of_an_upload_and_of_moves(harness, s3, fault, tmp_path):
    path = tmp_path / "small"
    path.write_bytes(SMALL)
    misbehave(s3, fault)
    choice = EncryptionChoice(Encryption.SSE_C, customer_key=KEY.md5)
    results = [harness.upload(BUCKET, [path], choice)[0].result]
    for before, target in ((KEY, None), (None, TO_OTHER)):
        s3.reset()
        s3.put("a", SMALL, under(before) if before else None)
        misbehave(s3, fault)
        outcome = copy(harness, "a", target=target, move=True)
        results.append(outcome.result)
        assert outcome.moved is (outcome.result is V)
        assert outcome.moved or is_under(s3.objects.get("a"), before, SMALL)
    assert tuple(results) == RESULTS[fault]


def test_what_was_stored_without_the_key_is_recorded_as_it_is(harness, s3, small):
    misbehave(s3, "sse-c-ignored-by-writes")
    choice = EncryptionChoice(Encryption.SSE_C, customer_key=KEY.md5)
    (outcome,) = harness.upload(BUCKET, [small], choice)
    assert (outcome.details.status.algorithm, outcome.details.status.customer_key) == (
        "AES256",
        None,
    )
    found = next(one for one in outcome.proof.findings if one.aspect is Aspect.ALGORITHM)
    assert (found.asked, str(found.stored)) == ("SSE-C", "SSE-S3")


@pytest.mark.parametrize("given", [False, True])
def test_a_key_that_is_needed_and_not_reported_reads_the_object(harness, s3, given, tmp_path):
    s3.put("a", SMALL, under(KEY))
    misbehave(s3, "sse-c-not-reported")
    connection = harness.connection.with_customer_key(KEY.md5) if given else harness.connection
    details = harness.run(InspectObject(connection, Location(BUCKET, "a")))
    assert (details.size, details.status.customer_key) == (len(SMALL), None)
    assert (kind_of(details.status), details.status.needs_customer_key) == (StatusKind.SSE_C, False)
    request = DownloadRequest(connection, BUCKET, str(tmp_path / "to"), prefixes=("",))
    (one,) = harness.run(DownloadObjects(request)).results
    assert one.ended in DOWNLOADED
    assert (tmp_path / "to" / "a").read_bytes() == SMALL


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
