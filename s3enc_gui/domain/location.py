"""Buckets, keys and how people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from s3enc_gui.domain import access_point
from s3enc_gui.domain.errors import AppError

MAX_KEY_BYTES = 1024  # UTF-8 (userguide, object-keys)

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_BUCKET_ARN = re.compile(r"arn:aws[a-z-]*:s3:::([^/\s]+)(?:/(.*))?", re.DOTALL)
_VIRTUAL_HOST = re.compile(r"(.+)\.s3[.-].*amazonaws\.com(?:\.cn)?")
_SCHEME = re.compile(r"\As3://", re.IGNORECASE)  # RFC 3986, 3.1: `S3://` is the same
_WEB = re.compile(r"https?://", re.IGNORECASE)
_IP = re.compile(r"\d+\.\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Location:
    """A bucket (or access point ARN) and a key or prefix in it, which may be empty."""

    bucket: str
    key: str = ""

    @property
    def uri(self) -> str:
        """The `s3://` form."""
        return f"s3://{self.bucket}/{self.key}"

    @property
    def arn(self) -> str:
        """The ARN of the object, or of the bucket or access point where there is no key."""
        if self.bucket.startswith("arn:"):
            return access_point.object_arn(self.bucket, self.key)
        return f"arn:aws:s3:::{self.bucket}/{self.key}"


def is_address(text: str) -> bool:
    """Return whether it says by itself that it is a place at S3; a name alone may be a file's."""
    return text.startswith("arn:") or _SCHEME.match(text) is not None


def parse_location(text: str) -> Location:
    """Read `my-bucket`, `my-bucket/prefix`, `s3://my-bucket/prefix`, the ARN of a bucket, an access
    point or an object, or an object's address at S3 (`https://…`).

    The key is taken exactly as it stands. Raises AppError where no bucket can be meant.
    """
    text = text.lstrip()
    if _WEB.match(text):
        return _parse_url(text.rstrip())
    address = _SCHEME.sub("", text)
    if address.startswith("arn:"):
        return _parse_arn(address, exact=address != text)
    bucket, slash, key = address.partition("/")
    if not slash:
        bucket = bucket.rstrip()  # a key may end with a blank
    check_bucket_name(bucket)
    return Location(bucket, key)


def _parse_arn(arn: str, *, exact: bool) -> Location:
    """Read an ARN; behind `s3://` the key of an access point's object is `exact`."""
    if found := access_point.split_arn(arn, exact=exact):
        return Location(*found)
    match = _BUCKET_ARN.fullmatch(arn) or _BUCKET_ARN.fullmatch(arn.rstrip())
    if match is None:
        raise access_point.wrong_arn(arn.rstrip())
    check_bucket_name(match[1])
    return Location(match[1], match[2] or "")


def _parse_url(text: str) -> Location:
    """Read an object's address: the bucket is in the host's name, or begins the path.

    (userguide, VirtualHosting.) A signature or a fragment of it is left out.
    """
    try:
        url = urlsplit(text)
        host = url.hostname or ""
    except ValueError as error:
        raise _bad_bucket(text, "The address cannot be read.") from error
    path = unquote(url.path.removeprefix("/"))
    if point := access_point.of_host(host):
        return Location(point, path)
    access_point.check_host(host, text)
    if match := _VIRTUAL_HOST.fullmatch(host):
        bucket, key = match[1], path
    else:
        bucket, _, key = path.partition("/")
    check_bucket_name(bucket)
    return Location(bucket, key)


def check_bucket_name(name: str) -> None:
    """Raise AppError unless S3 can have a bucket of that name (userguide, bucketnamingrules)."""
    if not name:
        raise _bad_bucket(name, "No bucket is named.")
    access_point.check_alias(name)
    if _BUCKET.fullmatch(name) and ".." not in name and not _IP.fullmatch(name):
        return
    if not 3 <= len(name) <= 63:
        reason = f"It has {len(name)} characters; 3 to 63 are allowed."
    elif name != name.lower():
        reason = "Capital letters are not allowed."
    else:
        reason = "Allowed are small letters, digits, “-” and “.”; letters or digits at both ends."
    raise _bad_bucket(name, reason)


def _bad_bucket(name: str, reason: str) -> AppError:
    return AppError(
        f"“{name}” is not a bucket name" if name else "No bucket is chosen",
        reason,
        "Give a bucket by its name, its s3://… address or its ARN.",
        code="InvalidBucketName",
    )


def key_for(prefix: str, name: str) -> str:
    """Return the key of a name under a prefix; of "" the prefix as that of a folder.

    All keys that are made of both are made here. A key is taken exactly as it stands: `/a` and `a`,
    `a//b` and `a/b` are different ones. Only where the prefix has no `/` at its end, it gets one.
    `name` may hold further folders, with `/` in between.
    """
    if prefix and not prefix.endswith("/"):
        prefix += "/"
    return prefix + name


def last_name(thing: str) -> str:
    """Return the last part of a key, or of a prefix with its slash: `b/` of `a/b/`."""
    if thing.endswith("/"):
        return thing[:-1].rpartition("/")[2] + "/"
    return thing.rpartition("/")[2]


def plain_name(thing: str) -> str:
    """Return the last name without its slash, to be shown; where there is none, all of it."""
    return last_name(thing).removesuffix("/") or thing


def nameless_text(prefix: str, what: str = "prefix") -> str:
    """Say that a prefix makes a folder without a name; empty where it makes none.

    It does where it begins with `/`, or holds an empty segment: S3 keeps each `/` as it is.
    """
    if prefix.startswith("/"):
        return f"The {what} “{prefix}” starts with “/”, which creates a folder without a name."
    if "//" in prefix:
        return f"The {what} “{prefix}” contains “//”, which creates a folder without a name."
    return ""


def check_key(key: str) -> None:
    """Raise AppError where S3 could not store an object under that key."""
    try:
        size = len(key.encode())
    except UnicodeEncodeError as error:
        raise AppError(
            "The file's name is not text",
            f"{key.encode(errors='backslashreplace').decode()} holds bytes that are no UTF-8.",
            "Rename the file and try again.",
            code="InvalidKeyName",
        ) from error
    if not key or key.endswith("/"):
        raise AppError(
            "The object would have no name",
            f"“{key}” names a folder, not an object.",
            "Give the file a name.",
            code="InvalidKeyName",
        )
    if size > MAX_KEY_BYTES:
        raise AppError(
            "The name is too long for S3",
            f"Folder and file name are {size:,} bytes together; S3 takes {MAX_KEY_BYTES:,}.",
            "Shorten the prefix, or rename the file.",
            code="KeyTooLongError",
        )
