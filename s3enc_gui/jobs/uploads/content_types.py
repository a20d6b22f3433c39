"""The Content-Type that an upload sends: the requested one, ours, or the computer's."""

from __future__ import annotations

import mimetypes
from functools import lru_cache

from s3enc_gui.domain.headers.content_types import content_type_of, suffix_of
from s3enc_gui.domain.uploads.plan import UploadOptions


def read_types() -> None:
    """Read the computer's types once, instead of in the first call of each thread; blocks."""
    mimetypes.init()


def sent_content_type(options: UploadOptions, key: str) -> str | None:
    """Return the type to send with a key; None: none is sent, and the server's default applies."""
    return content_type_of(key, options.content_type) or _by_computer(suffix_of(key))


@lru_cache(maxsize=256)
def _by_computer(suffix: str) -> str | None:
    kind, compression = mimetypes.guess_type(f"x.{suffix}") if suffix else (None, None)
    return None if compression else kind  # the type of what is compressed isn't that of the bytes
