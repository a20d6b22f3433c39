"""What will be sent where and how, and what speaks against it before the first byte."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.location import check_bucket_name, check_key
from s3enc_gui.domain.uploads.parts import MAX_OBJECT

CANNED_ACLS = (
    "private",
    "public-read",
    "public-read-write",
    "authenticated-read",
    "aws-exec-read",
    "bucket-owner-read",
    "bucket-owner-full-control",
)  # PutObject, ObjectCannedACL

STORAGE_CLASSES = (
    "STANDARD",
    "INTELLIGENT_TIERING",
    "STANDARD_IA",
    "ONEZONE_IA",
    "GLACIER_IR",
    "GLACIER",
    "DEEP_ARCHIVE",
    "REDUCED_REDUNDANCY",
)  # PutObject, StorageClass: those a user can choose in a general purpose bucket

MAX_TAGS = 10
MAX_METADATA_BYTES = 2048  # names and values together (userguide, UsingMetadata)

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TAG = re.compile(r"[\w\s+\-=._:/@]*")


class IfExists(StrEnum):
    """What to do where the bucket already holds an object of that key."""

    FAIL = "fail"
    SKIP = "skip"
    OVERWRITE = "overwrite"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class UploadItem:
    """One file: its path here, its key there, its size in bytes when it was listed."""

    path: str
    key: str
    size: int


@dataclass(frozen=True, slots=True)
class UploadOptions:
    """How the objects are to be stored; None sends nothing, so that the bucket's settings rule."""

    encryption: EncryptionChoice = field(
        default_factory=lambda: EncryptionChoice(Encryption.BUCKET_DEFAULT)
    )
    acl: str | None = None
    storage_class: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    if_exists: IfExists = IfExists.FAIL


@dataclass(frozen=True, slots=True)
class UploadPlan:
    """A whole upload: the files, the bucket (or access point ARN) and the options."""

    bucket: str
    items: tuple[UploadItem, ...]
    options: UploadOptions = field(default_factory=UploadOptions)

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(item.size for item in self.items)


def problems(plan: UploadPlan) -> Iterator[AppError]:
    """Yield what S3 would refuse, in the order a user meets it in the wizard."""
    if not plan.items:
        yield AppError("No files are chosen", "", "Add files or a folder.", code="NoFiles")
    if not plan.bucket.startswith("arn:"):
        yield from _raised(check_bucket_name, plan.bucket)
    yield from _doubles(plan.items)
    yield from metadata_problems(plan.options.metadata)
    yield from tag_problems(plan.options.tags)


def check_item(item: UploadItem) -> None:
    """Raise AppError where this one file cannot be stored: its key or its size."""
    check_key(item.key)
    if item.size > MAX_OBJECT:
        raise AppError(
            "The file is too large for S3",
            f"It has {item.size:,} bytes; an object holds at most {MAX_OBJECT:,} (48.8 TiB).",
            "Split the file.",
            code="EntityTooLarge",
        )


def _doubles(items: tuple[UploadItem, ...]) -> Iterator[AppError]:
    for key, count in Counter(item.key for item in items).items():
        if count > 1:
            yield AppError(
                "Two files would get the same name",
                f"{count} files would be stored as “{key}”; only the last would be left.",
                "Remove one of them, or upload them under different prefixes.",
                code="DuplicateKey",
            )


def metadata_problems(pairs: tuple[tuple[str, str], ...]) -> Iterator[AppError]:
    """Yield what is wrong with user metadata (userguide, UsingMetadata)."""
    for name, value in pairs:
        if not _HEADER_NAME.fullmatch(name):
            yield _metadata(f"“{name}” cannot be a metadata name.", "Use letters, digits and “-”.")
        elif not value.isascii() or not value.isprintable():
            yield _metadata(
                f"The value of “{name}” holds characters that an HTTP header cannot carry.",
                "Use plain letters without accents, or a tag: tags take any letters.",
            )
    for name, count in Counter(name.lower() for name, _ in pairs).items():
        if count > 1:
            yield _metadata(f"“{name}” is given {count} times.", "Give each name once.")
    size = sum(len(name.encode()) + len(value.encode()) for name, value in pairs)
    if size > MAX_METADATA_BYTES:
        yield AppError(
            "There is too much metadata",
            f"Names and values have {size:,} bytes; S3 takes {MAX_METADATA_BYTES:,}.",
            "Shorten it.",
            code="MetadataTooLarge",
        )


def tag_problems(pairs: tuple[tuple[str, str], ...]) -> Iterator[AppError]:
    """Yield what is wrong with object tags (userguide, object-tagging)."""
    if len(pairs) > MAX_TAGS:
        yield _tag(f"There are {len(pairs)}; an object takes {MAX_TAGS}.", "Remove some.")
    for name, value in pairs:
        if not 1 <= len(name) <= 128 or len(value) > 256:
            yield _tag(
                f"“{name}” is too long or empty.",
                "A tag's key has 1 to 128 characters, its value up to 256.",
            )
        elif name.lower().startswith("aws:"):
            yield _tag(f"“{name}” begins with aws:, which AWS keeps for itself.", "Rename it.")
        elif not _TAG.fullmatch(name) or not _TAG.fullmatch(value):
            yield _tag(
                f"“{name}” = “{value}” holds a character that tags do not take.",
                "Use letters, digits, spaces and + - = . _ : / @.",
            )
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            yield _tag(f"“{name}” is given {count} times.", "Give each key once.")


def _metadata(detail: str, hint: str) -> AppError:
    return AppError("The metadata cannot be stored", detail, hint, code="InvalidMetadata")


def _tag(detail: str, hint: str) -> AppError:
    return AppError("The tags cannot be stored", detail, hint, code="InvalidTag")


def _raised(check: Callable[[str], None], value: str) -> Iterator[AppError]:
    try:
        check(value)
    except AppError as error:
        yield error
