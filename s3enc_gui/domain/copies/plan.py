"""The plan of a copy or move inside S3, and its checks before the first request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError, raised
from s3enc_gui.domain.listing import ListedObject, named_version
from s3enc_gui.domain.location import (
    MAX_KEY_BYTES,
    check_bucket_name,
    key_for,
    last_name,
    numbered_names,
)
from s3enc_gui.domain.reencryption.target import Target
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import text

MAX_NAMES = 1000  # names tried for `Keep both` while an object is found under each
MAX_REFUSALS = 5  # writes refused under names where no object was found


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """An object as it was listed; size in bytes.

    `version_id` None is the latest version; an empty `etag` accepts any. `is_marker`: it is a
    delete marker.
    """

    key: str
    version_id: str | None = None
    etag: str = ""
    size: int = 0
    is_latest: bool = True
    is_marker: bool = False

    @classmethod
    def of(cls, listed: ListedObject) -> ObjectRef:
        """Return the reference of a listed object."""
        return cls(
            listed.key,
            listed.version_id,
            listed.etag,
            listed.known_size,
            listed.is_latest,
            listed.is_delete_marker,
        )


@dataclass(frozen=True, slots=True)
class Destination:
    """The target: under `prefix`, each source with its own name; or one source as exactly `key`.

    The `key` of a folder is a prefix.
    """

    bucket: str
    prefix: str = ""
    key: str | None = None

    def root_of(self, source: str) -> str:
        """Return the target key of an object, or the target prefix (with its slash) of a folder."""
        if self.key is not None:
            return key_for(self.key, "") if source.endswith("/") else self.key
        return key_for(self.prefix, last_name(source))


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """Objects of a bucket, and all objects under its `prefixes`, to be copied or moved.

    A rename is a move of one object or folder to a key. `target` is the encryption of the copies;
    None: that of their sources.
    """

    bucket: str
    destination: Destination
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    move: bool = False
    if_exists: IfExists = IfExists.FAIL
    target: Target | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys and prefixes that were chosen."""
        return (*(one.key for one in self.objects), *self.prefixes)

    def check_apart(self, source: ObjectRef, key: str) -> None:
        """Raise AppError if a copy would be written among the sources.

        Example: when `a/a/` is moved to the root, `a/a/a/x` becomes `a/a/x`, which is itself a
        source.
        """
        if self.destination.bucket != self.bucket or key == source.key:
            return
        replaced = self.if_exists is IfExists.OVERWRITE and key in (o.key for o in self.objects)
        if replaced or key.startswith(self.prefixes):
            raise AppError(
                text("The destination is one of the sources"),
                text(
                    "“{key}” is also being copied. “{source}” wasn't copied.",
                    key=key,
                    source=source.key,
                ),
                text("Copy it to another folder first."),
                code="AmongSources",
            )

    def is_onto_itself(self, source: ObjectRef, key: str) -> bool:
        """Whether a copy would replace its own source; copying an older version is allowed."""
        same = self.destination.bucket == self.bucket and key == source.key
        return same and (self.move or named_version(source.version_id) is None)


def spare_names(key: str) -> Iterator[str]:
    """Yield the keys to try for `Keep both`: `name (1).ext`, `name (2).ext` and so on."""
    return islice(numbered_names(key), MAX_NAMES)


def exists_error(key: str) -> AppError:
    """Return the error for an existing object."""
    return AppError(
        text("An object with this name already exists"),
        text("“{key}” wasn't changed.", key=key),
        text("Overwrite it, keep both or skip it."),
        code="ObjectExists",
    )


@dataclass(slots=True)
class RefusedWrites:
    """Counts writes that were refused because the key exists, though no object was found there.

    If a proxy sends requests twice, each further name would leave another copy.
    """

    key: str
    count: int = 0

    def note(self, *, refused: bool) -> None:
        """Count a write. Raises AppError after MAX_REFUSALS refusals."""
        self.count += refused
        if self.count >= MAX_REFUSALS:
            raise AppError(
                text("Couldn't find a free name"),
                text(
                    "S3 reports that “{key}” and the following names already exist, but no object"
                    " was found.",
                    key=self.key,
                ),
                text(
                    "Ask for permission to read them (s3:GetObject). If you have it, a proxy may"
                    " send requests twice. Check which objects exist."
                ),
                code="NamesRefused",
            )


def check_target_key(key: str) -> None:
    """Raise AppError if S3 can't store a copy under that key; it may end with a slash.

    (An empty object whose key ends with a slash represents a folder.)
    """
    size = len(key.encode())
    if not key or size > MAX_KEY_BYTES:
        raise AppError(
            text("The name is too long for S3") if key else text("The object would have no name"),
            text(
                "The name would have {size:,} bytes. S3 accepts 1 to {limit:,}.",
                size=size,
                limit=MAX_KEY_BYTES,
            ),
            text("Choose another name or prefix."),
            code="KeyTooLongError" if key else "InvalidKeyName",
        )


def check_prefix(prefix: str) -> None:
    """Raise AppError unless it ends with a slash: `a` also matches `abc`, `` the whole bucket."""
    if not prefix.endswith("/"):
        raise AppError(
            text("This isn't a folder"),
            text(
                "“{prefix}” doesn't end with a slash. Other names may begin with it.", prefix=prefix
            ),
            text("Choose a folder."),
            code="InvalidPrefix",
        )


def problems(plan: CopyPlan) -> Iterator[AppError]:
    """Yield what is wrong with a plan; sends no requests."""
    target = plan.destination
    if not plan.sources:
        hint = text("Choose objects or folders.")
        yield AppError(text("Nothing is selected"), "", hint, code="NoObjects")
    if target.key is not None and len(plan.sources) > 1:
        yield AppError(
            text("Several objects or folders would get the same name"),
            text("{count} of them would become “{key}”.", count=len(plan.sources), key=target.key),
            text("Rename them one by one."),
            code="DuplicateKey",
        )
    is_folder = (target.key or "").endswith("/")
    if is_folder and not all(source.endswith("/") for source in plan.sources):
        yield AppError(
            text("The object would have no name"),
            text("“{key}” is the name of a folder, not of an object.", key=target.key),
            text("Enter a name for the object."),
            code="InvalidKeyName",
        )
    if not target.bucket.startswith("arn:"):
        yield from raised(check_bucket_name, target.bucket)
    for prefix in plan.prefixes:
        yield from raised(check_prefix, prefix)
        yield from _into_itself(plan, prefix)
    yield from _duplicates(plan)


def _into_itself(plan: CopyPlan, prefix: str) -> Iterator[AppError]:
    root = plan.destination.root_of(prefix)
    if plan.bucket == plan.destination.bucket and root.startswith(prefix):
        yield AppError(
            text("A folder can't be copied into itself"),
            text(
                "“{target}” is in the folder “{folder}”, or is that folder.",
                target=root,
                folder=prefix,
            ),
            text("Choose another folder or name."),
            code="SameObject",
        )


def _duplicates(plan: CopyPlan) -> Iterator[AppError]:
    if plan.destination.key is not None:
        return
    for root, count in Counter(plan.destination.root_of(one) for one in plan.sources).items():
        if count > 1:
            yield AppError(
                text("Several objects or folders would get the same name"),
                text(
                    "{count} of them would be stored as “{key}”. Only the last one would remain.",
                    count=count,
                    key=root,
                ),
                text("Copy them to different folders."),
                code="DuplicateKey",
            )
