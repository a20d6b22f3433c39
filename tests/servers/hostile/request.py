"""Requests, parsed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, unquote

from tests.servers.hostile.stored import ENCRYPTION, LOCK

_SHOWN = (
    "content-type",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "expires",
    "x-amz-storage-class",
)


@dataclass
class Request:
    """A request; the key is the percent-decoded path, otherwise unchanged."""

    method: str
    key: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""
    bucket: str = "bucket"

    @classmethod
    def read(cls, method: str, target: str, headers: dict[str, str]) -> Request:
        """Parse the request line; `headers` by lower-case names."""
        path, _, query = target.partition("?")
        bucket, _, key = path.removeprefix("/").partition("/")
        asked = {k: v[0] for k, v in parse_qs(query, keep_blank_values=True).items()}
        return cls(method, unquote(key), asked, headers, bucket=unquote(bucket))

    @property
    def kept(self) -> dict[str, str]:
        """The headers that are stored with an object."""
        return {
            name: value
            for name, value in self.headers.items()
            if (name.startswith((ENCRYPTION, "x-amz-meta-", LOCK)) or name in _SHOWN)
            and not name.endswith("customer-key")
        }

    @property
    def described(self) -> dict[str, str]:
        """The stored headers without encryption and storage class."""
        return {
            name: value
            for name, value in self.kept.items()
            if not name.startswith((ENCRYPTION, "x-amz-storage-class", LOCK))
        }

    @property
    def tags(self) -> dict[str, str]:
        """The tags of the header x-amz-tagging."""
        return dict(parse_qsl(self.headers.get("x-amz-tagging", ""), keep_blank_values=True))

    @property
    def operation(self) -> str:
        """The name of the S3 operation; "Other" if it isn't supported."""
        if not self.bucket:
            return {"GET": "ListBuckets", "POST": "Kms"}.get(self.method, "Other")
        return self._of_object() if self.key else self._of_bucket()

    def _of_bucket(self) -> str:
        if self.method != "GET":
            if self.method == "POST" and "delete" in self.query:
                return "DeleteObjects"
            return self._of_setting() or {"HEAD": "HeadBucket"}.get(self.method, "Other")
        for name, operation in (
            ("encryption", "GetBucketEncryption"),
            ("policy", "GetBucketPolicy"),
            ("ownershipControls", "GetBucketOwnershipControls"),
            ("publicAccessBlock", "GetPublicAccessBlock"),
            ("location", "GetBucketLocation"),
            ("versioning", "GetBucketVersioning"),
            ("versions", "ListObjectVersions"),
            ("uploads", "ListMultipartUploads"),
            ("list-type", "ListObjectsV2"),
        ):
            if name in self.query:
                return operation
        return "Other" if set(self.query) & {"acl", "tagging"} else "ListObjects"

    def _of_setting(self) -> str:
        """The operation that writes or deletes a setting; empty for another request."""
        verb = {"PUT": "Put", "DELETE": "Delete"}.get(self.method)
        for name, operation in (("encryption", "BucketEncryption"), ("policy", "BucketPolicy")):
            if verb and name in self.query:
                return verb + operation
        return ""

    def _of_object(self) -> str:
        part, copy = "uploadId" in self.query, "x-amz-copy-source" in self.headers
        tagging = "tagging" in self.query
        if self.method == "PUT" and "encryption" in self.query:
            return "UpdateObjectEncryption"
        put = "CopyObject" if copy else "PutObjectTagging" if tagging else "PutObject"
        put_part = "UploadPartCopy" if copy else "UploadPart"
        get = "GetObjectTagging" if tagging else "GetObject"
        if self.method == "GET" and "annotation" in self.query:
            return "ListObjectAnnotations"
        return {
            "PUT": put_part if part else put,
            "POST": "CompleteMultipartUpload" if part else "CreateMultipartUpload",
            "HEAD": "HeadObject",
            "GET": "ListParts" if part else get,
            "DELETE": "AbortMultipartUpload" if part else "DeleteObject",
        }.get(self.method, "Other")
