"""The plan of an upload: files, bucket and options, and its checks before the first request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.client_side.choice import ClientSideKey, envelope_size, size_problem
from s3enc_gui.domain.client_side.choice import context_problems as client_side_problems
from s3enc_gui.domain.encryption.choice import Encryption, EncryptionChoice
from s3enc_gui.domain.encryption.context import context_problems
from s3enc_gui.domain.errors import AppError, raised
from s3enc_gui.domain.headers.content_types import content_type_problems
from s3enc_gui.domain.headers.metadata import can_be_sent, encoded
from s3enc_gui.domain.location import check_bucket_name, check_key
from s3enc_gui.domain.uploads.parts import MAX_OBJECT
from s3enc_gui.i18n import Text, text
from s3enc_gui.regex import regex

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
)  # PutObject, StorageClass: those for general purpose buckets

MAX_TAGS = 10
MAX_METADATA_BYTES = 2048  # names and values in total (S3 User Guide, object metadata)

_HEADER_NAME = regex(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TAG = regex(r"[\w\s+\-=._:/@]*")


class IfExists(StrEnum):
    """What to do if the bucket already has an object with that key."""

    FAIL = "fail"
    SKIP = "skip"
    OVERWRITE = "overwrite"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class UploadItem:
    """One file: its local path, its key, and its size in bytes when it was listed.

    An empty folder has a key that ends with `/`, and no bytes.
    """

    path: str
    key: str
    size: int

    @property
    def is_folder(self) -> bool:
        """Whether it is an empty folder."""
        return self.size == 0 and self.key.endswith("/")


@dataclass(frozen=True, slots=True)
class UploadOptions:
    """How to store the objects; for None, nothing is sent and the bucket's settings apply.

    `client_side`: files are encrypted before they are sent, besides the server's encryption.
    """

    encryption: EncryptionChoice = field(
        default_factory=lambda: EncryptionChoice(Encryption.BUCKET_DEFAULT)
    )
    acl: str | None = None
    storage_class: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    if_exists: IfExists = IfExists.FAIL
    content_type: str | None = None  # None: by the object's name
    client_side: ClientSideKey | None = None


@dataclass(frozen=True, slots=True)
class UploadPlan:
    """A whole upload: the files, the bucket (or access point ARN) and the options."""

    bucket: str
    items: tuple[UploadItem, ...]
    options: UploadOptions = field(default_factory=UploadOptions)

    @property
    def size(self) -> int:
        """The total size in bytes."""
        return sum(item.size for item in self.items)


def problems(plan: UploadPlan) -> Iterator[AppError]:
    """Yield what S3 would refuse, in the order of the wizard's pages."""
    if not plan.items:
        hint = text("Add files or a folder.")
        yield AppError(text("No files are selected"), "", hint, code="NoFiles")
    if not plan.bucket.startswith("arn:"):
        yield from raised(check_bucket_name, plan.bucket)
    yield from _duplicates(plan.items)
    yield from option_problems(plan.options)
    if plan.options.client_side:
        sizes = (size_problem(item.path, item.size) for item in plan.items)
        yield from (problem for problem in sizes if problem)


def option_problems(options: UploadOptions) -> Iterator[AppError]:
    """Yield what S3 would refuse of the options that users type."""
    yield from content_type_problems(options.content_type)
    yield from context_problems(options.encryption.context)
    added = 0
    if options.client_side:
        yield from client_side_problems(options.client_side.context)
        added = envelope_size(options.client_side.context)
    yield from metadata_problems(options.metadata, added)
    yield from tag_problems(options.tags)


def check_item(item: UploadItem) -> None:
    """Raise AppError if S3 can't store this file, because of its key or size."""
    check_key(item.key, may_be_folder=item.is_folder)
    if item.size > MAX_OBJECT:
        raise AppError(
            text("The file is too large for S3"),
            text(
                "It has {size:,} bytes. The limit is {limit:,} bytes (48.8 TiB).",
                size=item.size,
                limit=MAX_OBJECT,
            ),
            text("Split the file."),
            code="EntityTooLarge",
        )


def _duplicates(items: tuple[UploadItem, ...]) -> Iterator[AppError]:
    for key, count in Counter(item.key for item in items).items():
        if count > 1:
            yield AppError(
                text("Several files would get the same name"),
                text(
                    "{count} files would be stored as “{key}”. Only the last one would remain.",
                    count=count,
                    key=key,
                ),
                text("Keep one of them, or upload them to different folders."),
                code="DuplicateKey",
            )


def metadata_problems(pairs: tuple[tuple[str, str], ...], added: int = 0) -> Iterator[AppError]:
    """Yield what is wrong with user metadata (S3 User Guide, object metadata).

    `added` are the bytes of it that client-side encryption adds.
    """
    for name, value in pairs:
        if not _HEADER_NAME.fullmatch(name):
            yield _metadata(
                text("“{name}” isn't a valid metadata name.", name=name),
                text("Use letters, digits and “-”."),
            )
        elif not can_be_sent(value):
            yield _metadata(
                text("The value of “{name}” has line breaks or control characters.", name=name),
                text("Remove them."),
            )
    for name, count in Counter(name.lower() for name, _value in pairs).items():
        if count > 1:
            yield _metadata(_repeated(name, count), text("Enter each name once."))
    size = sum(len(name) + len(encoded(value)) for name, value in pairs if can_be_sent(value))
    size += added
    if size > MAX_METADATA_BYTES:
        yield AppError(
            text("The metadata is too large"),
            text(
                "Names and values have {size:,} bytes in total, as they are sent. The limit is"
                " {limit:,}.",
                size=size,
                limit=MAX_METADATA_BYTES,
            ),
            text("Shorten it. Letters other than A to Z take several bytes."),
            code="MetadataTooLarge",
        )


def tag_problems(pairs: tuple[tuple[str, str], ...]) -> Iterator[AppError]:
    """Yield what is wrong with object tags (S3 User Guide, object tags)."""
    if len(pairs) > MAX_TAGS:
        yield _tag(
            text("There are {count} tags. The limit is {limit}.", count=len(pairs), limit=MAX_TAGS),
            text("Remove some."),
        )
    for name, value in pairs:
        if not 1 <= len(name) <= 128 or len(value) > 256:
            yield _tag(
                text("“{name}” is empty or too long.", name=name),
                text("A tag key has 1 to 128 characters, a tag value up to 256."),
            )
        elif name.lower().startswith("aws:"):
            yield _tag(
                text("“{name}” begins with aws:, which is reserved for AWS.", name=name),
                text("Rename it."),
            )
        elif not _TAG.fullmatch(name) or not _TAG.fullmatch(value):
            yield _tag(
                text(
                    "“{name}” = “{value}” has a character that tags don't accept.",
                    name=name,
                    value=value,
                ),
                text("Use letters, digits, spaces and + - = . _ : / @."),
            )
    for name, count in Counter(name for name, _value in pairs).items():
        if count > 1:
            yield _tag(_repeated(name, count), text("Enter each key once."))


def _repeated(name: str, count: int) -> Text:
    return text("“{name}” is specified {count} times.", name=name, count=count)


def _metadata(detail: Text, hint: Text) -> AppError:
    return AppError(text("The metadata isn't valid"), detail, hint, code="InvalidMetadata")


def _tag(detail: Text, hint: Text) -> AppError:
    return AppError(text("The tags aren't valid"), detail, hint, code="InvalidTag")
