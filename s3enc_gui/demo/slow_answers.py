"""An object with a slow HeadObject response, to show how the window waits."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

from moto.s3.models import FakeKey, S3Backend

from s3enc_gui.demo.patching import Patcher

SLOW = "takes-6-seconds.txt"
"""The end of its key."""

SECONDS = 6.0


def install(patcher: Patcher) -> None:
    """Delay HeadObject for this object."""
    patcher.wrap(S3Backend, "head_object", _head_object)


def _head_object(original: Callable[..., FakeKey | None]) -> Callable[..., FakeKey | None]:
    @functools.wraps(original)
    def head_object(
        self: S3Backend, bucket: str, key: str, *rest: object, **more: object
    ) -> FakeKey | None:
        if key.endswith(SLOW):
            time.sleep(SECONDS)
        return original(self, bucket, key, *rest, **more)

    return head_object
