"""The version ID `null` of objects in buckets without versioning."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from moto.s3.responses import S3Response

from s3enc_gui.demo.patching import Patcher


def install(patcher: Patcher) -> None:
    """Make HeadObject accept the version ID `null` in a bucket without versioning."""
    patcher.wrap(S3Response, "head_object", _head_object)


def _head_object(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def head_object(
        self: S3Response, bucket_name: str, query: Mapping[str, Any], *rest: object, **more: object
    ) -> Any:  # noqa: ANN401 - moto's response
        is_versioned = self.backend.get_bucket(bucket_name).is_versioned
        if query.get("versionId") == ["null"] and not is_versioned:
            query = {name: value for name, value in query.items() if name != "versionId"}
        return original(self, bucket_name, query, *rest, **more)

    return head_object
