"""Copies that lose something, and deletions that delete something else."""

from __future__ import annotations

from collections.abc import Callable

from tests.servers.hostile import CRC, ENCRYPTION, Answer, Hostile, Request, refusal, xml
from tests.servers.hostile.manners.registry import manner
from tests.servers.hostile.manners.ways import Work, edited, unheard, without
from tests.servers.hostile.stored import CLASS, KEY, crc64nvme

COPYING = ("CopyObject", "CreateMultipartUpload")
CRASH = refusal(500, "InternalError", "We encountered an internal error.")
CRASH.status = 200


def _loses(s3: Hostile, *prefixes: str) -> None:
    """What copies are stored with, but for some headers; `Stored` is changed, not the answer."""

    def change(request: Request, answer: Answer) -> None:
        stored = s3.buckets[request.bucket].objects.get(request.key)
        if stored:
            kept = stored.headers.items()
            stored.headers = {k: v for k, v in kept if not k.startswith(prefixes)}

    for operation in ("CopyObject", "CompleteMultipartUpload"):
        edited(s3, operation, change)


def _copied(s3: Hostile, spoilt: Callable[[bytes], bytes]) -> None:
    """Other bytes are in a copy, with the checksum that goes with them."""

    def change(request: Request, answer: Answer) -> None:
        stored = s3.buckets[request.bucket].objects.get(request.key)
        if stored is not None:
            stored.data = spoilt(stored.data)
            stored.headers |= {CRC: crc64nvme(stored.data)}

    edited(s3, "CopyObject", change)


@manner("copy-loses-encryption", "A copy gets the bucket's default encryption, whatever is asked")
def copy_loses_encryption(s3: Hostile) -> None:
    without(s3, ENCRYPTION, operations=COPYING)


@manner("copy-loses-key", "A copy is encrypted with another KMS key")
def copy_loses_key(s3: Hostile) -> None:
    without(s3, KEY, operations=COPYING)


@manner("copy-loses-bucket-key", "A copy has no bucket key")
def copy_loses_bucket_key(s3: Hostile) -> None:
    without(s3, f"{ENCRYPTION}-bucket-key", operations=COPYING)


@manner("copy-loses-metadata", "A copy has no metadata")
def copy_loses_metadata(s3: Hostile) -> None:
    _loses(s3, "x-amz-meta-")


@manner("copy-loses-type", "A copy has no content type and no other content headers")
def copy_loses_type(s3: Hostile) -> None:
    _loses(s3, "content-", "cache-control")


@manner("copy-loses-class", "A copy is in STANDARD")
def copy_loses_class(s3: Hostile) -> None:
    _loses(s3, CLASS)


@manner("copy-loses-tags", "A copy has no tags")
def copy_loses_tags(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        s3.buckets[request.bucket].objects[request.key].tags = {}

    for operation in ("CopyObject", "CompleteMultipartUpload"):
        edited(s3, operation, change)


@manner("copy-of-other-bytes", "A copy has another byte, and the checksum that goes with it")
def copy_of_other_bytes(s3: Hostile) -> None:
    _copied(s3, lambda data: data[:-1] + b"?")


@manner("copy-is-empty", "A copy has no bytes, and the ETag of its source")
def copy_is_empty(s3: Hostile) -> None:
    _copied(s3, lambda _: b"")


@manner("copy-of-another", "CopyObject copies another object")
def copy_of_another(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        request.headers["x-amz-copy-source"] = "bucket/theirs.txt"
        request.headers.pop("x-amz-copy-source-if-match", None)
        return work()

    s3.change("CopyObject", wrap)


@manner("copy-does-nothing", "CopyObject answers as if it had copied, and does not")
def copy_does_nothing(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        if answer.status < 300:
            del s3.buckets[request.bucket].objects[request.key]
        return answer

    s3.change("CopyObject", wrap)


@manner("copy-error-in-200", "CopyObject answers 200 with an error in it, and does nothing")
def copy_error_in_200(s3: Hostile) -> None:
    s3.always("CopyObject", CRASH)


@manner("copy-error-in-200-unheard", "CopyObject copies, and answers 200 with an error in it")
def copy_error_in_200_unheard(s3: Hostile) -> None:
    unheard(s3, "CopyObject", CRASH)


@manner("copy-without-etag", "CopyObject answers without an ETag")
def copy_without_etag(s3: Hostile) -> None:
    unheard(s3, "CopyObject", xml("CopyObjectResult", ""))


@manner("copy-passes-over-conditions", "Copies take whatever object there is by now")
def copy_passes_over_conditions(s3: Hostile) -> None:
    operations = ("CopyObject", "UploadPartCopy")
    without(s3, "x-amz-copy-source-if", "if-", operations=operations, echo=False)


@manner("part-copy-of-another-range", "UploadPartCopy takes the first bytes, whatever is asked")
def part_copy_of_another_range(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        asked = request.headers.get("x-amz-copy-source-range", "")
        if asked:
            first, last = map(int, asked.removeprefix("bytes=").split("-"))
            request.headers["x-amz-copy-source-range"] = f"bytes=0-{last - first}"
        return work()

    s3.change("UploadPartCopy", wrap)
    without(s3, CRC, operations=("CompleteMultipartUpload",), echo=False)


@manner("part-copy-of-everything", "UploadPartCopy knows no ranges")
def part_copy_of_everything(s3: Hostile) -> None:
    without(s3, "x-amz-copy-source-range", operations=("UploadPartCopy",), echo=False)
    without(s3, CRC, operations=("CompleteMultipartUpload",), echo=False)


@manner("copy-in-parts-without-etag", "Complete of a copy answers with an empty ETag")
def copy_in_parts_without_etag(s3: Hostile) -> None:
    def empty(request: Request, answer: Answer) -> None:
        answer.body = xml("CompleteMultipartUploadResult", "<ETag/>").body

    edited(s3, "CompleteMultipartUpload", empty)


@manner("no-copies-of-folders", "CopyObject does not know objects whose names end with a slash")
def no_copies_of_folders(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        if request.key.endswith("/"):
            return refusal(404, "NoSuchKey", "The specified key does not exist.")
        return work()

    s3.change("CopyObject", wrap)


@manner("delete-does-nothing", "DeleteObject answers 204, and deletes nothing")
def delete_does_nothing(s3: Hostile) -> None:
    s3.always("DeleteObject", Answer(204, {"x-amz-request-id": "1"}))


@manner("delete-takes-both", "DeleteObject deletes the copy as well")
def delete_takes_both(s3: Hostile) -> None:
    s3.destroys = True

    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        objects = s3.buckets[request.bucket].objects
        objects.pop("g/" + request.key.removeprefix("f/"), None)
        return answer

    s3.change("DeleteObject", wrap)


@manner("delete-takes-the-copy", "DeleteObject deletes the copy in place of its source")
def delete_takes_the_copy(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        request.key = "g/" + request.key.removeprefix("f/")
        return work()

    s3.change("DeleteObject", wrap)
