"""Whether two names may mean one object.

To Amazon's S3 a key is opaque: each other spelling is another object. Servers that keep objects as
files may clean paths (`m/./z` is `m/z`: SeaweedFS), ignore case or the Unicode normal form, or drop
dots and blanks at the end of a name.
"""

from __future__ import annotations

from unicodedata import normalize

from s3enc_gui.domain.access_point import is_access_point
from s3enc_gui.domain.location import Location


def cleaned(key: str) -> str:
    """Return what is left of a key when all is taken away that some server does not keep.

    Keys that differ here are different objects everywhere; keys that do not may be one.
    """
    folded = normalize("NFKC", normalize("NFKC", key).casefold())
    parts: list[str] = []
    for part in folded.replace("\\", "/").split("/"):
        if part == "..":
            del parts[-1:]
        elif name := part.strip(". \t"):
            parts.append(name)
    return "/".join(parts)


def names_may_be_one(one: str, other: str) -> bool:
    """Whether two different keys may name one object, on a server that is not Amazon's."""
    return one != other and cleaned(one) == cleaned(other)


def may_be_one(one: Location, other: Location, *, amazon: bool) -> bool:
    """Whether two places may be one object.

    A bucket may have several names, too: access points on Amazon, aliases elsewhere (Garage).
    """
    if one == other:
        return False  # nobody needs to be told
    if amazon:
        named = is_access_point(one.bucket) or is_access_point(other.bucket)
        return named and one.key == other.key and one.bucket != other.bucket
    return cleaned(one.key) == cleaned(other.key)
