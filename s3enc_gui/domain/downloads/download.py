"""Downloads: what is wished, and what became of each object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import ListedObject
from s3enc_gui.domain.location import last_name
from s3enc_gui.domain.uploads.plan import IfExists

UNLISTED = -1
"""The size of an object that nobody has listed: it is asked for."""


@dataclass(frozen=True, slots=True)
class DownloadRequest:
    """Objects of a bucket, and prefixes with all that is below them, into a local folder.

    `strip` is what the keys lose at their beginning; None: what stands before the last name of the
    object or prefix that was chosen, so that a folder arrives as a folder. `name` is another name
    for the one object there is. Objects with a version are fetched in that version.
    """

    connection: Connection
    bucket: str
    folder: str
    objects: tuple[ListedObject, ...] = ()
    prefixes: tuple[str, ...] = ()
    strip: str | None = None
    if_exists: IfExists = IfExists.FAIL
    name: str = ""

    def relative(self, key: str, chosen: str) -> str:
        """Return what of a key is kept; `chosen` is the key or prefix by which it was chosen."""
        if self.name:
            return self.name
        strip = self.strip
        if strip is None:
            strip = chosen.removesuffix(last_name(chosen))
        return key.removeprefix(strip)

    @property
    def title(self) -> str:
        """What it is called: the one thing that was chosen, with how many others."""
        names = [*self.prefixes, *(listed.key for listed in self.objects)]
        if not names or names[0] == "":
            return self.bucket
        first = last_name(names[0])
        first = names[0] if first == "/" else first  # a folder without a name
        return first if len(names) == 1 else f"{first} + {len(names) - 1:,}"


def requested_object(key: str, version_id: str | None = None) -> ListedObject:
    """Return an object of which only the name is known."""
    return ListedObject(key, UNLISTED, None, "", version_id=version_id)


class FileOutcome(StrEnum):
    """The one word on an object."""

    CHECKED = "checked"  # its bytes are what S3 has a checksum of
    ARRIVED = "arrived"  # all bytes came, and there was nothing to check them by
    FOLDER = "folder"  # its key ends with `/`: there is a folder now
    TAKEN = "exists"
    SKIPPED = "skipped"
    FAILED = "failed"


HERE = frozenset({FileOutcome.CHECKED, FileOutcome.ARRIVED, FileOutcome.FOLDER})
"""What is on this machine now."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of an object; `place` is the file's path, size in bytes.

    `check` says in words how the bytes were checked, or why they could not be. `remarks` are to be
    told although nothing failed.
    """

    key: str
    version_id: str | None
    size: int
    place: str
    ended: FileOutcome
    check: str = ""
    remarks: tuple[str, ...] = ()
    error: AppError | None = None
    earlier: bool = False  # an earlier run had done it
    etag: str = ""  # of the object, as far as it is known

    @property
    def id(self) -> tuple[str, str | None]:
        """What tells it from all others of the bucket."""
        return self.key, self.version_id


@dataclass(frozen=True, slots=True)
class DownloadSummary:
    """How a download ended: every object's result."""

    results: tuple[FileResult, ...]
    counts: Counter[FileOutcome] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", Counter(one.ended for one in self.results))

    @property
    def failed(self) -> tuple[FileResult, ...]:
        """Those that failed."""
        return tuple(one for one in self.results if one.ended is FileOutcome.FAILED)


@dataclass(frozen=True, slots=True)
class InterruptedDownload:
    """A download of which not everything has arrived: `files` of `of_files` have.

    `of_files` and `of_bytes` None: it was not known yet how many there are.
    """

    request: DownloadRequest
    begun: datetime
    files: int
    of_files: int | None
    bytes: int
    of_bytes: int | None


RESULT_TEXTS: dict[FileOutcome, str] = {
    FileOutcome.CHECKED: "Downloaded and checked",
    FileOutcome.ARRIVED: "Downloaded",
    FileOutcome.FOLDER: "Folder made",
    FileOutcome.TAKEN: "Already there",
    FileOutcome.SKIPPED: "Skipped",
    FileOutcome.FAILED: "Failed",
}

CHANGED = "It changed while it was downloaded; this is the newer one, from its beginning."
CIPHERTEXT = (
    "It was encrypted before it was uploaded (client-side): this file is the ciphertext, of use"
    " only to whoever has the key."
)
NOT_EMPTY_FOLDER = "Its name is that of a folder, so the bytes in it were left in S3."


def renamed_text(name: str) -> str:
    """Say that a file has another name than its object."""
    return f"Here it is called “{name}”."


def busy_error() -> AppError:
    """Return the words for a download that another run has."""
    return AppError(
        "This download is already under way",
        "It was begun before, here or in another window, and has not ended.",
        "Wait for that one, or stop it.",
        code="DownloadBusy",
    )


def taken_error(place: str) -> AppError:
    """Return the words for a name that is taken."""
    return AppError(
        "A file of this name is already there",
        f"{place} was left as it is.",
        "Overwrite it, keep both or skip it.",
        code="FileExists",
    )


def customer_key_error(key: str) -> AppError:
    """Return the words for an object that has a customer's key."""
    return AppError(
        "The object has a customer key (SSE-C)",
        f"“{key}” can be read only with the key it was stored with, which this program cannot"
        " send yet.",
        "Ask whoever has the key to download it.",
        code="CustomerKey",
    )


def damaged_error(place: str, check: str) -> AppError:
    """Return the words for bytes that are not what S3 has."""
    return AppError(
        "What arrived is not what was stored",
        f"{place}: {check} differs from what S3 says, twice.",
        "Nothing was saved. See whether the disk is sound, then try again.",
        code="ChecksumDiffers",
    )


def deletion_count_text(
    counts: Counter[FileOutcome], among: Iterable[FileOutcome] = FileOutcome
) -> str:
    """Say how many ended how: `Downloaded and checked: 12 · Failed: 1`."""
    told = ((ended, counts[ended]) for ended in among)
    return " · ".join(f"{RESULT_TEXTS[ended]}: {count:,}" for ended, count in told if count)
