"""Errors of each operation: always, in turns, or although the request is processed."""

from __future__ import annotations

from tests.servers.hostile import Answer, Hostile, Request, bare, refusal
from tests.servers.hostile.faults.building_blocks import Work, in_turns, processed_but, without
from tests.servers.hostile.faults.registry import fault

CODES = {
    400: "InvalidRequest",
    403: "AccessDenied",
    404: "NoSuchUpload",
    405: "MethodNotAllowed",
    409: "ConditionalRequestConflict",
    412: "PreconditionFailed",
    416: "InvalidRange",
    429: "TooManyRequests",
    500: "InternalError",
    501: "NotImplemented",
    503: "SlowDown",
}
ALWAYS, IN_TURNS, UNHEARD = "always", "in turns", "always, and does it"
HIDDEN = {
    ("HeadObject", 404): ("audit",),
    ("HeadObject", 405): ("audit",),
}  # indistinguishable from a deleted object

REFUSALS: tuple[tuple[str, int, str], ...] = (
    ("PutObject", 403, ALWAYS),
    ("PutObject", 409, IN_TURNS),
    ("PutObject", 412, ALWAYS),
    ("PutObject", 412, UNHEARD),
    ("PutObject", 429, ALWAYS),
    ("PutObject", 500, IN_TURNS),
    ("PutObject", 500, UNHEARD),
    ("PutObject", 501, ALWAYS),
    ("PutObject", 503, IN_TURNS),
    ("CreateMultipartUpload", 500, UNHEARD),
    ("CreateMultipartUpload", 501, ALWAYS),
    ("CreateMultipartUpload", 503, IN_TURNS),
    ("UploadPart", 403, ALWAYS),
    ("UploadPart", 500, IN_TURNS),
    ("UploadPart", 503, ALWAYS),
    ("CompleteMultipartUpload", 404, UNHEARD),
    ("CompleteMultipartUpload", 412, ALWAYS),
    ("CompleteMultipartUpload", 500, ALWAYS),
    ("CompleteMultipartUpload", 500, UNHEARD),
    ("CompleteMultipartUpload", 503, IN_TURNS),
    ("AbortMultipartUpload", 403, ALWAYS),
    ("HeadObject", 400, ALWAYS),
    ("HeadObject", 400, IN_TURNS),
    ("HeadObject", 403, ALWAYS),
    ("HeadObject", 403, IN_TURNS),
    ("HeadObject", 404, ALWAYS),
    ("HeadObject", 405, ALWAYS),
    ("HeadObject", 500, ALWAYS),
    ("HeadObject", 501, ALWAYS),
    ("HeadObject", 503, IN_TURNS),
    ("GetObject", 400, ALWAYS),
    ("GetObject", 403, ALWAYS),
    ("GetObject", 412, ALWAYS),
    ("GetObject", 500, IN_TURNS),
    ("GetObject", 503, IN_TURNS),
    ("ListObjectsV2", 403, ALWAYS),
    ("ListObjectsV2", 500, IN_TURNS),
    ("ListObjectsV2", 503, ALWAYS),
    ("CopyObject", 412, ALWAYS),
    ("CopyObject", 500, UNHEARD),
    ("CopyObject", 501, ALWAYS),
    ("UploadPartCopy", 500, IN_TURNS),
    ("DeleteObject", 403, ALWAYS),
    ("DeleteObject", 500, UNHEARD),
    ("GetObjectTagging", 403, ALWAYS),
    ("HeadBucket", 400, ALWAYS),
    ("GetBucketEncryption", 403, ALWAYS),
)


def _register(operation: str, status: int, how: str) -> None:
    is_bare = operation.startswith("Head")
    name = f"{operation}-{status}-{how.replace(', and does it', '-unheard').replace(' ', '-')}"

    @fault(
        name.lower(),
        f"{operation} is refused with {status}, {how}",
        HIDDEN.get((operation, status), ()),
    )
    def refuse(s3: Hostile) -> None:
        answer = bare(status) if is_bare else refusal(status, CODES[status], "No.")
        if how == ALWAYS:
            s3.always(operation, answer)
        elif how == UNHEARD:
            processed_but(s3, operation, answer)
        else:
            in_turns(s3, operation, answer)


for _refusal in REFUSALS:
    _register(*_refusal)


# An object may exist although it can't be read, so that a file of its name is left alone.
@fault(
    "everything-is-403",
    "Refuses all requests with 403 and no body",
    ("download file",),
)
def everything_is_403(s3: Hostile) -> None:
    for operation in ("PutObject", "HeadObject", "GetObject", "ListObjectsV2", "HeadBucket"):
        s3.always(operation, bare(403))
    for operation in ("CopyObject", "DeleteObject", "CreateMultipartUpload", "GetBucketLocation"):
        s3.always(operation, bare(403))


@fault("everything-is-busy", "Every second request of any kind is answered 503 SlowDown")
def everything_is_busy(s3: Hostile) -> None:
    for operation in EVERYTHING:
        in_turns(s3, operation, refusal(503, "SlowDown", "Please reduce your request rate."))


@fault("everything-crashes", "Every second request of any kind is done, and answered 500")
def everything_crashes(s3: Hostile) -> None:
    for operation in EVERYTHING:
        in_turns(s3, operation, refusal(500, "InternalError", "Try again."), obeys=True)


@fault("no-conditions", "Ignores If-None-Match and If-Match")
def no_conditions(s3: Hostile) -> None:
    operations = ("PutObject", "CompleteMultipartUpload", "CopyObject", "GetObject")
    without(s3, "if-", "x-amz-copy-source-if", operations=operations, echo=False)


@fault("no-crc64nvme", "Doesn't support CRC64NVME, and refuses requests with it")
def no_crc64nvme(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        if any("crc64nvme" in f"{name}{value}".lower() for name, value in request.headers.items()):
            return refusal(400, "InvalidRequest", "Unknown checksum algorithm CRC64NVME")
        answer = work()
        answer.headers = {k: v for k, v in answer.headers.items() if "x-amz-checksum" not in k}
        return answer

    for operation in EVERYTHING:
        s3.change(operation, wrap)


EVERYTHING = (
    "PutObject",
    "HeadObject",
    "GetObject",
    "CreateMultipartUpload",
    "UploadPart",
    "CompleteMultipartUpload",
    "AbortMultipartUpload",
    "ListParts",
    "ListObjectsV2",
    "CopyObject",
    "UploadPartCopy",
    "DeleteObject",
    "GetObjectTagging",
    "HeadBucket",
    "GetBucketLocation",
    "GetBucketEncryption",
)
