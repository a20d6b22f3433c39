"""Faults of multipart uploads."""

from __future__ import annotations

from tests.servers.hostile import CRC, Answer, Hostile, Request, Upload, refusal, xml
from tests.servers.hostile.faults.building_blocks import Work, edited, processed_but
from tests.servers.hostile.faults.registry import fault
from tests.servers.hostile.multipart import named
from tests.servers.hostile.stored import Part

CRASH = refusal(500, "InternalError", "We encountered an internal error.")
CRASH.status = 200


def _naming(parts: dict[int, Part]) -> bytes:
    """The body of Complete with these parts."""
    told = "".join(
        f"<Part><PartNumber>{n}</PartNumber><ETag>{part.etag}</ETag></Part>"
        for n, part in parts.items()
    )
    return f"<CompleteMultipartUpload>{told}</CompleteMultipartUpload>".encode()


def _put_together(s3: Hostile, order: str) -> None:
    """Complete with other parts than requested, but answer as if requested."""

    def wrap(request: Request, work: Work) -> Answer:
        upload = s3.uploads.get(request.query["uploadId"])
        if upload is not None and len(upload.parts) > 1:
            request.headers.pop(CRC, None)
            datas = [upload.parts[number].data for number, _ in named(request.body)]
            wrong = {"without": datas[:-1], "reversed": datas[::-1], "first": datas[:1] * 3}[order]
            upload.parts = {n: Part(data) for n, data in enumerate(wrong, 1)}
            request.body = _naming(upload.parts)
        return work()

    s3.change("CompleteMultipartUpload", wrap)


@fault("part-forgotten", "Complete omits the last part")
def part_forgotten(s3: Hostile) -> None:
    _put_together(s3, "without")


@fault("parts-in-another-order", "Complete joins the parts in reverse order")
def parts_in_another_order(s3: Hostile) -> None:
    _put_together(s3, "reversed")


@fault("one-part-for-all", "Complete uses the first part for all others")
def one_part_for_all(s3: Hostile) -> None:
    _put_together(s3, "first")


@fault("error-in-200", "Complete answers 200 with an error in it, and does nothing")
def error_in_200(s3: Hostile) -> None:
    s3.always("CompleteMultipartUpload", CRASH)


@fault("error-in-200-unheard", "Complete stores the object, and answers 200 with an error in it")
def error_in_200_unheard(s3: Hostile) -> None:
    processed_but(s3, "CompleteMultipartUpload", CRASH)


@fault("complete-without-etag", "Complete answers with an empty ETag")
def complete_without_etag(s3: Hostile) -> None:
    processed_but(
        s3, "CompleteMultipartUpload", xml("CompleteMultipartUploadResult", "<ETag></ETag>")
    )


@fault("complete-says-nothing", "Complete answers 200 without a body")
def complete_says_nothing(s3: Hostile) -> None:
    processed_but(s3, "CompleteMultipartUpload", Answer(headers={"x-amz-request-id": "1"}))


@fault("complete-does-nothing", "Complete answers 200, and creates no object")
def complete_does_nothing(s3: Hostile) -> None:
    etag = "<ETag>&quot;0123456789abcdef0123456789abcdef-4&quot;</ETag>"
    s3.always("CompleteMultipartUpload", xml("CompleteMultipartUploadResult", etag))


@fault("upload-vanishes", "The upload is gone after its second part")
def upload_vanishes(s3: Hostile) -> None:
    def wrap(request: Request, work: Work) -> Answer:
        answer = work()
        if request.query["partNumber"] == "2":
            s3.uploads.pop(request.query["uploadId"], None)
        return answer

    for operation in ("UploadPart", "UploadPartCopy"):
        s3.change(operation, wrap)


@fault("parts-are-never-listed", "ListParts returns no parts")
def parts_are_never_listed(s3: Hostile) -> None:
    s3.always("ListParts", xml("ListPartsResult", "<IsTruncated>false</IsTruncated>"))


@fault("part-etag-missing", "UploadPart and UploadPartCopy answer without an ETag")
def part_etag_missing(s3: Hostile) -> None:
    edited(s3, "UploadPart", lambda _, answer: answer.drop("ETag"))
    processed_but(s3, "UploadPartCopy", xml("CopyPartResult", ""))


@fault("part-etags-alike", "All parts are answered with the same ETag")
def part_etags_alike(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        answer.headers["ETag"] = '"0123456789abcdef0123456789abcdef"'

    edited(s3, "UploadPart", change)


@fault("part-spoilt", "The second part is stored with another byte")
def part_spoilt(s3: Hostile) -> None:
    def change(request: Request, answer: Answer) -> None:
        upload: Upload | None = s3.uploads.get(request.query["uploadId"])
        if upload and request.query["partNumber"] == "2":
            upload.parts[2].data = upload.parts[2].data[:-1] + b"?"

    edited(s3, "UploadPart", change)

    def unchecked(request: Request, work: Work) -> Answer:
        request.headers.pop(CRC, None)
        parts = s3.uploads[request.query["uploadId"]].parts
        request.body = _naming({n: parts[n] for n, _ in named(request.body) if n in parts})
        return work()

    s3.change("CompleteMultipartUpload", unchecked)


@fault("create-without-id", "CreateMultipartUpload answers without an upload id")
def create_without_id(s3: Hostile) -> None:
    s3.always("CreateMultipartUpload", xml("InitiateMultipartUploadResult", "<Key>k</Key>"))


@fault("create-gives-one-id", "CreateMultipartUpload gives the same id to everybody")
def create_gives_one_id(s3: Hostile) -> None:
    def change(request: Request, work: Work) -> Answer:
        work()
        s3.uploads["same"] = s3.uploads.pop(next(reversed(s3.uploads)))
        return xml("InitiateMultipartUploadResult", "<UploadId>same</UploadId>")

    s3.change("CreateMultipartUpload", change)


@fault("abort-does-nothing", "AbortMultipartUpload answers 204, and the upload stays")
def abort_does_nothing(s3: Hostile) -> None:
    s3.always("AbortMultipartUpload", Answer(204, {"x-amz-request-id": "1"}))
    s3.always("CompleteMultipartUpload", refusal(403, "AccessDenied"))
