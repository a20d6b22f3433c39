"""Request headers, parameters and operations that the server doesn't support."""

from __future__ import annotations

from collections.abc import Callable

from tests.servers.hostile.answers import Answer, bare, refusal, tags
from tests.servers.hostile.faults.building_blocks import Work
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import OPERATIONS, Hostile
from tests.servers.hostile.stored import ENCRYPTION

WHAT_S3_SAYS = "A header you provided implies functionality that is not implemented"
LISTS = ("ListObjectsV2", "ListObjects", "ListObjectVersions", "ListMultipartUploads")


def not_implemented(request: Request, header: str, message: str = WHAT_S3_SAYS) -> Answer:
    """501, with the header in a field, as S3 has it; empty: without a name."""
    if request.method == "HEAD":
        return bare(501)
    answer = refusal(501, "NotImplemented", message)
    if header:
        answer.body = answer.body.replace(b"</Error>", f"{tags(Header=header)}</Error>".encode())
    return answer


def in_message(request: Request, header: str) -> Answer:
    """501, with the header in the message, as Cloudflare R2 has it."""
    value = request.headers.get(header, "")
    said = f"Header '{header}' with value '{value}' not implemented"
    return not_implemented(request, "", said)


def unsupported(
    s3: Hostile,
    is_refused: Callable[[str], bool],
    refuse: Callable[[Request, str], Answer],
    *operations: str,
) -> None:
    """Refuse requests with such a header, or query parameter."""

    def wrap(request: Request, work: Work) -> Answer:
        found = next(filter(is_refused, (*request.headers, *request.query)), None)
        return refuse(request, found) if found else work()

    for operation in operations or OPERATIONS:
        s3.change(operation, wrap)


@fault("no-checksum-mode", "HEAD and GET with x-amz-checksum-mode are refused with 400")
def no_checksum_mode(s3: Hostile) -> None:
    def refuse(request: Request, header: str) -> Answer:
        if request.method == "HEAD":
            return bare(400)
        return refusal(400, "InvalidArgument", f"Unsupported header: {header}")

    unsupported(s3, lambda name: name == "x-amz-checksum-mode", refuse)


@fault("no-checksum-mode-501", "HEAD and GET with x-amz-checksum-mode are refused with 501")
def no_checksum_mode_501(s3: Hostile) -> None:
    unsupported(s3, lambda name: name == "x-amz-checksum-mode", in_message)


@fault("no-checksums-501", "Checksums of uploads are refused with 501, which names the header")
def no_checksums_501(s3: Hostile) -> None:
    def is_sum(name: str) -> bool:
        return name.startswith("x-amz-checksum-") and name != "x-amz-checksum-mode"

    unsupported(s3, is_sum, not_implemented)
    for operation in ("HeadObject", "GetObject"):
        s3.change(operation, lambda _, work: _without_sums(work()))


def _without_sums(answer: Answer) -> Answer:
    answer.headers = {k: v for k, v in answer.headers.items() if "x-amz-checksum" not in k}
    return answer


@fault("no-tagging-directive", "Copies with x-amz-tagging-directive are refused with 501")
def no_tagging_directive(s3: Hostile) -> None:
    """Cloudflare R2."""
    unsupported(s3, lambda name: name == "x-amz-tagging-directive", in_message)


@fault("no-directives", "Copies with a directive are refused with 501, which names no header")
def no_directives(s3: Hostile) -> None:
    unsupported(s3, lambda name: name.endswith("-directive"), lambda r, _: not_implemented(r, ""))


@fault("no-encryption-headers", "Encryption headers are refused with 501; none is reported")
def no_encryption_headers(s3: Hostile) -> None:
    """A server that encrypts below S3: there is no encryption of single objects."""
    for bucket in s3.buckets.values():
        bucket.default = {}
        for versions in bucket.versions.values():
            for stored in versions:
                stored.headers = {
                    k: v for k, v in stored.headers.items() if not k.startswith(ENCRYPTION)
                }
    unsupported(s3, lambda name: name.startswith(ENCRYPTION), in_message)
    s3.always("GetBucketEncryption", refusal(501, "NotImplemented", "Not here."))


@fault("no-conditions-501", "Conditional writes are refused with 501")
def no_conditions_501(s3: Hostile) -> None:
    unsupported(
        s3,
        lambda name: name == "if-none-match",
        not_implemented,
        "PutObject",
        "CompleteMultipartUpload",
        "CopyObject",
    )


@fault("no-conditions-501-unnamed", "The same, and the response names no header")
def no_conditions_501_unnamed(s3: Hostile) -> None:
    unsupported(
        s3,
        lambda name: name == "if-none-match",
        lambda request, _: not_implemented(request, ""),
        "PutObject",
        "CompleteMultipartUpload",
        "CopyObject",
    )


@fault("no-storage-class", "x-amz-storage-class is refused with 501")
def no_storage_class(s3: Hostile) -> None:
    unsupported(s3, lambda name: name == "x-amz-storage-class", not_implemented)


@fault("no-object-size", "Completions with x-amz-mp-object-size are refused with 501")
def no_object_size(s3: Hostile) -> None:
    unsupported(s3, lambda name: name == "x-amz-mp-object-size", not_implemented)


@fault("no-encoding-type", "Lists with encoding-type are refused with 501")
def no_encoding_type(s3: Hostile) -> None:
    def refuse(request: Request, name: str) -> Answer:
        return refusal(501, "NotImplemented", f"The parameter {name} is not implemented")

    unsupported(s3, lambda name: name == "encoding-type", refuse, *LISTS)


@fault("no-tags", "GetObjectTagging is refused with 501; tags of uploads are ignored")
def no_tags(s3: Hostile) -> None:
    for bucket in s3.buckets.values():
        for versions in bucket.versions.values():
            for stored in versions:
                stored.tags = {}
    s3.always("GetObjectTagging", refusal(501, "NotImplemented", "Not here."))
    for operation in ("PutObject", "CreateMultipartUpload"):
        s3.change(operation, _ignoring_tags)


def _ignoring_tags(request: Request, work: Work) -> Answer:
    request.headers.pop("x-amz-tagging", None)
    return work()
