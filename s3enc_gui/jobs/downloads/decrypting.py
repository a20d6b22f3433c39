"""Decrypts downloaded objects that were encrypted before upload, and saves their content."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from s3enc_gui.aio.cancellation import in_thread
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.downloads.download import (
    DECRYPTED,
    NOT_ENCRYPTED,
    UNAUTHENTICATED,
    UNSEEN_INSTRUCTION,
    FileOutcome,
    FileResult,
    not_encrypted_error,
)
from s3enc_gui.domain.encryption.object_details import ObjectDetails
from s3enc_gui.domain.error_codes import DENIED
from s3enc_gui.domain.errors import AppError
from s3enc_gui.i18n import AnyText
from s3enc_gui.jobs.downloads.download_context import DownloadContext
from s3enc_gui.jobs.downloads.item import DownloadItem, mtime_of
from s3enc_gui.s3.client_side.decryption import Decryption, Encrypted
from s3enc_gui.s3.client_side.errors import NOT_AUTHENTIC
from s3enc_gui.store.downloads.part_file import PartFile

Pieces = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Decrypting:
    """One object that is decrypted."""

    download: DownloadContext
    item: DownloadItem
    decryption: Decryption
    encrypted: Encrypted

    @classmethod
    async def of(
        cls,
        download: DownloadContext,
        item: DownloadItem,
        details: ObjectDetails,
        remarks: list[AnyText],
    ) -> Decrypting | None:
        """Return it; None: the object stays as it is, and `remarks` may say why.

        Raises AppError where it can't be decrypted as requested, Cancelled.
        """
        decryption = download.decryption
        if decryption is None:
            return None
        is_expected = (item.listed.key, item.listed.version_id) in download.encrypted
        try:
            encrypted = await download.source.outage_gate.run(
                lambda: in_thread(decryption.find, details)
            )
        except AppError as error:
            if error.code not in DENIED or details.status.client_side or is_expected:
                raise
            # Without s3:ListBucket, S3 denies an instruction file that doesn't exist.
            if UNSEEN_INSTRUCTION not in remarks:
                remarks.append(UNSEEN_INSTRUCTION)
            return None
        if encrypted is None:
            if is_expected:
                raise not_encrypted_error(item.listed.key)
            if NOT_ENCRYPTED not in remarks:
                remarks.append(NOT_ENCRYPTED)
            return None
        return cls(download, item, decryption, encrypted)

    async def check_key(self) -> None:
        """Raise AppError where KMS doesn't unwrap the data key, before much is downloaded."""
        await self.download.source.outage_gate.run(
            lambda: in_thread(self.decryption.check_key, self.encrypted)
        )

    async def save_small(
        self, data: bytearray, check: AnyText, remarks: list[AnyText]
    ) -> FileResult:
        """Decrypt bytes in memory, and write the file. Raises AppError, Cancelled."""
        gate = self.download.source.outage_gate
        plain = await gate.run(lambda: in_thread(self.decryption.whole, self.encrypted, data))
        return await in_thread(self._write, lambda: iter((plain,)), check, remarks)

    async def save(self, part: PartFile, check: AnyText, remarks: list[AnyText]) -> FileResult:
        """Decrypt a complete part file, and write the file. Raises AppError, Cancelled.

        The part file stays, so that nothing is downloaded again, unless it isn't authentic.
        """
        gate = self.download.source.outage_gate

        def ciphertext() -> Iterator[bytes]:
            for piece in part.pieces():
                self.download.stop.check()
                yield piece

        try:
            await gate.run(lambda: in_thread(self.decryption.check, self.encrypted, ciphertext))
        except AppError as error:
            if error.code == NOT_AUTHENTIC:
                await in_thread(part.discard)
            raise
        result = await gate.run(
            lambda: in_thread(
                self._write,
                lambda: self.decryption.pieces(self.encrypted, ciphertext),
                check,
                remarks,
            )
        )
        await in_thread(part.discard)
        return result

    def _write(self, pieces: Pieces, check: AnyText, remarks: list[AnyText]) -> FileResult:
        """Write the file; blocks."""
        size = 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            size = 0
            for piece in pieces():
                size += len(piece)
                yield piece

        details, request = self.encrypted.details, self.download.request
        named = self.download.folder.write_pieces(
            self.item.target, counted, mtime_of(details), request.if_exists
        )
        if named is None:
            return self.item.exists_result()
        self.download.byte_counter.add(size - details.size)
        ended, remarks = FileOutcome.CHECKED, list(remarks)
        if self.encrypted.format.is_authenticated:
            check = DECRYPTED
        else:
            remarks.append(UNAUTHENTICATED)
            ended = FileOutcome.ARRIVED
        return self.item.result(ended, details, named, check, remarks, plain_size=size)
