"""A request body that reports progress and raises Cancelled as it is read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from s3enc_gui.s3.transport.interface import Body


class ProgressBody(io.BytesIO):
    """The bytes of a Body; its hooks are called on the reading thread.

    Reading while `sending` is false (for signing) isn't reported.
    """

    def __init__(self, body: Body) -> None:
        super().__init__(body.data)
        self._body = body
        self._size = len(body.data)
        self._reported = 0
        self.sending = True

    @property
    def is_sent(self) -> bool:
        """Whether all has been read."""
        return self.tell() >= self._size

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        self._check_stop()
        data = super().read(size)
        self._report()
        return data

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Copy the next bytes into a buffer."""
        self._check_stop()
        count = super().readinto(buffer)
        self._report()
        return count

    readinto1 = readinto  # what awscrt prefers; nothing here blocks

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Change the position; a retry seeks the start, which reports a negative change."""
        position = super().seek(offset, whence)
        if whence == 0:  # not when the length is determined
            self._report()
        return position

    def _check_stop(self) -> None:
        if not self.sending or self.is_sent:
            return  # all is sent: the server may store it already
        self._body.stop.check()

    def _report(self) -> None:
        if self.sending and self.tell() != self._reported:
            change, self._reported = self.tell() - self._reported, self.tell()
            self._body.on_sent(change)
