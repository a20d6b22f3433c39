"""Leaves headers that a server refuses out of the requests of a botocore client.

Only headers that S3enc adds by itself, and that only say what is the default on AWS. A request that
was refused for one of them is sent again at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from s3enc_gui.regex import regex
from s3enc_gui.s3.server.refused_headers import (
    CHECKSUM_MODE,
    ENCODING_TYPE,
    ENCRYPTION,
    METADATA_DIRECTIVE,
    NOT_IMPLEMENTED,
    TAGGING,
    TAGGING_DIRECTIVE,
    RefusedHeaders,
    named_headers,
    text_of,
)
from s3enc_gui.s3.server.reported_encryption import ReportedEncryption

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Operation: header and value (None: any) that may be left out.
_OPTIONAL: Mapping[str, Mapping[str, str | None]] = {
    "GetObject": {CHECKSUM_MODE: None},
    "CopyObject": {
        TAGGING_DIRECTIVE: "COPY",
        METADATA_DIRECTIVE: "COPY",
        # Of a source with SSE-S3: the copy is compared with it.
        ENCRYPTION: "AES256",
        f"{ENCRYPTION}-bucket-key-enabled": "false",
    },
    "CompleteMultipartUpload": {"x-amz-mp-object-size": None},
}
_LISTS = ("ListObjectsV2", "ListObjects", "ListObjectVersions", "ListMultipartUploads")
_DIRECTIVES = frozenset({TAGGING_DIRECTIVE, METADATA_DIRECTIVE})  # if the refusal names nothing
_ENCODING = regex(r"(?<=[?&])encoding-type=url(?:&|$)")
_OBJECTS = frozenset(
    {"CompleteMultipartUpload", "CopyObject", "GetObject", "HeadObject", "PutObject"}
)
_READS = frozenset({"GetObject", "HeadObject"})
_LEFT_OUT = "s3enc_left_out"  # in botocore's context: the headers, and whether they were named


class LeavingOut:
    """Applies and extends what is known of a server."""

    def __init__(self, refused: RefusedHeaders, encryption: ReportedEncryption) -> None:
        self._refused, self._encryption = refused, encryption

    def watch(self, client: S3Client) -> None:
        """Watch the requests of a client."""
        events: Any = client.meta.events
        events.register_first("before-call.s3", self._prepare, unique_id="s3enc-leaving-out")
        events.register_first("needs-retry.s3", self._learn, unique_id="s3enc-refusals")
        events.register_last("after-call.s3", self._complete, unique_id="s3enc-encryption")

    def _prepare(self, model: Any, params: dict[str, Any], **_: object) -> Any:  # noqa: ANN401 - untyped
        """Remove known headers; answer what needn't be sent."""
        if model.name == "GetBucketEncryption":
            self._encryption.needs_probe()  # not after this request
        if model.name == "GetObjectTagging" and self._refused.refuses(TAGGING):
            status = SimpleNamespace(status_code=501)
            metadata = {"HTTPStatusCode": 501, "HTTPHeaders": {}, "RetryAttempts": 0}
            error = {"Code": "NotImplemented", "Message": ""}
            return status, {"Error": error, "ResponseMetadata": metadata}
        for header in self._optional(model.name, params):
            if self._refused.refuses(header):
                _remove(params, header)
        return None

    def _learn(
        self,
        request_dict: dict[str, Any],
        operation: Any,  # noqa: ANN401 - untyped
        response: Any = None,  # noqa: ANN401 - untyped
        **_: object,
    ) -> float | None:
        """Return 0 to send the request again at once."""
        if response is None:
            return None
        status, parsed = response[0].status_code, response[1]
        context = request_dict["context"]
        left_out, was_named = context.get(_LEFT_OUT, (frozenset(), True))
        if status not in (400, 501):
            if status < 300 and left_out:
                self._refused.learn(left_out)
            return None
        body = parsed.get("Error", {})
        named = named_headers(text_of(body))
        is_unsupported = status == 501 or body.get("Code") in NOT_IMPLEMENTED
        if is_unsupported:
            self._encryption.note_refusal(operation.name, named)
            if operation.name == "GetObjectTagging":
                self._refused.learn([TAGGING])
        optional = self._optional(operation.name, request_dict)
        found = named & optional
        if not found and not named and is_unsupported and not left_out:
            found, was_named = optional & (_DIRECTIVES | {ENCODING_TYPE}), False
        if not found or (not was_named and left_out):
            return None
        for header in found:
            _remove(request_dict, header)
        if was_named:
            self._refused.learn(found)
        context[_LEFT_OUT] = left_out | found, was_named
        return 0

    def _complete(self, model: Any, parsed: dict[str, Any], **_: object) -> None:  # noqa: ANN401 - untyped
        if model.name in _OBJECTS:
            self._encryption.mark(parsed, is_read=model.name in _READS)

    def _optional(self, operation: str, request: Mapping[str, Any]) -> frozenset[str]:
        """Return what may be left out of a request."""
        if operation in _LISTS:
            return frozenset({ENCODING_TYPE} if _ENCODING.search(request["url"]) else ())
        optional = _OPTIONAL.get(operation)
        if optional is None:
            return frozenset()
        sent = {name.lower(): str(value) for name, value in request["headers"].items()}
        return frozenset(
            name for name, value in optional.items() if name in sent and value in (None, sent[name])
        )


def _remove(request: dict[str, Any], header: str) -> None:
    if header == ENCODING_TYPE:
        request["url"] = _ENCODING.sub("", request["url"]).rstrip("?&")
        request.get("query_string", {}).pop(ENCODING_TYPE, None)
        return
    for name in [name for name in request["headers"] if name.lower() == header]:
        del request["headers"][name]
