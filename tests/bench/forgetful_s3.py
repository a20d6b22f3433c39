"""An S3 that stores only the size and headers of objects."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape, unescape

from tests.bench.http_reader import Request

DATE = "Tue, 01 Jan 2030 00:00:00 GMT"
ISO_DATE = "2030-01-01T00:00:00.000Z"
_NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
_KEPT = ("x-amz-server-side-encryption", "x-amz-meta-", "content-type")
_CHECKSUM = "x-amz-checksum-"
_ENCRYPTION = (
    "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
    "</ApplyServerSideEncryptionByDefault></Rule>"
)


@dataclass(slots=True)
class Answer:
    """Status, headers and XML; `size`: Content-Length in the answer to HEAD."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    size: int | None = None


@dataclass(slots=True)
class _Object:
    size: int
    etag: str
    headers: dict[str, str]
    checksums: dict[str, str]


@dataclass(slots=True)
class _Upload:
    headers: dict[str, str]
    parts: dict[int, tuple[int, str]] = field(default_factory=dict)  # size and ETag


class ForgetfulS3:
    """Answers path-style requests; thread-safe. Every bucket exists."""

    def __init__(self) -> None:
        self._objects: dict[str, _Object] = {}
        self._uploads: dict[str, _Upload] = {}
        self._numbers = count(1)
        self._verbs: dict[str, Callable[[str, dict[str, list[str]], Request], Answer]] = {
            "PUT": self._put,
            "HEAD": self._head,
            "GET": self._get,
            "POST": self._post,
            "DELETE": self._delete,
        }

    def answer(self, request: Request) -> Answer:
        """Return the answer; 501 for unsupported requests."""
        path, _, raw = request.target.partition("?")
        query = parse_qs(raw, keep_blank_values=True) if raw else {}
        verb = self._verbs.get(request.method)
        name = unquote(path).lstrip("/")
        return verb(name, query, request) if verb else Answer(501)

    def _put(self, name: str, query: dict[str, list[str]], request: Request) -> Answer:
        if "/" not in name.rstrip("/"):
            return Answer()  # CreateBucket
        if request.headers.get("if-none-match") and name in self._objects:
            return _refusal(412, "PreconditionFailed")
        checksums = _checksums(request)
        etag = self._etag(request)
        if "uploadId" in query:
            upload = self._uploads.get(query["uploadId"][0])
            if upload is None:
                return _refusal(404, "NoSuchUpload")
            upload.parts[int(query["partNumber"][0])] = (request.size, etag)
            return Answer(headers={"ETag": f'"{etag}"', **checksums})
        stored = _Object(request.size, etag, _kept(request), checksums)
        self._objects[name] = stored
        return Answer(headers={"ETag": f'"{etag}"', **stored.headers, **checksums})

    def _etag(self, request: Request) -> str:
        given = request.headers.get("content-md5")
        # Not in the form of an MD5.
        return base64.b64decode(given).hex() if given else f"{next(self._numbers):032x}-1"

    def _head(self, name: str, query: dict[str, list[str]], request: Request) -> Answer:
        if "/" not in name.rstrip("/"):
            return Answer(headers={"x-amz-bucket-region": "us-east-1"})
        stored = self._objects.get(name)
        if stored is None:
            return Answer(404)
        headers = {"ETag": f'"{stored.etag}"', "Last-Modified": DATE, **stored.headers}
        if stored.checksums and "x-amz-checksum-mode" in request.headers:
            headers |= stored.checksums | {f"{_CHECKSUM}type": "FULL_OBJECT"}
        return Answer(headers=headers, size=stored.size)

    def _get(self, name: str, query: dict[str, list[str]], request: Request) -> Answer:
        if "encryption" in query:
            return xml("ServerSideEncryptionConfiguration", _ENCRYPTION)
        if "location" in query:
            return xml("LocationConstraint", "")
        if "uploadId" in query:
            return xml("ListPartsResult", "<IsTruncated>false</IsTruncated>")
        if "/" in name.rstrip("/"):
            return _refusal(404, "NoSuchKey")
        return self._listing(name.rstrip("/"), query.get("prefix", [""])[0])

    def _listing(self, bucket: str, prefix: str) -> Answer:
        """All keys on one page."""
        start = len(bucket) + 1
        found = [
            f"<Contents><Key>{escape(name[start:])}</Key><LastModified>{ISO_DATE}</LastModified>"
            f"<ETag>{stored.etag}</ETag><Size>{stored.size}</Size></Contents>"
            for name, stored in list(self._objects.items())
            if name.startswith(f"{bucket}/{prefix}")
        ]
        flags = f"<Name>{bucket}</Name><KeyCount>{len(found)}</KeyCount>"
        return xml("ListBucketResult", f"{flags}<IsTruncated>false</IsTruncated>{''.join(found)}")

    def _post(self, name: str, query: dict[str, list[str]], request: Request) -> Answer:
        if "delete" in query:
            for key in re.findall(r"<Key>(.*?)</Key>", request.body.decode()):
                self._objects.pop(f"{name.rstrip('/')}/{unescape(key)}", None)
            return xml("DeleteResult", "")
        if "uploads" in query:
            upload_id = f"upload-{next(self._numbers)}"
            self._uploads[upload_id] = _Upload(_kept(request))
            body = f"<UploadId>{upload_id}</UploadId>"
            return xml("InitiateMultipartUploadResult", body, _kept(request))
        if "uploadId" in query:
            return self._complete(name, query["uploadId"][0], request)
        return Answer(501)

    def _complete(self, name: str, upload_id: str, request: Request) -> Answer:
        if request.headers.get("if-none-match") and name in self._objects:
            return _refusal(412, "PreconditionFailed")
        upload = self._uploads.pop(upload_id, None)
        if upload is None:
            return _refusal(404, "NoSuchUpload")
        parts = [part for _, part in sorted(upload.parts.items())]
        digests = b"".join(bytes.fromhex(etag.partition("-")[0]) for _, etag in parts)
        etag = f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"
        checksums = _checksums(request)
        size = sum(size for size, _ in parts)
        self._objects[name] = _Object(size, etag, upload.headers, checksums)
        said = "".join(
            f"<Checksum{header.removeprefix(_CHECKSUM).upper()}>{value}"
            f"</Checksum{header.removeprefix(_CHECKSUM).upper()}>"
            for header, value in checksums.items()
        )
        body = f"<ETag>&quot;{etag}&quot;</ETag>{said}"
        return xml("CompleteMultipartUploadResult", body, upload.headers)

    def _delete(self, name: str, query: dict[str, list[str]], request: Request) -> Answer:
        if "uploadId" in query:
            known = self._uploads.pop(query["uploadId"][0], None)
            return Answer(204) if known else _refusal(404, "NoSuchUpload")
        self._objects.pop(name, None)
        return Answer(204)


def _kept(request: Request) -> dict[str, str]:
    return {n: value for n, value in request.headers.items() if n.startswith(_KEPT)}


def _checksums(request: Request) -> dict[str, str]:
    """The checksum headers of the request, unverified."""
    return {
        name: value
        for name, value in request.headers.items()
        if name.startswith(_CHECKSUM) and not name.endswith(("-type", "-algorithm", "-mode"))
    }


def xml(root: str, body: str, headers: dict[str, str] | None = None) -> Answer:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_NAMESPACE}>{body}</{root}>'
    return Answer(200, {**(headers or {}), "Content-Type": "application/xml"}, text.encode())


def _refusal(status: int, code: str) -> Answer:
    text = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>"
    return Answer(status, {"Content-Type": "application/xml"}, text.encode())
