"""Opens the file of a transfer, which may take long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from s3enc_gui.aio.file_reads import FileReads
from s3enc_gui.dataclass import dataclass
from s3enc_gui.domain.errors import AppError
from s3enc_gui.domain.uploads.plan import UploadItem
from s3enc_gui.jobs.uploads.sending.single_put import FileContents
from s3enc_gui.store.files.source_file import SourceFile
from s3enc_gui.store.os_errors import slow_file

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FileOpener:
    """Opens files until the first byte is read; both methods raise AppError.

    `on_wait` gets whether a file is slow, `on_notice` a sentence about it.
    """

    reads: FileReads
    on_wait: Callable[[bool], None]
    on_notice: Callable[[AppError], None]

    async def contents(self, item: UploadItem) -> FileContents | None:
        """Read a small file, or look at an empty folder; None: it is too large."""
        return await self._read(FileContents.of, item, item.path)

    async def source(self, item: UploadItem) -> SourceFile:
        """Open a large file."""
        return await self._read(SourceFile.readable, item.path, item.path, SourceFile.close)

    async def _read(
        self,
        function: Callable[..., T],
        argument: object,
        path: str,
        discard: Callable[[T], object] = lambda _: None,
    ) -> T:
        slow = False

        def on_slow() -> None:
            nonlocal slow
            slow = True
            self.on_wait(True)
            self.on_notice(slow_file(path))

        try:
            return await self.reads.run(function, argument, on_slow=on_slow, discard=discard)
        finally:
            if slow:
                self.on_wait(False)
