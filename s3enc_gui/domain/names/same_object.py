"""Whether two locations may be the same object.

Amazon S3 treats keys as opaque. Servers that store objects as files may normalize paths (`m/./z` is
`m/z` in SeaweedFS), ignore case or Unicode normalization, or drop trailing dots and spaces.
"""

from __future__ import annotations

from unicodedata import normalize

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.location import Location


def normalized(key: str) -> str:
    """Return a key without everything that some server ignores.

    Keys with different results are different objects on every server.
    """
    folded = normalize("NFKC", normalize("NFKC", key).casefold())
    parts: list[str] = []
    for part in folded.replace("\\", "/").split("/"):
        if part == "..":
            del parts[-1:]
        elif name := part.strip(". \t"):
            parts.append(name)
    return "/".join(parts)


def keys_may_be_same(one: str, other: str) -> bool:
    """Whether two different keys may be the same object on a server other than Amazon S3."""
    return one != other and normalized(one) == normalized(other)


def may_be_same(one: Location, other: Location, *, amazon: bool) -> bool:
    """Whether two different locations may be the same object.

    Buckets may have several names: access points on Amazon S3, aliases elsewhere (Garage).
    """
    if one == other:
        return False
    if amazon:
        named = is_access_point(one.bucket) or is_access_point(other.bucket)
        return named and one.key == other.key and one.bucket != other.bucket
    return normalized(one.key) == normalized(other.key)
