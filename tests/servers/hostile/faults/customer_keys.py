"""Customer-provided keys (SSE-C) that a server ignores, confuses or loses."""

from __future__ import annotations

import base64

from tests.servers.hostile import Answer, Hostile, Request, refusal
from tests.servers.hostile.customer_keys import SOURCE, TARGET
from tests.servers.hostile.faults.building_blocks import LOOKING, STORING, Work, edited, without
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.stored import CRC, CUSTOMER, CUSTOMER_MD5, ENCRYPTION, crc64nvme, md5

_WRITING = (*STORING, "UploadPart", "CompleteMultipartUpload", "CopyObject", "UploadPartCopy")
_ALL = (*_WRITING, *LOOKING)
_OTHER = base64.b64encode(md5(b"another key")).decode()


def _another_key(_: Request, answer: Answer) -> None:
    if CUSTOMER_MD5 in answer.headers:
        answer.headers[CUSTOMER_MD5] = _OTHER


@fault("sse-c-ignored", "SSE-C headers are ignored: objects are stored without them")
def sse_c_ignored(s3: Hostile) -> None:
    without(s3, TARGET, SOURCE, operations=_ALL, echo=False)


@fault("sse-c-ignored-but-echoed", "SSE-C headers are ignored, and repeated in every response")
def sse_c_ignored_but_echoed(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        sent = {name: request.headers.get(name, "") for name in (CUSTOMER, CUSTOMER_MD5)}
        kept = request.headers.items()
        request.headers = {k: v for k, v in kept if not k.startswith((TARGET, SOURCE))}
        answer = work()
        if answer.status < 300 and all(sent.values()):
            answer.drop("x-amz-server-side-encryption")
            answer.headers |= sent
        return answer

    for operation in _ALL:
        s3.change(operation, wrap)


@fault("sse-c-ignored-by-writes", "Writes ignore SSE-C headers and repeat them; reads follow them")
def sse_c_ignored_by_writes(s3: Hostile) -> None:
    without(s3, TARGET, operations=_WRITING)


@fault("sse-c-of-another-key", "Responses name another SSE-C key than the one that was sent")
def sse_c_of_another_key(s3: Hostile) -> None:
    for operation in _ALL:
        edited(s3, operation, _another_key)


@fault("sse-c-of-another-algorithm", "Responses name an SSE-C algorithm that there isn't")
def sse_c_of_another_algorithm(s3: Hostile) -> None:
    def edit(_: Request, answer: Answer) -> None:
        if CUSTOMER in answer.headers:
            answer.headers[CUSTOMER] = "AES128"

    for operation in _ALL:
        edited(s3, operation, edit)


@fault("sse-c-beside-sse-s3", "Responses name SSE-S3 beside SSE-C")
def sse_c_beside_sse_s3(s3: Hostile) -> None:
    def edit(_: Request, answer: Answer) -> None:
        if CUSTOMER in answer.headers:
            answer.headers[ENCRYPTION] = "AES256"

    for operation in _ALL:
        edited(s3, operation, edit)


@fault("sse-c-not-reported", "HEAD and GET with the key report no SSE-C")
def sse_c_not_reported(s3: Hostile) -> None:
    for operation in LOOKING:
        edited(s3, operation, lambda _, answer: answer.drop(CUSTOMER, CUSTOMER_MD5))


@fault("sse-c-without-md5", "HEAD and GET with the key report SSE-C without the key's MD5")
def sse_c_without_md5(s3: Hostile) -> None:
    for operation in LOOKING:
        edited(s3, operation, lambda _, answer: answer.drop(CUSTOMER_MD5))


@fault("sse-c-not-reported-by-writes", "Writes store with SSE-C, and don't report it")
def sse_c_not_reported_by_writes(s3: Hostile) -> None:
    for operation in _WRITING:
        edited(s3, operation, lambda _, answer: answer.drop(CUSTOMER, CUSTOMER_MD5))


@fault("sse-c-writes-name-another-key", "Writes store with the key, and name another one")
def sse_c_writes_name_another_key(s3: Hostile) -> None:
    for operation in _WRITING:
        edited(s3, operation, _another_key)


@fault("sse-c-get-names-another-key", "GET with the key names another one, HEAD doesn't")
def sse_c_get_names_another_key(s3: Hostile) -> None:
    edited(s3, "GetObject", _another_key)


@fault("sse-c-reads-with-any-key", "Under a wrong SSE-C key, GET and HEAD return other bytes")
def sse_c_reads_with_any_key(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        stored = s3.objects.get(request.key)
        sent = request.headers.get(CUSTOMER_MD5)
        if stored is None or not sent or stored.headers.get(CUSTOMER_MD5) in (None, sent):
            return work()
        right, stored.headers[CUSTOMER_MD5] = stored.headers[CUSTOMER_MD5], sent
        try:
            answer = work()
        finally:
            stored.headers[CUSTOMER_MD5] = right
        answer.headers[CUSTOMER_MD5] = sent
        answer.body = bytes(byte ^ 0x5A for byte in answer.body)
        return answer

    for operation in LOOKING:
        s3.change(operation, wrap)


@fault("sse-c-part-under-another-key", "The second part is stored under another SSE-C key")
def sse_c_part_under_another_key(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        upload = s3.uploads.get(request.query.get("uploadId", ""))
        number = int(request.query.get("partNumber", 0))
        if answer.status < 300 and upload and number == 2 and CUSTOMER in upload.kept:
            part = upload.parts[number]
            told = part.etag
            part.data = bytes(byte ^ 0x5A for byte in part.data)
            answer.body = answer.body.replace(told.encode(), part.etag.encode())
            if "ETag" in answer.headers:
                answer.headers["ETag"] = part.etag
            if CRC in answer.headers:
                answer.headers[CRC] = crc64nvme(part.data)
        return answer

    for operation in ("UploadPart", "UploadPartCopy"):
        s3.change(operation, wrap)


@fault("sse-c-copy-loses-the-key", "Copies ignore the SSE-C key of the copy, and repeat it")
def sse_c_copy_loses_the_key(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        if "x-amz-copy-source" not in request.headers:
            return work()
        kept = request.headers.items()
        sent = {k: v for k, v in kept if k in (CUSTOMER, CUSTOMER_MD5)}
        request.headers = {k: v for k, v in kept if not k.startswith(TARGET)}
        answer = work()
        if answer.status < 300:
            answer.headers |= sent
        return answer

    s3.change("CopyObject", wrap)


@fault("sse-c-complete-wants-none", "CompleteMultipartUpload with an SSE-C key is refused with 400")
def sse_c_complete_wants_none(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        if CUSTOMER in request.headers:
            return refusal(400, "InvalidArgument", "The header isn't accepted here.")
        return work()

    s3.change("CompleteMultipartUpload", wrap)


@fault("sse-c-head-without-a-key", "HEAD of objects with SSE-C needs no key")
def sse_c_head_without_a_key(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        stored = s3.objects.get(request.key)
        if stored and CUSTOMER_MD5 in stored.headers and CUSTOMER not in request.headers:
            key = stored.headers.pop(CUSTOMER_MD5)
            algorithm = stored.headers.pop(CUSTOMER)
            answer = work()
            stored.headers |= {CUSTOMER: algorithm, CUSTOMER_MD5: key}
            answer.headers |= {CUSTOMER: algorithm, CUSTOMER_MD5: key}
            return answer
        return work()

    s3.change("HeadObject", wrap)
