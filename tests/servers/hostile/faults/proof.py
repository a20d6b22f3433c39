"""Objects are stored differently than requested, or HEAD shows something else."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from tests.servers.hostile.answers import NOT_S3, Answer, refusal, xml
from tests.servers.hostile.faults.building_blocks import (
    LOOKING,
    STORING,
    Work,
    without,
    without_parameter,
)
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile
from tests.servers.hostile.stored import (
    CHECKSUM,
    CLASS,
    CRC,
    DIGESTS,
    ENCRYPTION,
    VERSION,
    Stored,
)

ANSWERING = ("PutObject", "CompleteMultipartUpload", "CopyObject")
BUCKET_KEY = f"{ENCRYPTION}-bucket-key-enabled"


# --- versions -------------------------------------------------------------------------------------


def _answered(s3: Hostile, name: str, value: str) -> None:
    def change(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status == 200:
            answer.headers[name] = value
        return answer

    for operation in ANSWERING:
        s3.change(operation, change)


def _shown(s3: Hostile, name: str, value: str) -> None:
    def change(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status == 200:
            answer.drop(name)
            answer.headers[name] = value
        return answer

    s3.change("HeadObject", change)


@fault("head-shows-another-version", "writes return version v0, HEAD always returns v5")
def head_shows_another_version(s3: Hostile) -> None:
    """It could be the object of another client."""
    without_parameter(s3, "versionId", "HeadObject")
    _answered(s3, VERSION, "v0")
    _shown(s3, VERSION, "v5")


# --- requested properties are dropped -------------------------------------------------------------


@fault("drops-tags-of-parts", "multipart uploads lose their tags")
def drops_tags_of_parts(s3: Hostile) -> None:
    """Several servers do this."""
    without(s3, "x-amz-tagging", operations=("CreateMultipartUpload",), echo=False)


@fault("drops-tags", "uploads lose their tags")
def drops_tags(s3: Hostile) -> None:
    """Like servers without tags."""
    without(s3, "x-amz-tagging", operations=STORING, echo=False)


@fault("drops-storage-class", "everything is STANDARD")
def drops_storage_class(s3: Hostile) -> None:
    """Like servers with one storage class."""
    without(s3, CLASS, operations=STORING, echo=False)


@fault("drops-metadata", "user metadata is not kept")
def drops_metadata(s3: Hostile) -> None:
    """All user metadata is dropped."""
    without(s3, "x-amz-meta-", operations=STORING, echo=False)


@fault("drops-content-type", "everything is binary/octet-stream")
def drops_content_type(s3: Hostile) -> None:
    """Browsers download the object instead of showing it."""
    without(s3, "content-type", operations=STORING, echo=False)


@fault("content-type-with-charset", "HEAD adds a charset to the content type, in capitals")
def content_type_with_charset(s3: Hostile) -> None:
    """It is the same media type."""

    def change(request: Request, work: Work) -> Answer:
        answer = work()
        kind = answer.headers.pop("Content-Type", "")
        answer.headers["Content-Type"] = f"{kind.upper()}; charset=UTF-8"
        return answer

    s3.change("HeadObject", change)


@fault("metadata-in-capitals", "HEAD shows the names of user metadata in capitals")
def metadata_in_capitals(s3: Hostile) -> None:
    """Header names are case-insensitive."""

    def change(request: Request, work: Work) -> Answer:
        answer = work()
        answer.headers = {
            f"x-amz-meta-{k.removeprefix('x-amz-meta-').upper()}" if "-meta-" in k else k: v
            for k, v in answer.headers.items()
        }
        return answer

    s3.change("HeadObject", change)


@fault("tags-may-not-be-read", "GetObjectTagging is refused, HEAD returns no number of tags")
def tags_may_not_be_read(s3: Hostile) -> None:
    """Like without s3:GetObjectTagging."""
    s3.always("GetObjectTagging", refusal(403, "AccessDenied", "Access Denied"))
    s3.without("HeadObject", "x-amz-tagging-count")


# --- invalid default encryption -------------------------------------------------------------------


def _default(s3: Hostile, *rules: str) -> None:
    inside = "".join(
        f"<Rule><ApplyServerSideEncryptionByDefault>{rule}</ApplyServerSideEncryptionByDefault>"
        "</Rule>"
        for rule in rules
    )
    s3.always("GetBucketEncryption", xml("ServerSideEncryptionConfiguration", inside))


def _algorithm(name: str, more: str = "") -> str:
    return f"<SSEAlgorithm>{name}</SSEAlgorithm>{more}"


@fault("default-of-unknown-algorithm", "the bucket's default is ROT13")
def default_of_unknown_algorithm(s3: Hostile) -> None:
    """HEAD returns the actual encryption."""
    _default(s3, _algorithm("ROT13"))


@fault("default-is-none", "the bucket's default is called `none`")
def default_is_none(s3: Hostile) -> None:
    """The program's value for the bucket's default."""
    _default(s3, _algorithm("none"))


@fault("default-of-two-rules", "the bucket's default are two rules that contradict each other")
def default_of_two_rules(s3: Hostile) -> None:
    """S3 accepts one rule."""
    _default(s3, _algorithm("aws:kms"), _algorithm("AES256"))


@fault("default-without-algorithm", "the bucket's default is a rule without an algorithm")
def default_without_algorithm(s3: Hostile) -> None:
    """It is empty."""
    _default(s3, "")


@fault("default-without-rules", "the bucket's default is an empty configuration")
def default_without_rules(s3: Hostile) -> None:
    """It is empty, too."""
    _default(s3)


@fault("default-of-kms-without-sense", "the bucket's default is aws:kms with a key that is none")
def default_of_kms_without_sense(s3: Hostile) -> None:
    """S3 doesn't check it in PutBucketEncryption. No header can name this one."""
    _default(s3, _algorithm("aws:kms", "<KMSMasterKeyID>&#x43A;</KMSMasterKeyID>"))


@fault("default-of-another-key", "the bucket's default is said to be aws:kms with the key “!!”")
def default_of_another_key(s3: Hostile) -> None:
    """A server other than AWS may have a key of this name."""
    _default(s3, _algorithm("aws:kms", "<KMSMasterKeyID>!!</KMSMasterKeyID>"))


@fault("default-is-a-page", "GetBucketEncryption answers a page to sign in")
def default_is_a_page(s3: Hostile) -> None:
    """With status 200."""
    s3.always("GetBucketEncryption", NOT_S3)


# --- missing headers of HEAD ----------------------------------------------------------------------


@fault(
    "head-hides-bucket-key",
    "writes answer that the bucket key is on, HEAD never shows it",
    ("inspect", "copy", "move"),  # a disabled bucket key isn't returned either
)
def head_hides_bucket_key(s3: Hostile) -> None:
    """Several servers do this."""
    s3.without("HeadObject", BUCKET_KEY)


@fault("drops-bucket-key", "writes answer that the bucket key is on, and it is not kept")
def drops_bucket_key(s3: Hostile) -> None:
    """A client can't distinguish it from `head-hides-bucket-key`."""
    without(s3, BUCKET_KEY, operations=STORING, echo=False)
    _answered(s3, BUCKET_KEY, "true")


@fault("head-hides-checksum", "HEAD never returns a checksum")
def head_hides_checksum(s3: Hostile) -> None:
    """The ETag remains."""
    s3.without("HeadObject", CRC, f"{CHECKSUM}type")


@fault("writes-answer-another-etag", "writes answer an ETag that HEAD does not show")
def writes_answer_another_etag(s3: Hostile) -> None:
    """The object is correct."""

    def change(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status == 200:
            answer.drop("ETag")
            answer.headers["ETag"] = '"0123"'
            answer.body = re.sub(
                rb"<ETag>.*?</ETag>", b"<ETag>&quot;0123&quot;</ETag>", answer.body
            )
        return answer

    for operation in ("PutObject", "CompleteMultipartUpload"):
        s3.change(operation, change)


@fault("etags-of-large-objects-are-no-md5", "large objects have a random ETag")
def etags_of_large_objects_are_no_md5(s3: Hostile) -> None:
    """Like with KMS."""

    def change(request: Request, work: Work) -> Answer:
        answer = work()
        if "-" in answer.headers.get("ETag", ""):
            answer.headers["ETag"] = f'"{"0" * 32}-9"'
        return answer

    for operation in LOOKING:
        s3.change(operation, change)


# --- checksums of parts ---------------------------------------------------------------------------


def of_parts(stored: Stored) -> str:
    """The CRC64NVME of the parts' CRC64NVMEs, with their number."""
    at, sums = 0, b""
    for size in stored.parts:
        sums += DIGESTS[CRC](stored.data[at : at + size])
        at += size
    return f"{base64.b64encode(DIGESTS[CRC](sums)).decode()}-{len(stored.parts)}"


def _composite(s3: Hostile, kind: str, value: Callable[[Stored], str] = of_parts) -> None:
    def change(request: Request, work: Work) -> Answer:
        answer = work()
        stored = s3.buckets[request.bucket].objects.get(request.key)
        if CRC in answer.headers and stored is not None and stored.parts:
            answer.drop(CRC, f"{CHECKSUM}type")
            answer.headers[CRC] = value(stored)
            if kind:
                answer.headers[f"{CHECKSUM}type"] = kind
        return answer

    for operation in LOOKING:
        s3.change(operation, change)


@fault("crc-of-parts-composite", "large objects have a CRC64NVME of parts, type COMPOSITE")
def crc_of_parts_composite(s3: Hostile) -> None:
    """S3 has no such checksum."""
    _composite(s3, "COMPOSITE")


@fault("crc-of-parts-full-object", "large objects have a CRC64NVME of parts, type FULL_OBJECT")
def crc_of_parts_full_object(s3: Hostile) -> None:
    """The number of parts identifies it."""
    _composite(s3, "FULL_OBJECT")


@fault("crc-of-parts-without-type", "large objects have a CRC64NVME of parts, without a type")
def crc_of_parts_without_type(s3: Hostile) -> None:
    """Like above."""
    _composite(s3, "")


@fault("crc-of-parts-without-number", "the same with type COMPOSITE, without the number of parts")
def crc_of_parts_without_number(s3: Hostile) -> None:
    """The type identifies it."""
    _composite(s3, "COMPOSITE", lambda stored: of_parts(stored).partition("-")[0])


@fault("crc-of-parts-of-its-own", "large objects have an unknown checksum of parts")
def crc_of_parts_of_its_own(s3: Hostile) -> None:
    """The ETag remains."""
    _composite(s3, "FULL_OBJECT", lambda stored: f"AAAAAAAAAAA=-{len(stored.parts)}")
