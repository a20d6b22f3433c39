"""What is copied or moved inside S3, to where, and what speaks against it beforehand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject, named_version
from s3enc_gui.domain.location import MAX_KEY_BYTES, check_bucket_name, key_for, last_name
from s3enc_gui.domain.uploads.plan import IfExists

MOST_NAMES = 1000  # tried for `Keep both`, as long as a look shows each to be taken
MOST_REFUSALS = 5  # of writes to names that a look did not show to be taken


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """An object as it was listed; size in bytes.

    `version_id` None: the latest. `etag` empty: not known, so that any is taken. `is_marker`: it is
    a delete marker.
    """

    key: str
    version_id: str | None = None
    etag: str = ""
    size: int = 0
    is_latest: bool = True
    is_marker: bool = False

    @classmethod
    def of(cls, listed: ListedObject) -> ObjectRef:
        """Return what the listing tells of an object."""
        return cls(
            listed.key,
            listed.version_id,
            listed.etag,
            listed.size,
            listed.is_latest,
            listed.is_delete_marker,
        )


@dataclass(frozen=True, slots=True)
class Destination:
    """Where things go: below `prefix`, each under its own name; or one thing under exactly `key`.

    The `key` of a folder is a prefix.
    """

    bucket: str
    prefix: str = ""
    key: str | None = None

    def root_of(self, thing: str) -> str:
        """Return the key of an object there, or the prefix (with its slash) of a folder."""
        if self.key is not None:
            return key_for(self.key, "") if thing.endswith("/") else self.key
        return key_for(self.prefix, last_name(thing))


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """Objects of a bucket, and all that is below its `prefixes`, to be copied or moved.

    A rename is a move of one thing to a key.
    """

    bucket: str
    destination: Destination
    objects: tuple[ObjectRef, ...] = ()
    prefixes: tuple[str, ...] = ()
    move: bool = False
    if_exists: IfExists = IfExists.FAIL

    @property
    def things(self) -> tuple[str, ...]:
        """The keys and prefixes that were chosen."""
        return (*(one.key for one in self.objects), *self.prefixes)

    def check_apart(self, source: ObjectRef, key: str) -> None:
        """Raise AppError where a copy would come among what is still to be copied.

        A folder that goes up into one of its own name: `a/a/a/x` would become `a/a/x`, which is to
        become `a/x`.
        """
        if self.destination.bucket != self.bucket or key == source.key:
            return
        replaced = self.if_exists is IfExists.OVERWRITE and key in (o.key for o in self.objects)
        if replaced or key.startswith(self.prefixes):
            raise AppError(
                "The name belongs to what is being copied itself",
                f"“{key}” has its own turn; “{source.key}” was left alone.",
                "Copy it to another place first.",
                code="AmongSources",
            )

    def is_onto_itself(self, source: ObjectRef, key: str) -> bool:
        """Whether a key is the source's own; an older version may be made the newest."""
        same = self.destination.bucket == self.bucket and key == source.key
        return same and (self.move or named_version(source.version_id) is None)


def spare_names(key: str) -> Iterator[str]:
    """Yield `name (1).ext`, `name (2).ext` …, for `Keep both`."""
    end = "/" if key.endswith("/") else ""
    folder, slash, name = key.removesuffix("/").rpartition("/")
    stem, dot, extension = name.rpartition(".") if "." in name[1:] else (name, "", "")
    for number in range(1, MOST_NAMES + 1):
        yield f"{folder}{slash}{stem} ({number}){dot}{extension}{end}"


def exists_error(key: str) -> AppError:
    """Return the words for a name that is taken by an object."""
    return AppError(
        "An object of this name is already there",
        f"“{key}” was left as it is.",
        "Replace it, keep both or skip it.",
        code="ObjectExists",
    )


@dataclass(slots=True)
class RefusedWrites:
    """How often a write was refused as taken at a name that a look did not show to be taken.

    A handful is enough: where requests come twice, each next name would hold one copy more.
    """

    key: str
    count: int = 0

    def note(self, *, refused: bool) -> None:
        """Count. Raises AppError when it is enough."""
        self.count += refused
        if self.count >= MOST_REFUSALS:
            raise AppError(
                "No free name was found",
                f"“{self.key}” and the next names were refused as taken, without proof of it.",
                "Ask for permission to look at them (s3:GetObject). If you have it, a proxy may"
                " send requests twice: check which objects are there.",
                code="NamesRefused",
            )


def check_target_key(key: str) -> None:
    """Raise AppError where S3 could not store a copy under that key; it may be called as a folder.

    (An empty object whose key ends with a slash stands for a folder.)
    """
    size = len(key.encode())
    if not key or size > MAX_KEY_BYTES:
        raise AppError(
            "The name is too long for S3" if key else "The object would have no name",
            f"It would be {size:,} bytes; S3 takes 1 to {MAX_KEY_BYTES:,}.",
            "Choose another name or prefix.",
            code="KeyTooLongError" if key else "InvalidKeyName",
        )


def check_prefix(prefix: str) -> None:
    """Raise AppError unless it is a folder's: `a` would mean `abc`, and `` the whole bucket."""
    if not prefix.endswith("/"):
        raise AppError(
            "That is not a folder",
            f"“{prefix}” does not end with a slash; other names may begin with it, too.",
            "Choose a folder.",
            code="InvalidPrefix",
        )


def problems(plan: CopyPlan) -> Iterator[AppError]:
    """Yield what is wrong with a plan, before anything is asked."""
    if not plan.things:
        yield AppError("Nothing is chosen", "", "Choose objects or folders.", code="NoObjects")
    if plan.destination.key is not None and len(plan.things) > 1:
        yield AppError(
            "Several things would get the same name",
            f"{len(plan.things)} things would become “{plan.destination.key}”.",
            "Rename them one by one.",
            code="DuplicateKey",
        )
    if (plan.destination.key or "").endswith("/") and not all(
        thing.endswith("/") for thing in plan.things
    ):
        yield AppError(
            "The object would have no name",
            f"“{plan.destination.key}” names a folder, not an object.",
            "Give the object a name.",
            code="InvalidKeyName",
        )
    if not plan.destination.bucket.startswith("arn:"):
        yield from _raised(check_bucket_name, plan.destination.bucket)
    for prefix in plan.prefixes:
        yield from _raised(check_prefix, prefix)
        yield from _into_itself(plan, prefix)
    yield from _doubles(plan)


def _into_itself(plan: CopyPlan, prefix: str) -> Iterator[AppError]:
    root = plan.destination.root_of(prefix)
    if plan.bucket == plan.destination.bucket and root.startswith(prefix):
        yield AppError(
            "A folder cannot go into itself",
            f"“{root}” is, or is in, the folder “{prefix}” itself.",
            "Choose another place or name.",
            code="SameObject",
        )


def _doubles(plan: CopyPlan) -> Iterator[AppError]:
    if plan.destination.key is not None:
        return
    for root, count in Counter(plan.destination.root_of(one) for one in plan.things).items():
        if count > 1:
            yield AppError(
                "Two things would get the same name",
                f"{count} of them would be stored as “{root}”; only the last would be left.",
                "Copy them one after the other, to different places.",
                code="DuplicateKey",
            )


def _raised(check: Callable[[str], None], value: str) -> Iterator[AppError]:
    try:
        check(value)
    except AppError as error:
        yield error
