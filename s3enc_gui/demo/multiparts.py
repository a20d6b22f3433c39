"""The `Initiated` time of multipart uploads; moto returns a fixed date in 2010."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from moto.s3.models import FakeMultipart
from moto.s3.responses import S3Response

from s3enc_gui.demo.patching import Patcher
from s3enc_gui.regex import regex

_UPLOAD = regex(r"<Upload>.*?</Upload>", re.DOTALL)
_ID = regex(r"<UploadId>(.*?)</UploadId>")
_INITIATED = regex(r"<Initiated>.*?</Initiated>")


def install(patcher: Patcher) -> None:
    """Record the time of CreateMultipartUpload, and return it from ListMultipartUploads."""
    patcher.wrap(FakeMultipart, "__init__", _create)
    patcher.wrap(S3Response, "list_multipart_uploads", _list)


def _create(original: Callable[..., None]) -> Callable[..., None]:
    def create(self: Any, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - moto's own
        original(self, *arguments, **named)
        self.initiated = datetime.now(UTC)

    return create


def _list(original: Callable[..., Any]) -> Callable[..., Any]:
    def listed(self: Any) -> Any:  # noqa: ANN401 - moto's own
        status, headers, body = original(self)
        uploads = self.backend.list_multipart_uploads(self.bucket_name)

        def dated(found: re.Match[str]) -> str:
            upload = found[0]
            number = _ID.search(upload)
            known = uploads.get(number[1]) if number else None
            when = getattr(known, "initiated", None)
            if when is None:
                return upload
            text = when.strftime("%Y-%m-%dT%H:%M:%S.000Z")
            return _INITIATED.sub(f"<Initiated>{text}</Initiated>", upload)

        text = body.decode() if isinstance(body, bytes) else body
        return status, headers, _UPLOAD.sub(dated, text)

    return listed
