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


def types_that_may_have_been_sent(
    options: UploadOptions, key: str, *, in_earlier_run: bool
) -> tuple[str, ...]:
    """Return the types to expect of an object, the most likely first; none if none was sent.

    What an earlier run sent isn't recorded. Versions of S3enc without the table took the computer's
    type for the whole name, of `x.csv.gz` that of the CSV file inside.
    """
    sent = sent_content_type(options, key)
    if sent is None:
        return ()
    if not in_earlier_run or options.content_type or key.endswith("/"):
        return (sent,)
    earlier = _by_whole_name(key.rpartition("/")[2].partition(".")[2])
    return (sent, earlier) if earlier and earlier != sent else (sent,)


@lru_cache(maxsize=256)
def _by_whole_name(suffixes: str) -> str | None:
    return mimetypes.guess_type(f"x.{suffixes}")[0] if suffixes else None


@lru_cache(maxsize=256)
def _by_computer(suffix: str) -> str | None:
    kind, compression = mimetypes.guess_type(f"x.{suffix}") if suffix else (None, None)
    return None if compression else kind  # the type of what is compressed isn't that of the bytes
