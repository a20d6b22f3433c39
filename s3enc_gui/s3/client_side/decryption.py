"""Decrypts objects that were encrypted before upload; nothing is released unauthenticated.

Of what is decrypted in pieces, all pieces are decrypted once to check the authentication tag, and
once more to be used. AES-CBC, an older algorithm that must be allowed, has no tag.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.client_side.choice import ClientSideReading, Legacy
from s3enc_gui.domain.client_side.envelope import (
    KMS_ALONE,
    KMS_CONTEXT,
    ClientSideFormat,
    is_instruction_file,
    read_format,
)
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.errors import AppError
from s3enc_gui.s3.client_side.errors import (
    legacy_error,
    library_error,
    other_context,
    other_wrapping,
)
from s3enc_gui.s3.client_side.library import Library, Readable, reading
from s3enc_gui.s3.errors.translation import translated

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client

Pieces = Callable[[], Iterator[bytes]]
"""Returns the encrypted bytes from their beginning, in pieces."""

_PIECE = 1024 * 1024  # bytes decrypted at a time
_MAX_INSTRUCTION_FILE = 64 * 1024  # bytes; a wrapped key and a context
_SUFFIX = ".instruction"
_LEVELS = list(Legacy)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """An object that is encrypted client-side, and its instruction file, if it has one."""

    details: ObjectDetails
    format: ClientSideFormat
    instruction: tuple[bytes, Mapping[str, str]] | None = None


class Decryption:
    """Decrypts objects of one bucket; thread-safe. Methods block and raise AppError.

    `s3` and `kms` return the clients to use now.
    """

    def __init__(
        self,
        how: ClientSideReading,
        s3: Callable[[], S3Client],
        kms: Callable[[], KMSClient],
        bucket: str,
    ) -> None:
        self.how, self._s3, self._bucket = how, s3, bucket
        self._kms = kms
        self._lock = Lock()
        self._libraries: dict[bool, Library] = {}

    def find(self, details: ObjectDetails) -> Encrypted | None:
        """Return how an object is encrypted; None: it isn't, or is an instruction file.

        Objects of V1 and V2 may have nothing in their metadata, but an instruction file. Raises
        AppError where the object can't be decrypted as requested.
        """
        found, instruction = read_format(details.metadata), None
        if found is None and (details.size == 0 or is_instruction_file(details.metadata)):
            return None
        if found is None or found.in_file:
            instruction = self._instruction_file(details)
            if instruction is None and found is None:
                return None
            if instruction is not None:
                merged = _parsed(instruction[0]) | dict(details.metadata)
                found = read_format(merged) or found
        if found is None:
            raise library_error("")
        self._check(found)
        return Encrypted(details, found, instruction)

    def check_key(self, encrypted: Encrypted) -> None:
        """Raise AppError where KMS doesn't unwrap the data key, or it isn't that of the object."""
        self._library(streams=True).decrypting(*self._object(encrypted, lambda: iter(())))

    def whole(self, encrypted: Encrypted, data: bytes | bytearray) -> bytes:
        """Return the content of a small object."""
        source = io.BytesIO(data)
        named = self._object(encrypted, lambda: iter(()))
        with reading():
            return self._library(streams=False).decrypting(source, *named[1:]).read()

    def check(self, encrypted: Encrypted, ciphertext: Pieces) -> None:
        """Decrypt an object and raise AppError if it isn't authentic; nothing is kept of it."""
        for _ in self.pieces(encrypted, ciphertext):
            pass

    def pieces(self, encrypted: Encrypted, ciphertext: Pieces) -> Iterator[bytes]:
        """Yield the content of an object; to be used only after `check` of the same bytes."""
        library = self._library(streams=True)
        with reading():
            stream = library.decrypting(*self._object(encrypted, ciphertext))
            while piece := stream.read(_PIECE):
                yield piece

    # --- internal -------------------------------------------------------------------------------

    def _object(
        self, encrypted: Encrypted, ciphertext: Pieces
    ) -> tuple[Readable, int, str, Mapping[str, str], Callable[[str], Any]]:
        details = encrypted.details

        def fetch(key: str) -> tuple[bytes, Mapping[str, str]]:
            if encrypted.instruction is None:
                raise library_error(f"There is no instruction file {key}.")
            return encrypted.instruction

        key = details.location.key
        return _Reader(ciphertext()), details.size, key, details.metadata, fetch

    def _library(self, *, streams: bool) -> Library:
        """Return the library, which takes a moment to load."""
        with self._lock:
            if streams not in self._libraries:
                self._libraries[streams] = Library(
                    self._kms, self.how.key, self.how.legacy, streams=streams
                )
            return self._libraries[streams]

    def _check(self, found: ClientSideFormat) -> None:
        if found.wrapping not in ("", KMS_CONTEXT, KMS_ALONE):
            raise other_wrapping(found.wrapping)
        if _LEVELS.index(found.needs) > _LEVELS.index(self.how.legacy):
            raise legacy_error(found)
        if found.wrapping == KMS_CONTEXT and found.context != self.how.key.context:
            raise other_context(found.context, self.how.key.context)

    def _instruction_file(self, details: ObjectDetails) -> tuple[bytes, Mapping[str, str]] | None:
        key = details.location.key + _SUFFIX
        try:
            with translated(bucket=self._bucket, key=key):
                response: Any = self._s3().get_object(Bucket=self._bucket, Key=key)
                if response["ContentLength"] > _MAX_INSTRUCTION_FILE:
                    response["Body"].close()
                    return None
                content = response["Body"].read()
        except AppError as error:
            if error.code in ("NoSuchKey", "404"):
                return None
            raise
        metadata = response.get("Metadata") or {}
        # An object that only has such a name isn't one.
        is_one = is_instruction_file(metadata) or read_format(_parsed(content)) is not None
        return (content, metadata) if is_one else None


class _Reader:
    """Reads pieces as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def read(self, amount: int | None = None) -> bytes:
        """Return up to `amount` bytes; None: all that are left."""
        if amount is None:
            return self._left + b"".join(self._pieces)
        if not self._left:
            self._left = next(self._pieces, b"")
        data, self._left = self._left[:amount], self._left[amount:]
        return data


def _parsed(content: bytes) -> dict[str, str]:
    """Return the names and values of an instruction file; none if it isn't one."""
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(plain, dict):
        return {}
    return {name: value for name, value in plain.items() if isinstance(value, str)}
