"""Objects in a state of their own: delete markers, locked ones, folders with content."""

from __future__ import annotations

from tests.servers.hostile import CRC, Answer, Hostile, Request, bare, refusal
from tests.servers.hostile.faults.building_blocks import LOOKING, Work
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.stored import crc64nvme, md5

LOCKED = "Access Denied because object protected by object lock."
DENIED_SOURCE = (
    "User: arn:aws:iam::123456789012:user/u is not authorized to perform: s3:GetObject on"
    ' resource: "arn:aws:s3:::bucket/f/b.txt" because no identity-based policy allows it'
)


def _marker(request: Request, code: str, status: int) -> Answer:
    """The answer to a request for a delete marker."""
    answer = bare(status) if request.method == "HEAD" else refusal(status, code)
    answer.headers["x-amz-delete-marker"] = "true"
    return answer


@fault(
    "look-finds-delete-marker",
    "HEAD and GET are answered with 404 and x-amz-delete-marker",
    ("audit",),  # the objects may have been deleted after they were listed
)
def look_finds_delete_marker(s3: Hostile) -> None:
    for operation in LOOKING:
        s3.change(operation, lambda request, _: _marker(request, "NoSuchKey", 404))


@fault("versions-are-delete-markers", "HEAD and GET of a version return 405, as a delete marker")
def versions_are_delete_markers(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        if "versionId" in request.query:
            return _marker(request, "MethodNotAllowed", 405)
        return work()

    s3.buckets["bucket"].keeps_versions = True
    for operation in LOOKING:
        s3.change(operation, wrap)


@fault("copy-misses-its-source", "CopyObject and UploadPartCopy find no source")
def copy_misses_its_source(s3: Hostile) -> None:
    for operation in ("CopyObject", "UploadPartCopy"):
        s3.change(operation, lambda *_: refusal(404, "NoSuchKey", "The key does not exist."))


@fault("copy-may-not-read", "CopyObject and UploadPartCopy may not read the source")
def copy_may_not_read(s3: Hostile) -> None:
    for operation in ("CopyObject", "UploadPartCopy"):
        s3.change(operation, lambda *_: refusal(403, "AccessDenied", DENIED_SOURCE))


@fault("deletions-are-locked", "Deletions are refused by Object Lock, as on AWS")
def deletions_are_locked(s3: Hostile) -> None:
    s3.change("DeleteObject", lambda *_: refusal(403, "AccessDenied", LOCKED))


@fault("deletions-are-locked-minio", "Deletions are refused by Object Lock, as by MinIO: 400")
def deletions_are_locked_minio(s3: Hostile) -> None:
    words = "Object is WORM protected and cannot be overwritten"
    s3.change("DeleteObject", lambda *_: refusal(400, "InvalidRequest", words))


@fault("folder-has-content", "The object of a folder, with a key that ends with `/`, has content")
def folder_has_content(s3: Hostile) -> None:
    stored = s3.objects["f/sub/"]
    stored.data = b"content"
    stored.headers |= {"ETag": f'"{md5(stored.data).hex()}"', CRC: crc64nvme(stored.data)}
