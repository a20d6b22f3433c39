"""Uploads: stored differently than requested, or answered differently than stored."""

from __future__ import annotations

from tests.servers.hostile import CRC, ENCRYPTION, Answer, Hostile, Request
from tests.servers.hostile.faults.building_blocks import (
    LOOKING,
    STORING,
    Work,
    changed_request,
    edited,
    without,
)
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.stored import CHECKSUM, KEY, VERSION, crc64nvme

OTHER_KEY = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
BUCKET_KEY = f"{ENCRYPTION}-bucket-key-enabled"


@fault("encryption-dropped", "Stores without encryption, and answers with the requested one")
def encryption_dropped(s3: Hostile) -> None:
    s3.buckets["bucket"].default = {}
    without(s3, ENCRYPTION, operations=STORING)


@fault(
    "encryption-left-to-default",
    "Stores with the bucket's default, not the requested encryption",
)
def encryption_left_to_default(s3: Hostile) -> None:
    without(s3, ENCRYPTION, operations=STORING, echo=False)


@fault("encryption-dropped-in-parts", "Loses the encryption between Create and Complete")
def encryption_dropped_in_parts(s3: Hostile) -> None:
    without(s3, ENCRYPTION, operations=("CreateMultipartUpload",))


@fault("encryption-weaker", "Stores SSE-S3 for SSE-KMS, and answers SSE-KMS")
def encryption_weaker(s3: Hostile) -> None:
    def weaken(request: Request) -> None:
        without_key = {k: v for k, v in request.headers.items() if not k.startswith(ENCRYPTION)}
        request.headers = {**without_key, ENCRYPTION: "AES256"}

    changed_request(s3, weaken, *STORING)


@fault("key-changed", "Stores with another KMS key, and answers with the requested one")
def key_changed(s3: Hostile) -> None:
    def change(request: Request) -> None:
        request.headers[KEY] = OTHER_KEY

    changed_request(s3, change, *STORING)


@fault("key-not-told", "Returns aws:kms, but never a key", ("inspect", "audit"))
def key_not_told(s3: Hostile) -> None:
    for operation in (*STORING, *LOOKING, "CompleteMultipartUpload", "CopyObject"):
        edited(s3, operation, lambda _, answer: answer.drop(KEY))


@fault("bucket-key-dropped", "Stores without the bucket key, and never returns it")
def bucket_key_dropped(s3: Hostile) -> None:
    without(s3, BUCKET_KEY, operations=STORING, echo=False)


@fault("bucket-key-echoed", "Stores without the bucket key, and answers that it is enabled")
def bucket_key_echoed(s3: Hostile) -> None:
    without(s3, BUCKET_KEY, operations=STORING)


@fault("metadata-changed", "Stores other values of metadata")
def metadata_changed(s3: Hostile) -> None:
    def change(request: Request) -> None:
        for name in [name for name in request.headers if name.startswith("x-amz-meta-")]:
            request.headers[name] = request.headers[name] + "X"

    changed_request(s3, change, *STORING)


@fault("tags-changed", "Stores the right number of tags with other values")
def tags_changed(s3: Hostile) -> None:
    def change(request: Request) -> None:
        if tagging := request.headers.get("x-amz-tagging"):
            request.headers["x-amz-tagging"] = tagging.replace("red", "blue")

    changed_request(s3, change, *STORING)


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


@fault("checksum-echoed", "Stores other bytes, and answers with the checksum that was sent")
def checksum_echoed(s3: Hostile) -> None:
    _spoil(s3, "flip")


@fault("half-stored", "Stores the first half of every body, and answers with its checksum")
def half_stored(s3: Hostile) -> None:
    _spoil(s3, "half")


@fault("nothing-stored", "Stores empty objects and parts, and answers with the checksum sent")
def nothing_stored(s3: Hostile) -> None:
    _spoil(s3, "none")


@fault("stored-twice-over", "Stores every body twice in a row")
def stored_twice_over(s3: Hostile) -> None:
    _spoil(s3, "twice")


@fault("stored-nowhere", "Answers 200, and stores nothing")
def stored_nowhere(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status < 300:
            del s3.buckets[request.bucket].objects[request.key]
        return answer

    for operation in ("PutObject", "CompleteMultipartUpload"):
        s3.change(operation, wrap)


@fault("etag-of-another", "The answer to an upload has another ETag than the object")
def etag_of_another(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        answer.headers["ETag"] = '"0123456789abcdef0123456789abcdef"'

    edited(s3, "PutObject", change)


@fault("etag-missing-in-answers", "Uploads are answered without an ETag")
def etag_missing_in_answers(s3: Hostile) -> None:
    for operation in ("PutObject", "UploadPart"):
        edited(s3, operation, lambda _, answer: answer.drop("ETag"))


@fault("etag-missing-in-head", "HeadObject and GetObject return no ETag", ("inspect",))
def etag_missing_in_head(s3: Hostile) -> None:
    for operation in LOOKING:
        edited(s3, operation, lambda _, answer: answer.drop("ETag"))


@fault("no-checksums", "Returns no checksums, and its ETags aren't MD5s")
def no_checksums(s3: Hostile) -> None:
    s3.md5_etags = False
    for operation in (*STORING, *LOOKING, "UploadPart", "CompleteMultipartUpload"):
        edited(s3, operation, lambda _, answer: answer.drop(CRC, f"{CHECKSUM}type"))


@fault("checksum-of-another", "HeadObject and GetObject return a checksum of other bytes")
def checksum_of_another(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        if CRC in answer.headers:
            answer.headers[CRC] = crc64nvme(b"other bytes")

    for operation in LOOKING:
        edited(s3, operation, change)


@fault("size-wrong-in-head", "HeadObject returns a size one byte too large", ("inspect",))
def size_wrong_in_head(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        answer.headers["Content-Length"] = str(int(answer.headers["Content-Length"]) + 1)

    edited(s3, "HeadObject", change)


@fault("version-of-another", "An upload is answered with another version than HEAD")
def version_of_another(s3: Hostile) -> None:
    for operation, version in (
        ("PutObject", "v0"),
        ("CompleteMultipartUpload", "v0"),
        ("HeadObject", "v5"),
    ):

        def change(request: Request, answer: Answer, version: str = version) -> None:
            answer.headers[VERSION] = version

        edited(s3, operation, change)


@fault("version-only-in-answer", "An upload is answered with a version that doesn't exist")
def version_only_in_answer(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        answer.headers[VERSION] = "v0"

    for operation in ("PutObject", "CompleteMultipartUpload"):
        edited(s3, operation, change)


@fault("head-of-another", "HeadObject returns another object", ("inspect", "audit"))
def head_of_another(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        if request.key in s3.buckets[request.bucket].objects:
            request.key = "theirs.txt"
        return work()

    s3.change("HeadObject", wrap)


@fault("head-is-late", "The first HEAD after an upload returns 404")
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
