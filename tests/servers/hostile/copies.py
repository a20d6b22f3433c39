"""CopyObject."""

from __future__ import annotations

from tests.servers.hostile.answers import Answer, refusal, tags, when, xml
from tests.servers.hostile.customer_keys import refuses_storing
from tests.servers.hostile.objects import condition_failed, source_of
from tests.servers.hostile.request import Request
from tests.servers.hostile.state import Hostile, operation
from tests.servers.hostile.stored import CLASS, CRC, ENCRYPTION, LOCK, Stored


@operation("CopyObject")
def copy_object(s3: Hostile, request: Request) -> Answer:
    """Encryption, storage class and lock are of the request, the rest of the source or replaced."""
    found = source_of(s3, request)
    wrong = refuses_storing(request) or condition_failed(s3, request)
    refused = found if isinstance(found, Answer) else wrong
    if refused:
        return refused
    assert isinstance(found, Stored)
    replaced = request.headers.get("x-amz-metadata-directive") == "REPLACE"
    described = request.described if replaced else described_of(found)
    chosen = {k: v for k, v in request.kept.items() if k not in request.described}
    if found is s3.buckets[request.bucket].objects.get(request.key) and not (chosen or replaced):
        return refusal(400, "InvalidRequest", "This copy request is illegal: it changes nothing.")
    given = request.headers.get("x-amz-tagging-directive") == "REPLACE"
    stored = s3.put(
        request.key,
        found.data,
        {**described, **chosen},
        tags=request.tags if given else found.tags,
        bucket=request.bucket,
    )
    if request.headers.get("x-amz-object-annotation-directive") != "EXCLUDE":
        stored.annotations = dict(found.annotations)
    return copied(stored)


def copied(stored: Stored) -> Answer:
    """The answer of CopyObject."""
    inside = tags(
        LastModified=when(stored.modified),
        ETag=stored.etag,
        ChecksumCRC64NVME=stored.headers[CRC],
        ChecksumType="FULL_OBJECT",
    )
    answer = xml("CopyObjectResult", inside)
    answer.headers |= {
        name: value
        for name, value in stored.told.items()
        if name.startswith(ENCRYPTION) or name == "x-amz-version-id"
    }
    return answer


def described_of(stored: Stored) -> dict[str, str]:
    """The headers that are copied."""
    told = stored.told
    return {
        name: value
        for name, value in stored.headers.items()
        if name not in told and name != CLASS and not name.startswith(LOCK)
    }
