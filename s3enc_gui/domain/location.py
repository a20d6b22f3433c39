"""Buckets and keys, and the ways to write them: names, s3:// URIs, ARNs, URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from urllib.parse import unquote, urlsplit

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain import access_point
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.partitions import partition_of, without_domain
from s3enc_gui.i18n import AnyText, _, text
from s3enc_gui.regex import regex

MAX_KEY_BYTES = 1024  # UTF-8 (S3 User Guide, object key names)

_BUCKET = regex(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_BUCKET_ARN = regex(r"arn:aws[a-z-]*:s3:::([^/\s]+)(?:/(.*))?", re.DOTALL)
_VIRTUAL_HOST = regex(r"(.+)\.s3(?:[.-].*)?")  # followed by the domain of the partition
_SCHEME = regex(r"\As3://", re.IGNORECASE)  # RFC 3986, 3.1: `S3://` is the same
_WEB = regex(r"https?://", re.IGNORECASE)
_IP = regex(r"\d+\.\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Location:
    """A bucket (or access point ARN) and a key or prefix in it, which may be empty."""

    bucket: str
    key: str = ""

    @property
    def uri(self) -> str:
        """The `s3://` URI."""
        return f"s3://{self.bucket}/{self.key}"

    def arn(self, region: str | None) -> str:
        """Return the ARN of the object; without a key, that of the bucket or access point.

        The ARN of a bucket names no Region, but the partition of the bucket's Region.
        """
        if self.bucket.startswith("arn:"):
            return access_point.object_arn(self.bucket, self.key)
        return f"arn:{partition_of(region)}:s3:::{self.bucket}/{self.key}"


def is_address(location: str) -> bool:
    """Whether it is an `s3://` URI or an ARN; a name alone may be that of a file."""
    return location.startswith("arn:") or _SCHEME.match(location) is not None


def parse_location(location: str) -> Location:
    """Parse a bucket, `bucket/prefix`, `s3://bucket/prefix`, ARN or URL (`https://…`).

    The key is kept exactly. Raises AppError if there is no valid bucket name.
    """
    location = location.lstrip()
    if _WEB.match(location):
        return _parse_url(location.rstrip())
    address = _SCHEME.sub("", location)
    if address.startswith("arn:"):
        return _parse_arn(address, exact=address != location)
    bucket, slash, key = address.partition("/")
    if not slash:
        bucket = bucket.rstrip()  # a key may end with a space
    check_bucket_name(bucket)
    return Location(bucket, key)


def _parse_arn(arn: str, *, exact: bool) -> Location:
    """Parse an ARN; with `exact` (after `s3://`) an access point is followed by the key."""
    if found := access_point.split_arn(arn, exact=exact):
        return Location(*found)
    match = _BUCKET_ARN.fullmatch(arn) or _BUCKET_ARN.fullmatch(arn.rstrip())
    if match is None:
        raise access_point.wrong_arn(arn.rstrip())
    check_bucket_name(match[1])
    return Location(match[1], match[2] or "")


def _parse_url(address: str) -> Location:
    """Parse the URL of an object, virtual-hosted-style or path-style; the query is ignored.

    (S3 User Guide, virtual hosting of general purpose buckets.)
    """
    try:
        url = urlsplit(address)
        host = url.hostname or ""
    except ValueError as error:
        raise _bad_bucket(address, text("The address isn't valid.")) from error
    path = unquote(url.path.removeprefix("/"))
    if point := access_point.of_host(host):
        return Location(point, path)
    access_point.check_host(host, address)
    if match := _VIRTUAL_HOST.fullmatch(without_domain(host) or ""):
        bucket, key = match[1], path
    else:
        bucket, _slash, key = path.partition("/")
    check_bucket_name(bucket)
    return Location(bucket, key)


def check_bucket_name(name: str) -> None:
    """Raise AppError for an invalid bucket name (S3 User Guide, bucket naming rules)."""
    if not name:
        raise _bad_bucket(name, text("No bucket is specified."))
    access_point.check_alias(name)
    if _BUCKET.fullmatch(name) and ".." not in name and not _IP.fullmatch(name):
        return
    if not 3 <= len(name) <= 63:
        reason = text("A bucket name has 3 to 63 characters, not {count}.", count=len(name))
    elif name != name.lower():
        reason = text("Uppercase letters aren't allowed.")
    else:
        reason = text(
            "Use lowercase letters, digits, “-” and “.”. Begin and end with a letter or digit."
        )
    raise _bad_bucket(name, reason)


def _bad_bucket(name: str, reason: AnyText) -> AppError:
    return AppError(
        text("“{name}” isn't a bucket name", name=name) if name else text("No bucket is selected"),
        reason,
        text("Enter a bucket name, an s3:// address or an ARN."),
        code="InvalidBucketName",
    )


def key_for(prefix: str, name: str) -> str:
    """Return the key of a name under a prefix; with an empty name, the prefix as a folder.

    Keys are kept exactly: `/a` and `a`, `a//b` and `a/b` are different keys. A slash is appended to
    a prefix that has none. `name` may contain folders, separated by `/`.
    """
    if prefix and not prefix.endswith("/"):
        prefix += "/"
    return prefix + name


def last_name(key: str) -> str:
    """Return the last part of a key, or of a prefix with its slash: `b/` of `a/b/`."""
    if key.endswith("/"):
        return key[:-1].rpartition("/")[2] + "/"
    return key.rpartition("/")[2]


def plain_name(key: str) -> str:
    """Return the last name without its slash, to be shown; if it is empty, the whole key."""
    return last_name(key).removesuffix("/") or key


def numbered_names(key: str) -> Iterator[str]:
    """Yield `name (1).ext`, `name (2).ext` and so on for a key, path or folder, endlessly."""
    end = "/" if key.endswith("/") else ""
    folder, slash, name = key.removesuffix("/").rpartition("/")
    stem, dot, extension = name.rpartition(".") if "." in name[1:] else (name, "", "")
    for number in count(1):
        yield f"{folder}{slash}{stem} ({number}){dot}{extension}{end}"


def nameless_text(prefix: str, *, is_name: bool = False) -> str:
    """Return a warning if a prefix, or the name of a folder, creates a folder without a name.

    It does if it begins with `/` or contains `//`. Otherwise the text is empty.
    """
    if prefix.startswith("/"):
        starts = _("The prefix “{prefix}” starts with “/”. This creates a folder without a name.")
        named = _("The name “{prefix}” starts with “/”. This creates a folder without a name.")
    elif "//" in prefix:
        starts = _("The prefix “{prefix}” contains “//”. This creates a folder without a name.")
        named = _("The name “{prefix}” contains “//”. This creates a folder without a name.")
    else:
        return ""
    return (named if is_name else starts).format(prefix=prefix)


def check_key(key: str, *, may_be_folder: bool = False) -> None:
    """Raise AppError if S3 can't store an object, or a folder, under that key."""
    try:
        size = len(key.encode())
    except UnicodeEncodeError as error:
        raise AppError(
            text("The file name isn't valid text"),
            text(
                "{key} contains bytes that aren't UTF-8.",
                key=key.encode(errors="backslashreplace").decode(),
            ),
            text("Rename the file and try again."),
            code="InvalidKeyName",
        ) from error
    if not key or (key.endswith("/") and not may_be_folder):
        raise AppError(
            text("The object would have no name"),
            text("“{key}” is the name of a folder, not of an object.", key=key),
            text("Enter a file name."),
            code="InvalidKeyName",
        )
    if size > MAX_KEY_BYTES:
        raise AppError(
            text("The name is too long for S3"),
            text(
                "Folder and file name have {size:,} bytes in total. The limit is {limit:,}.",
                size=size,
                limit=MAX_KEY_BYTES,
            ),
            text("Shorten the prefix, or rename the file."),
            code="KeyTooLongError",
        )
