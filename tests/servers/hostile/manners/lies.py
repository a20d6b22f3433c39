"""Uploads: what is stored is not what was asked for, or what is told not what is stored."""

from __future__ import annotations

from tests.servers.hostile import CRC, ENCRYPTION, Answer, Hostile, Request
from tests.servers.hostile.manners.registry import manner
from tests.servers.hostile.manners.ways import (
    LOOKING,
    STORING,
    Work,
    asked_otherwise,
    edited,
    without,
)
from tests.servers.hostile.stored import CHECKSUM, KEY, VERSION, crc64nvme

OTHER_KEY = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
BUCKET_KEY = f"{ENCRYPTION}-bucket-key-enabled"


@manner("encryption-dropped", "Stores without encryption, and answers with what was asked")
def encryption_dropped(s3: Hostile) -> None:
    s3.buckets["bucket"].default = {}
    without(s3, ENCRYPTION, operations=STORING)


@manner("encryption-left-to-default", "Stores with the bucket's default, and does not say so")
def encryption_left_to_default(s3: Hostile) -> None:
    without(s3, ENCRYPTION, operations=STORING, echo=False)


@manner("encryption-dropped-in-parts", "Forgets the encryption between Create and Complete")
def encryption_dropped_in_parts(s3: Hostile) -> None:
    without(s3, ENCRYPTION, operations=("CreateMultipartUpload",))


@manner("encryption-weaker", "Stores SSE-S3 where SSE-KMS was asked, and answers SSE-KMS")
def encryption_weaker(s3: Hostile) -> None:
    def weaken(request: Request) -> None:
        without_key = {k: v for k, v in request.headers.items() if not k.startswith(ENCRYPTION)}
        request.headers = {**without_key, ENCRYPTION: "AES256"}

    asked_otherwise(s3, weaken, *STORING)


@manner("key-changed", "Stores under another KMS key, and answers with the one that was asked")
def key_changed(s3: Hostile) -> None:
    def change(request: Request) -> None:
        request.headers[KEY] = OTHER_KEY

    asked_otherwise(s3, change, *STORING)


@manner("key-not-told", "Says aws:kms, and never which key", ("inspect", "audit"))
def key_not_told(s3: Hostile) -> None:
    for operation in (*STORING, *LOOKING, "CompleteMultipartUpload", "CopyObject"):
        edited(s3, operation, lambda _, answer: answer.drop(KEY))


@manner("bucket-key-dropped", "Stores without the bucket key, and says so nowhere")
def bucket_key_dropped(s3: Hostile) -> None:
    without(s3, BUCKET_KEY, operations=STORING, echo=False)


@manner("bucket-key-echoed", "Stores without the bucket key, and answers that it is on")
def bucket_key_echoed(s3: Hostile) -> None:
    without(s3, BUCKET_KEY, operations=STORING)


@manner("metadata-changed", "Stores other values of metadata")
def metadata_changed(s3: Hostile) -> None:
    def change(request: Request) -> None:
        for name in [name for name in request.headers if name.startswith("x-amz-meta-")]:
            request.headers[name] = request.headers[name] + "X"

    asked_otherwise(s3, change, *STORING)


@manner("tags-changed", "Stores another value of every tag, so that their count is right")
def tags_changed(s3: Hostile) -> None:
    def change(request: Request) -> None:
        if tagging := request.headers.get("x-amz-tagging"):
            request.headers["x-amz-tagging"] = tagging.replace("red", "blue")

    asked_otherwise(s3, change, *STORING)


def _spoil(s3: Hostile, damage: str) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        body = request.body
        request.body = {
            "flip": body[:-1] + b"?",
            "half": body[: len(body) // 2],
            "none": b"",
            "twice": body * 2,
        }[damage]
        answer = work()
        if answer.status < 300:
            answer.headers[CRC] = crc64nvme(body)
        return answer

    for operation in ("PutObject", "UploadPart"):
        s3.change(operation, wrap)

    without(s3, CRC, operations=("CompleteMultipartUpload",), echo=False)


@manner("checksum-echoed", "Stores other bytes, and answers with the checksum that was sent")
def checksum_echoed(s3: Hostile) -> None:
    _spoil(s3, "flip")


@manner("half-stored", "Stores the first half of every body, and answers with its checksum")
def half_stored(s3: Hostile) -> None:
    _spoil(s3, "half")


@manner("nothing-stored", "Stores empty objects and parts, and answers with the checksum sent")
def nothing_stored(s3: Hostile) -> None:
    _spoil(s3, "none")


@manner("stored-twice-over", "Stores every body twice, one behind the other")
def stored_twice_over(s3: Hostile) -> None:
    _spoil(s3, "twice")


@manner("stored-nowhere", "Answers as if it had stored, and stores nothing")
def stored_nowhere(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status < 300:
            del s3.buckets[request.bucket].objects[request.key]
        return answer

    for operation in ("PutObject", "CompleteMultipartUpload"):
        s3.change(operation, wrap)


@manner("etag-of-another", "The answer to an upload has an ETag that the object has not")
def etag_of_another(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        answer.headers["ETag"] = '"0123456789abcdef0123456789abcdef"'

    edited(s3, "PutObject", change)


@manner("etag-missing-in-answers", "Uploads are answered without an ETag")
def etag_missing_in_answers(s3: Hostile) -> None:
    for operation in ("PutObject", "UploadPart"):
        edited(s3, operation, lambda _, answer: answer.drop("ETag"))


@manner("etag-missing-in-head", "HeadObject and GetObject tell no ETag", ("inspect",))
def etag_missing_in_head(s3: Hostile) -> None:
    for operation in LOOKING:
        edited(s3, operation, lambda _, answer: answer.drop("ETag"))


@manner("no-checksums", "Tells no checksums, and its ETags are no MD5s")
def no_checksums(s3: Hostile) -> None:
    s3.md5_etags = False
    for operation in (*STORING, *LOOKING, "UploadPart", "CompleteMultipartUpload"):
        edited(s3, operation, lambda _, answer: answer.drop(CRC, f"{CHECKSUM}type"))


@manner("checksum-of-another", "HeadObject and GetObject tell a checksum of other bytes")
def checksum_of_another(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        if CRC in answer.headers:
            answer.headers[CRC] = crc64nvme(b"other bytes")

    for operation in LOOKING:
        edited(s3, operation, change)


@manner("size-wrong-in-head", "HeadObject says one byte more than there is", ("inspect",))
def size_wrong_in_head(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        answer.headers["Content-Length"] = str(int(answer.headers["Content-Length"]) + 1)

    edited(s3, "HeadObject", change)


@manner("version-of-another", "An upload is answered with one version, a look with another")
def version_of_another(s3: Hostile) -> None:
    for operation, version in (
        ("PutObject", "v0"),
        ("CompleteMultipartUpload", "v0"),
        ("HeadObject", "v5"),
    ):

        def change(request: Request, answer: Answer, version: str = version) -> None:
            answer.headers[VERSION] = version

        edited(s3, operation, change)


@manner("version-only-in-answer", "An upload is answered with a version that nobody can look at")
def version_only_in_answer(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        answer.headers[VERSION] = "v0"

    for operation in ("PutObject", "CompleteMultipartUpload"):
        edited(s3, operation, change)


@manner("head-of-another", "HeadObject tells of another object", ("inspect", "audit"))
def head_of_another(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        if request.key in s3.buckets[request.bucket].objects:
            request.key = "theirs.txt"
        return work()

    s3.change("HeadObject", wrap)


@manner("head-is-late", "The first look at what was stored still finds nothing")
def head_is_late(s3: Hostile) -> None:
    new: set[str] = set()

    def note(request: Request, answer: Answer) -> None:
        new.add(request.key)

    def late(request: Request, work: Work) -> Answer:
        if request.key in new:
            new.remove(request.key)
            return Answer(404, {"Content-Type": "application/xml", "x-amz-request-id": "LATE"})
        return work()

    for operation in ("PutObject", "CompleteMultipartUpload", "CopyObject"):
        edited(s3, operation, note)
    s3.change("HeadObject", late)
