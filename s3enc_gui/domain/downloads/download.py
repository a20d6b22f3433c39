"""Downloads: what is requested, and the result for each object."""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.client_side.choice import ClientSideReading
from s3enc_gui.domain.connection import Connection
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.listing import UNKNOWN_SIZE, ListedObject
from s3enc_gui.domain.location import last_name
from s3enc_gui.domain.uploads.plan import IfExists
from s3enc_gui.i18n import AnyText, Text, formats, sentences, text, untranslated

UNLISTED = UNKNOWN_SIZE
"""The size of an object that wasn't listed; it must be read from S3."""


@dataclass(frozen=True, slots=True)
class DownloadRequest:
    """Objects of a bucket, and all objects under some prefixes, to be saved in a local folder.

    `strip` is removed from the beginning of each key; None removes what precedes the last name of
    the object or prefix that was chosen, so that a folder is saved as a folder. `name` is another
    file name for a single object. Objects with a version ID are downloaded in that version.
    `client_side`: objects that were encrypted before upload are decrypted; None: they stay as they
    are. `asks`: nothing of them is saved before the user was asked; `client_side` is the answer.
    """

    connection: Connection
    bucket: str
    folder: str
    objects: tuple[ListedObject, ...] = ()
    prefixes: tuple[str, ...] = ()
    strip: str | None = None
    if_exists: IfExists = IfExists.FAIL
    name: str = ""
    client_side: ClientSideReading | None = None
    asks: bool = False

    @property
    def identity(self) -> DownloadRequest:
        """What makes it this download, however its questions were answered."""
        client_side = None if self.asks else self.client_side
        return replace(self, if_exists=IfExists.FAIL, client_side=client_side, asks=False)

    @property
    def must_ask(self) -> bool:
        """Whether objects that were encrypted before upload wait for the user's answer."""
        return self.asks and self.client_side is None

    def relative(self, key: str, chosen: str) -> str:
        """Return the part of a key to keep; `chosen` is the key or prefix that was chosen."""
        if self.name:
            return self.name
        strip = self.strip
        if strip is None:
            strip = chosen.removesuffix(last_name(chosen))
        return key.removeprefix(strip)

    @property
    def title(self) -> str:
        """The name of what was chosen: `photos/`, or `photos/ + 2`."""
        names = [*self.prefixes, *(listed.key for listed in self.objects)]
        if not names or names[0] == "":
            return self.bucket
        first = last_name(names[0])
        first = names[0] if first == "/" else first  # a folder without a name
        return first if len(names) == 1 else f"{first} + {formats().whole(len(names) - 1)}"


def requested_object(key: str, version_id: str | None = None) -> ListedObject:
    """Return an object of which only key and version are known."""
    return ListedObject(key, UNLISTED, None, "", version_id=version_id)


class FileOutcome(StrEnum):
    """The result for one object; labels are in `wording.downloads.labels`."""

    CHECKED = "checked"  # the content matches a checksum of S3
    ARRIVED = "arrived"  # complete, but S3 has no checksum to compare
    FOLDER = "folder"  # the key ends with `/`: the folder was created
    EXISTS = "exists"
    ENCRYPTED = "encrypted"  # before upload; nothing was saved: the user is to be asked
    SKIPPED = "skipped"
    FAILED = "failed"


DOWNLOADED = frozenset({FileOutcome.CHECKED, FileOutcome.ARRIVED, FileOutcome.FOLDER})
"""Results after which the file is on this computer."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """The result for one object; `path` is that of the file, size in bytes.

    `check` says how the content was checked, or why it couldn't be. `remarks` are for the user even
    if nothing failed. An earlier run's texts are in the source language.
    """

    key: str
    version_id: str | None
    size: int
    path: str
    ended: FileOutcome
    check: AnyText = ""
    remarks: tuple[AnyText, ...] = ()
    error: AppError | None = None
    earlier: bool = False  # done by an earlier run
    etag: str = ""  # of the object, if known

    @property
    def is_ciphertext(self) -> bool:
        """Whether its file is known to be encrypted still (client-side encryption)."""
        return CIPHERTEXT in self.remarks or untranslated(CIPHERTEXT) in self.remarks

    @property
    def id(self) -> tuple[str, str | None]:
        """Key and version ID."""
        return self.key, self.version_id


@dataclass(frozen=True, slots=True)
class DownloadSummary:
    """The results of a download."""

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
    """An incomplete download, with `files` of `of_files` and `bytes` of `of_bytes` done.

    The totals are None if the listing wasn't complete.
    """

    request: DownloadRequest
    begun: datetime
    files: int
    of_files: int | None
    bytes: int
    of_bytes: int | None


CHANGED = text("The object changed during the download. The newer object was downloaded.")
CIPHERTEXT = text(
    "The object was encrypted before upload (client-side encryption). The downloaded file "
    "is still encrypted. To decrypt it, choose Decrypt… (--client-side)."
)
UNAUTHENTICATED = text(
    "Its content can't be authenticated: an older encryption client encrypted it. Whoever can write"
    " to the bucket could have changed it."
)
NOT_ENCRYPTED = text(
    "It wasn't encrypted before upload. Whoever can write to the bucket could have put it there."
)
UNSEEN_INSTRUCTION = text(
    "You don't have permission to look for its instruction file (s3:GetObject, s3:ListBucket)."
    " If an old encryption client encrypted it, the file is still encrypted."
)
DECRYPTED = text("decrypted and authenticated")


def renamed_text(name: str) -> Text:
    """Return the remark for a file that isn't named like its object."""
    return text("The file was saved as “{name}”.", name=name)


def renamed_folder_text(name: str) -> Text:
    """Return the remark for a folder that isn't named like its object."""
    return text("The folder was created as “{name}”.", name=name)


def folder_content_text(name: str) -> Text:
    """Return the remark for an object with content whose key is that of a folder."""
    return text(
        "The object's key ends with “/”, like a folder. Its content was saved in that folder as"
        " “{name}”.",
        name=name,
    )


def busy_error() -> AppError:
    """Return the error for a download that another run performs."""
    return AppError(
        text("This download is already running"),
        text("It was started earlier, in this or another window."),
        text("Wait for it to finish, or cancel it."),
        code="DownloadBusy",
    )


def file_exists_error(path: str) -> AppError:
    """Return the error for an existing file."""
    return AppError(
        text("A file with this name already exists"),
        text("{file} wasn't changed.", file=path),
        text("Overwrite it, keep both or skip it."),
        code="FileExists",
    )


def file_gone_error(path: str) -> AppError:
    """Return the error for an object that wasn't saved because of a file that is gone by now."""
    return AppError(
        text("The existing file was moved or deleted"),
        text("{file} isn't there anymore. The object wasn't downloaded.", file=path),
        text("Choose Retry to download it."),
        code="FileGone",
    )


def customer_key_error(key: str) -> AppError:
    """Return the error for an object that is encrypted with SSE-C."""
    return AppError(
        text("The object is encrypted with a customer-provided key (SSE-C)"),
        text("“{key}” can only be read with that key.", key=key),
        text("Choose its key with Choose key… (--sse-c-key)."),
        code="CustomerKey",
    )


def not_encrypted_error(key: str) -> AppError:
    """Return the error for an object to be decrypted that turns out not to be encrypted."""
    return AppError(
        text("The object isn't encrypted"),
        text(
            "“{key}” was to be decrypted, but it wasn't encrypted before upload. Somebody may have"
            " replaced the encrypted object.",
            key=key,
        ),
        text(
            "Nothing was saved. If you trust its content, download it without a key for client-side"
            " encryption."
        ),
        code="ClientSidePlain",
    )


def damaged_error(path: str, check: AnyText) -> AppError:
    """Return the error for content that differs from what S3 reports; `check` was compared."""
    return AppError(
        text("The downloaded content differs from the object"),
        sentences(
            text(
                "{file}: {check} differs from what S3 reports, in several attempts.",
                file=path,
                check=check,
            ),
            text("The server's checksum is wrong, or the content was changed on the way."),
        ),
        text(
            "Nothing was saved. Try again. If it happens again, show this message to the server's"
            " owner."
        ),
        code="ChecksumDiffers",
    )


def disk_damage_error(path: str) -> AppError:
    """Return the error for a disk that returns other bytes than those written."""
    return AppError(
        text("The disk doesn't return what was written"),
        text("{file}: The content arrived, but differs when it is read again.", file=path),
        text("Nothing was saved. Check the disk, or choose a folder on another disk."),
        code="ChecksumDiffers",
    )
