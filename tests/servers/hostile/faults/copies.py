"""Copies that lose properties, and deletions of other objects."""

from __future__ import annotations

from collections.abc import Callable

from tests.servers.hostile import CRC, ENCRYPTION, Answer, Hostile, Request, refusal, xml
from tests.servers.hostile.faults.building_blocks import Work, edited, processed_but, without
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.stored import CLASS, KEY, crc64nvme

COPYING = ("CopyObject", "CreateMultipartUpload")
CRASH = refusal(500, "InternalError", "We encountered an internal error.")
CRASH.status = 200


def _loses(s3: Hostile, *prefixes: str) -> None:
    """Remove headers of copies, in `Stored`, not in the answer."""

    def change(request: Request, answer: Answer) -> None:
        stored = s3.buckets[request.bucket].objects.get(request.key)
        if stored:
            kept = stored.headers.items()
            stored.headers = {k: v for k, v in kept if not k.startswith(prefixes)}

    for operation in ("CopyObject", "CompleteMultipartUpload"):
        edited(s3, operation, change)


def _copied(s3: Hostile, spoilt: Callable[[bytes], bytes]) -> None:
    """A copy has other bytes, with a matching checksum."""

    def change(request: Request, answer: Answer) -> None:
        stored = s3.buckets[request.bucket].objects.get(request.key)
        if stored is not None:
            stored.data = spoilt(stored.data)
            stored.headers |= {CRC: crc64nvme(stored.data)}

    edited(s3, "CopyObject", change)


@fault("copy-loses-encryption", "A copy gets the bucket's default encryption")
def copy_loses_encryption(s3: Hostile) -> None:
    without(s3, ENCRYPTION, operations=COPYING)


@fault("copy-loses-key", "A copy is encrypted with another KMS key")
def copy_loses_key(s3: Hostile) -> None:
    without(s3, KEY, operations=COPYING)


@fault("copy-loses-bucket-key", "A copy has no bucket key")
def copy_loses_bucket_key(s3: Hostile) -> None:
    without(s3, f"{ENCRYPTION}-bucket-key", operations=COPYING)


@fault("copy-loses-metadata", "A copy has no metadata")
def copy_loses_metadata(s3: Hostile) -> None:
    _loses(s3, "x-amz-meta-")


@fault("copy-loses-type", "A copy has no content type and no other content headers")
def copy_loses_type(s3: Hostile) -> None:
    _loses(s3, "content-", "cache-control")


@fault("copy-loses-class", "A copy is in STANDARD")
def copy_loses_class(s3: Hostile) -> None:
    _loses(s3, CLASS)


@fault("copy-loses-tags", "A copy has no tags")
def copy_loses_tags(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        s3.buckets[request.bucket].objects[request.key].tags = {}

    for operation in ("CopyObject", "CompleteMultipartUpload"):
        edited(s3, operation, change)


@fault("copy-of-other-bytes", "A copy has another byte, and the checksum that goes with it")
def copy_of_other_bytes(s3: Hostile) -> None:
    _copied(s3, lambda data: data[:-1] + b"?")


@fault("copy-is-empty", "A copy has no bytes, and the ETag of its source")
def copy_is_empty(s3: Hostile) -> None:
    _copied(s3, lambda _: b"")


@fault("copy-of-another", "CopyObject copies another object")
def copy_of_another(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        request.headers["x-amz-copy-source"] = "bucket/theirs.txt"
        request.headers.pop("x-amz-copy-source-if-match", None)
        return work()

    s3.change("CopyObject", wrap)


@fault("copy-does-nothing", "CopyObject answers 200, and copies nothing")
def copy_does_nothing(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status < 300:
            del s3.buckets[request.bucket].objects[request.key]
        return answer

    s3.change("CopyObject", wrap)


@fault("copy-error-in-200", "CopyObject answers 200 with an error in it, and does nothing")
def copy_error_in_200(s3: Hostile) -> None:
    s3.always("CopyObject", CRASH)


@fault("copy-error-in-200-unheard", "CopyObject copies, and answers 200 with an error in it")
def copy_error_in_200_unheard(s3: Hostile) -> None:
    processed_but(s3, "CopyObject", CRASH)


@fault("copy-without-etag", "CopyObject answers without an ETag")
def copy_without_etag(s3: Hostile) -> None:
    processed_but(s3, "CopyObject", xml("CopyObjectResult", ""))


@fault("copy-passes-over-conditions", "Copies ignore the conditions on their source")
def copy_passes_over_conditions(s3: Hostile) -> None:
    operations = ("CopyObject", "UploadPartCopy")
    without(s3, "x-amz-copy-source-if", "if-", operations=operations, echo=False)


@fault("part-copy-of-another-range", "UploadPartCopy copies the first bytes, not the range")
def part_copy_of_another_range(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        asked = request.headers.get("x-amz-copy-source-range", "")
        if asked:
            first, last = map(int, asked.removeprefix("bytes=").split("-"))
            request.headers["x-amz-copy-source-range"] = f"bytes=0-{last - first}"
        return work()

    s3.change("UploadPartCopy", wrap)
    without(s3, CRC, operations=("CompleteMultipartUpload",), echo=False)


@fault("part-copy-of-everything", "UploadPartCopy ignores ranges")
def part_copy_of_everything(s3: Hostile) -> None:
    without(s3, "x-amz-copy-source-range", operations=("UploadPartCopy",), echo=False)
    without(s3, CRC, operations=("CompleteMultipartUpload",), echo=False)


@fault("copy-in-parts-without-etag", "Complete of a copy answers with an empty ETag")
def copy_in_parts_without_etag(s3: Hostile) -> None:
    def empty(request: Request, answer: Answer) -> None:
        answer.body = xml("CompleteMultipartUploadResult", "<ETag/>").body

    edited(s3, "CompleteMultipartUpload", empty)


@fault("no-copies-of-folders", "CopyObject does not know objects whose names end with a slash")
def no_copies_of_folders(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        if request.key.endswith("/"):
            return refusal(404, "NoSuchKey", "The specified key does not exist.")
        return work()

    s3.change("CopyObject", wrap)


@fault("delete-does-nothing", "DeleteObject answers 204, and deletes nothing")
def delete_does_nothing(s3: Hostile) -> None:
    s3.always("DeleteObject", Answer(204, {"x-amz-request-id": "1"}))


@fault("delete-takes-both", "DeleteObject deletes the copy, too")
def delete_takes_both(s3: Hostile) -> None:
    s3.destroys = True

    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        objects = s3.buckets[request.bucket].objects
        objects.pop("g/" + request.key.removeprefix("f/"), None)
        return answer

    s3.change("DeleteObject", wrap)


@fault("delete-takes-the-copy", "DeleteObject deletes the copy instead of its source")
def delete_takes_the_copy(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        request.key = "g/" + request.key.removeprefix("f/")
        return work()

    s3.change("DeleteObject", wrap)
