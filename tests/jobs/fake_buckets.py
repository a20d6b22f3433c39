"""Two buckets in memory that copy as AWS does, with faults that tests add."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.listing.key_encoding import KeyEncoding
from s3enc_gui.s3.server.knowledge import ServerKnowledge
from s3enc_gui.s3.session.aws_session import AwsSession
from s3enc_gui.s3.transport.responses import read_write_response

ARN = "arn:aws:kms:eu-west-1:111122223333:key/k"
SSE_S3 = {"ServerSideEncryption": "AES256"}
SSE_KMS = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": ARN, "BucketKeyEnabled": True}
ENCRYPTION = ("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled")

_CHANGED_BY_COPY = ("StorageClass", "WebsiteRedirectLocation")


@dataclass(frozen=True)
class StoredObject:
    """An object: its bytes, the other fields of HeadObject, and its tags."""

    data: bytes
    fields: dict[str, Any]
    tags: dict[str, str] = field(default_factory=dict)
    modified: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    @property
    def etag(self) -> str:
        return hashlib.md5(self.data, usedforsecurity=False).hexdigest()


def refusal(
    code: str,
    operation: str = "X",
    *,
    status: int = 400,
    tries: int = 0,
    headers: Mapping[str, str] | None = None,
) -> ClientError:
    meta: Any = {
        "HTTPStatusCode": status,
        "RetryAttempts": tries,
        "HTTPHeaders": dict(headers or {}),
    }
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": meta}, operation)


def _nothing(*_: object, **__: object) -> None:
    pass


class FakeBuckets:
    """AWS session, client and transport in one.

    `sent` has the operations' names and parameters, `counts` the number of requests by operation.
    `faults` by operation are raised, or called with the parameters, instead of the operation;
    `after` is called when an operation is done.
    """

    region = "eu-west-1"

    def __init__(self) -> None:
        events = SimpleNamespace(register=_nothing, register_first=_nothing)
        url = "https://s3.eu-west-1.amazonaws.com"
        self.meta = SimpleNamespace(endpoint_url=url, region_name=self.region, events=events)
        self.objects: dict[tuple[str, str], StoredObject] = {}
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.faults: dict[str, Any] = {}
        self.after: dict[str, Any] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        self.counts: Counter[str] = Counter()
        self.connection = Connection()
        self._time = datetime(2026, 2, 1, tzinfo=UTC)

    def put(self, key, data=b"data", bucket="here", tags=None, **fields):
        self.objects[bucket, key] = StoredObject(data, fields or SSE_KMS, tags or {})
        return self.objects[bucket, key]

    def keys(self, bucket="here"):
        return sorted(key for where, key in self.objects if where == bucket)

    def parameters_of(self, operation):
        """Return the parameters of an operation's requests."""
        return [params for name, params in self.sent if name == operation]

    def server(self, region=None):
        return ServerKnowledge(self.meta.endpoint_url)

    def key_encoding(self, region=None):
        return KeyEncoding("https://s3.eu-west-1.amazonaws.com")

    def s3(self, region=None):
        return self

    botocore_transport = transport = probe_client = s3
    at = AwsSession.at

    def generate_presigned_url(self, *_, **__):
        return "https://here.s3.eu-west-1.amazonaws.com/0-the-key-0"

    def get_bucket_location(self, **_):
        return {"LocationConstraint": self.region}

    def head_bucket(self, **_):
        return {"BucketRegion": self.region}

    def get_bucket_encryption(self, **_):
        raise refusal("AccessDenied", "GetBucketEncryption", status=403)

    def __getattr__(self, name):
        """Return an operation of the client."""
        if name.startswith("_") or not hasattr(type(self), f"_do_{name}"):
            raise AttributeError(name)

        def ask(**params):
            self.sent.append((name, params))
            self.counts[name] += 1
            fault = self.faults.get(name)
            if isinstance(fault, BaseException):
                raise fault
            answer = fault(params) if fault else getattr(self, f"_do_{name}")(params)
            if name in self.after:
                self.after[name](params)
            return answer

        return ask

    def head_object(self, bucket="", key="", version_id=None, *, checksum=False, **params):
        """The transport's; the client's is used only after a completion without an ETag."""
        if params:
            return self._fields(params["Bucket"], params["Key"])
        return self._head(bucket, key)

    async def _head(self, bucket, key):
        return self._fields(bucket, key)

    def _fields(self, bucket, key):
        self.counts["head_object"] += 1
        fault = self.faults.get("head_object")
        if fault:
            fault(bucket, key)
        stored = self.objects.get((bucket, key))
        if stored is None:
            raise AppError("There is no such object", code="404")
        return {
            "ContentLength": len(stored.data),
            "ETag": f'"{stored.etag}"',
            "LastModified": stored.modified,
            **stored.fields,
        }

    def get_object(self, bucket="", key="", wanted=None, **params):
        """The transport's; the client's is used only for the message of an error."""
        if params:
            raise refusal("AccessDenied", status=403)
        self.counts["get_object"] += 1
        return self._get(bucket, key, wanted)

    async def _get(self, bucket, key, wanted):
        wanted.take(self.objects[bucket, key].data)
        return {}

    async def put_object(self, bucket, key, body, parameters):
        """The transport's: only of empty objects that represent folders."""
        self.counts["put_object"] += 1
        params = {"Bucket": bucket, "Key": key, **parameters}
        self.sent.append(("put_object", dict(params)))
        self._check_absent_transport(params)
        tags = dict(pair.split("=") for pair in params.pop("Tagging", "").split("&") if pair)
        left_out = ("IfNoneMatch", "ChecksumCRC64NVME")
        fields = {name: value for name, value in params.items() if name not in left_out}
        self._store(params, bytes(body.data), fields, tags)
        return read_write_response({"ETag": self.objects[bucket, key].etag})

    async def upload_part(self, *_):
        raise AssertionError

    def _do_get_object_tagging(self, params):
        tags = self.objects[params["Bucket"], params["Key"]].tags
        return {"TagSet": [{"Key": key, "Value": value} for key, value in tags.items()]}

    def _do_list_object_annotations(self, _):
        return {}

    def _do_copy_object(self, params):
        source = self._source(params)
        self._check_absent(params)
        kept = {k: v for k, v in source.fields.items() if k not in (*ENCRYPTION, *_CHANGED_BY_COPY)}
        asked = {k: params[k] for k in (*ENCRYPTION, *_CHANGED_BY_COPY) if k in params}
        return self._store(params, source.data, {**kept, **(asked or SSE_S3)}, source.tags)

    def _do_update_object_encryption(self, params):
        where = params["Bucket"], params["Key"]
        asked, stored = params["ObjectEncryption"]["SSEKMS"], self.objects[where]
        if stored.fields.get("ServerSideEncryption") not in ("AES256", "aws:kms"):
            raise refusal("InvalidRequest")
        kept = {k: v for k, v in stored.fields.items() if k not in ENCRYPTION}
        new = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": asked["KMSKeyArn"]}
        if asked["BucketKeyEnabled"]:
            new["BucketKeyEnabled"] = True
        self.objects[where] = replace(stored, fields={**kept, **new})
        return {}

    def _do_create_multipart_upload(self, params):
        self.uploads["u"] = dict(params)
        return {"UploadId": "u"}

    def _do_upload_part_copy(self, params):
        source = self._source(params)
        first, last = params["CopySourceRange"].removeprefix("bytes=").split("-")
        data = source.data[int(first) : int(last) + 1]
        self.uploads[params["UploadId"]].setdefault("parts", {})[params["PartNumber"]] = data
        return {"CopyPartResult": {"ETag": f'"{len(data)}"'}}

    def _do_complete_multipart_upload(self, params):
        self._check_absent(params)
        upload = self.uploads.pop(params["UploadId"])
        parts = upload.pop("parts")
        data = b"".join(parts[one["PartNumber"]] for one in params["MultipartUpload"]["Parts"])
        tags = dict(pair.split("=") for pair in upload.pop("Tagging", "").split("&") if pair)
        fields = {k: v for k, v in upload.items() if not k.startswith("Checksum")}
        return self._store(params, data, fields, tags)["CopyObjectResult"]

    def _do_list_multipart_uploads(self, params):
        uploads = [
            {"UploadId": number, "Key": upload["Key"], "Initiated": datetime.now(UTC)}
            for number, upload in self.uploads.items()
        ]
        return {"Uploads": uploads, "IsTruncated": False}

    def _do_abort_multipart_upload(self, params):
        if self.uploads.pop(params["UploadId"], None) is None:
            raise refusal("NoSuchUpload", status=404)

    def _do_list_parts(self, params):
        raise refusal("NoSuchUpload", status=404)

    def _do_delete_object(self, params):
        self.objects.pop((params["Bucket"], params["Key"]), None)
        return {}

    def _do_delete_objects(self, params):
        for one in params["Delete"]["Objects"]:
            self.objects.pop((params["Bucket"], one["Key"]), None)
        return {}

    def _do_list_objects_v2(self, params):
        keys = [
            key for key in self.keys(params["Bucket"]) if key.startswith(params.get("Prefix", ""))
        ]
        found = [(key, self.objects[params["Bucket"], key]) for key in keys]
        contents = [
            {"Key": key, "Size": len(one.data), "ETag": f'"{one.etag}"'} for key, one in found
        ]
        return {"Contents": contents, "IsTruncated": False}

    def _do_get_bucket_versioning(self, params):
        return {}

    def _source(self, params):
        named = params["CopySource"]
        stored = self.objects[named["Bucket"], named["Key"]]
        if params["CopySourceIfMatch"] != f'"{stored.etag}"':
            raise refusal("PreconditionFailed", status=412)
        return stored

    def _check_absent_transport(self, params):
        if params.get("IfNoneMatch") and (params["Bucket"], params["Key"]) in self.objects:
            raise AppError("It is there", code="PreconditionFailed")

    def _check_absent(self, params):
        if params.get("IfNoneMatch") and (params["Bucket"], params["Key"]) in self.objects:
            raise refusal("PreconditionFailed", status=412)

    def _store(self, params, data, fields, tags):
        self._time += timedelta(seconds=1)
        names = ("Bucket", "Key")
        fields = {k: v for k, v in fields.items() if k not in names}
        stored = StoredObject(data, fields, tags, self._time)
        self.objects[params["Bucket"], params["Key"]] = stored
        return {"CopyObjectResult": {"ETag": f'"{stored.etag}"'}}

    def change(self, key, bucket="here", **changes):
        """Replace fields of an object."""
        self.objects[bucket, key] = replace(self.objects[bucket, key], **changes)


class FakeServices:
    """Services of a job, with FakeBuckets."""

    def __init__(self, loop: Any) -> None:
        self.fake = FakeBuckets()
        self.run = loop.run
        self.journal = SimpleNamespace(known_uploads=lambda _: set(), receipts_of_key=lambda *_: ())
        self.customer_keys = SimpleNamespace(known=tuple)
        self.aws_sessions = SimpleNamespace(renewed=lambda old, check: check(old) or old)
        self.deadline: float | None = None
        self.session_sources = SimpleNamespace(is_in_memory=lambda _: False)
        self.scratch = SimpleNamespace(existing=None)

    def aws_session(self, _: object) -> FakeBuckets:
        return self.fake

    @contextmanager
    def retrying(self, _: object) -> Iterator[None]:
        yield
