"""Templates of requests that botocore serializes once and that are filled in many times.

The requests of a job differ only in the key and a few headers. Endpoint, addressing style and the
headers of the options come from botocore.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.regex import regex
from s3enc_gui.s3.transport.interface import IDENTITY
from s3enc_gui.s3.transport.request_headers import check_headers

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY = "0-the-key-0"  # placeholder for the key in a URL; needs no escaping

# Headers that are set for each request when it is signed and sent.
_PER_REQUEST = frozenset(
    {
        "amz-sdk-invocation-id",
        "amz-sdk-request",
        "authorization",
        "content-length",
        "expect",
        "host",
        "x-amz-content-sha256",
        "x-amz-date",
        "x-amz-security-token",
    }
)

_CREDENTIAL = regex(
    r"AWS4-HMAC-SHA256 Credential=[^,]*/[0-9]{8}/"
    r"(?P<region>[^/,]+)/(?P<service>[^/,]+)/aws4_request"
)

# Parameters that differ between objects, and their headers (S3 API Reference).
_HEADERS = {
    "AcceptEncoding": "accept-encoding",
    "ChecksumCRC64NVME": "x-amz-checksum-crc64nvme",
    "ChecksumMode": "x-amz-checksum-mode",
    "ContentMD5": "content-md5",
    "ContentType": "content-type",
    "IfMatch": "if-match",
    "IfNoneMatch": "if-none-match",
    "Range": "range",
}
_AS_STORED = ("accept-encoding", IDENTITY)
_QUERY = {"PartNumber": "partNumber", "UploadId": "uploadId", "VersionId": "versionId"}
_VARYING = _HEADERS.keys() | _QUERY.keys()
_METHODS = {
    "GetObject": "get_object",
    "HeadObject": "head_object",
    "PutObject": "put_object",
    "UploadPart": "upload_part",
}
_NOTHING: Mapping[str, object] = {}
_REQUIRED: dict[str, dict[str, object]] = {"UploadPart": {"PartNumber": 1, "UploadId": "u"}}


def head_parameters(version_id: str | None, *, checksum: bool, accept: str) -> dict[str, object]:
    """Return the parameters of `head_object` by their boto3 names."""
    params: dict[str, object] = {} if accept == IDENTITY else {"AcceptEncoding": accept}
    if version_id:
        params["VersionId"] = version_id
    if checksum:
        params["ChecksumMode"] = "ENABLED"
    return params


@lru_cache(maxsize=1024)
def escaped(key: str) -> str:
    """Return a key escaped for a URL, like botocore."""
    return quote(key, safe="/~")


class FilledRequest(NamedTuple):
    """A request ready to be signed; headers in lower case, with `host`; the query in order."""

    template: RequestTemplate
    path: str
    query: str
    headers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RequestTemplate:
    """What requests of an operation with the same options have in common.

    `region` and `service` are those of botocore's signature; None: not Signature Version 4.
    """

    method: str
    scheme: str
    netloc: str
    before_key: str
    after_key: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    region: str | None
    service: str

    def fill(self, key: str, varying: Mapping[str, object], length: int | None) -> FilledRequest:
        """Return the request for one object; `varying` by boto3 names, `length` of the body."""
        headers = list(self.headers)
        if length is None and "AcceptEncoding" not in varying:
            headers.append(_AS_STORED)
        query = self.query
        for name, value in varying.items():
            if name in _HEADERS:
                headers.append((_HEADERS[name], str(value)))
            else:
                query += ((_QUERY[name], str(value)),)
        if length is not None:
            headers.append(("content-length", str(length)))
        path = f"{self.before_key}{escaped(key)}{self.after_key}"
        joined = urlencode(sorted(query), quote_via=quote) if query else ""
        return FilledRequest(self, path, joined, headers)


class RequestSerializer:
    """Makes templates with a client of its own, which never sends anything."""

    def __init__(self, client: S3Client) -> None:
        self._client: Any = client
        self._captured: Any = None
        self._templates: dict[tuple[str, str], RequestTemplate] = {}
        client.meta.events.register_first("before-send.s3", self._capture)

    def fill(
        self,
        operation: str,
        bucket: str,
        key: str,
        parameters: Mapping[str, object],
        length: int | None,
    ) -> FilledRequest:
        """Return the request of an operation. Not thread-safe."""
        varying, shared = parameters, _NOTHING
        if not parameters.keys() <= _VARYING:
            varying = {name: value for name, value in parameters.items() if name in _VARYING}
            shared = {name: value for name, value in parameters.items() if name not in _VARYING}
        name = (operation, f"{bucket} {sorted(shared.items())!r}" if shared else bucket)
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self._make(operation, bucket, shared)
        return template.fill(key, varying, length)

    def _make(self, operation: str, bucket: str, shared: Mapping[str, object]) -> RequestTemplate:
        method = _METHODS[operation]
        required = _REQUIRED.get(operation, {})
        getattr(self._client, method)(Bucket=bucket, Key=KEY, **required, **shared)
        request = self._captured
        url = urlsplit(request.url)
        before, _, after = url.path.rpartition(KEY)
        pairs = parse_qsl(url.query, keep_blank_values=True)
        query = tuple(pair for pair in pairs if pair[0] not in _QUERY.values())
        headers = (("host", url.netloc), *self._kept(request.headers))
        check_headers(headers)
        region, service = _signature_scope(request.headers)
        return RequestTemplate(
            request.method, url.scheme, url.netloc, before, after, query, headers, region, service
        )

    def _kept(self, headers: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - untyped
        for name, value in headers.items():
            if name.lower() not in _PER_REQUEST:
                yield name.lower(), value.decode() if isinstance(value, bytes) else value

    def _capture(self, request: Any, **_: object) -> Any:  # noqa: ANN401 - AWSPreparedRequest
        from botocore.awsrequest import AWSResponse
        from botocore.compat import HTTPHeaders

        self._captured = request
        headers = HTTPHeaders()
        headers["ETag"] = '"0"'  # required by ResponseOrigin
        return AWSResponse(request.url, 200, headers, _EmptyBody())


def _signature_scope(headers: Any) -> tuple[str | None, str]:  # noqa: ANN401 - untyped
    """Return Region and service of a signature; the Region is None for other versions."""
    authorization = headers.get("Authorization", "")
    if isinstance(authorization, bytes):
        authorization = authorization.decode()
    found = _CREDENTIAL.match(authorization)
    return (found["region"], found["service"]) if found else (None, "")


class _EmptyBody:
    """The body of a captured request's fake response."""

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        return iter(())
