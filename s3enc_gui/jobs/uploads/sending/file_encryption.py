"""Encrypts the files of a batch before they are sent (client-side encryption)."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.domain.client_side.choice import TAG, ClientSideKey, size_problem
from s3enc_gui.domain.client_side.envelope import Envelope
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import text
from s3enc_gui.jobs.uploads.sending.part_check import SentSpan
from s3enc_gui.s3.checksums import as_header, crc64nvme
from s3enc_gui.s3.client_side.library import EncryptingStream, Library
from s3enc_gui.store.files.source_file import SourceFile

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

SENT_AGAIN = AppError(
    text("A file that is encrypted before upload can't be resumed"),
    text(
        "The encryption client keeps the key of a file in memory only, until the file is sent."
        " The parts sent before were deleted."
    ),
    text("The file is encrypted and sent from the beginning."),
    code="ClientSideSentAgain",
)


class FileEncryption:
    """Encrypts with AWS's library. Thread-safe; one request to KMS for each file.

    `kms` returns the client to use now: the session may be renewed.
    """

    def __init__(self, kms: Callable[[], KMSClient], key: ClientSideKey) -> None:
        self._kms, self._key = kms, key
        self._lock = Lock()
        self._library: Library | None = None

    async def whole(self, data: bytes) -> tuple[bytes, Envelope]:
        """Return the bytes of a small file encrypted, and the metadata. Raises AppError."""
        return await in_thread(self._encrypted, data)

    async def begin(self, source: SourceFile) -> EncryptedFile:
        """Begin a large file. Raises AppError, also if it is too large."""
        if problem := size_problem(str(source.path), source.size):
            raise problem
        return await in_thread(self._begun, source)

    def _encrypted(self, data: bytes) -> tuple[bytes, Envelope]:
        encrypted, envelope = self._ready().encrypt(data)
        if len(encrypted) != len(data) + TAG:
            raise ValueError(f"{len(data)} bytes were encrypted as {len(encrypted)}")
        return encrypted, tuple(sorted(envelope.items()))

    def _begun(self, source: SourceFile) -> EncryptedFile:
        return EncryptedFile(source, self._ready().encrypting())

    def _ready(self) -> Library:
        """Return the library, which takes a moment to load."""
        with self._lock:
            if self._library is None:
                self._library = Library(self._kms, self._key)
            return self._library


class EncryptedFile:
    """The encrypted bytes of a large file, to be read in order; one thread at a time.

    `envelope` is the metadata for the object. `spans` are what was read of the file, with the
    checksums of its own bytes.
    """

    def __init__(self, source: SourceFile, stream: EncryptingStream) -> None:
        self._source, self._stream = source, stream
        self._read = 0  # bytes of the file
        self._left = b""  # encrypted bytes, not taken yet
        self._taken = 0  # encrypted bytes
        self.size = source.size + TAG
        self.envelope = tuple(sorted(stream.envelope.items()))
        self.spans: list[SentSpan] = []

    def read_into(self, buffer: memoryview, offset: int) -> None:
        """Fill a buffer with the encrypted bytes from `offset`, which must be the next ones.

        Raises AppError if the file can't be read, or is shorter now.
        """
        if offset != self._taken:
            raise ValueError(f"Encrypted bytes are read in order: {offset}, not {self._taken}")
        start = self._read
        size = min(len(buffer), self._source.size - start)
        encrypted = self._left
        if size or not self.spans:
            data = self._source.read(start, size)
            self._read += size
            last = self._read == self._source.size
            encrypted += self._stream.encrypt(data, last=last)
            self.spans.append(SentSpan(start, size, as_header(crc64nvme(data))))
        elif not encrypted:
            raise ValueError("Nothing is left of the encrypted file")
        buffer[:] = encrypted[: len(buffer)]
        self._left = encrypted[len(buffer) :]
        self._taken += len(buffer)
