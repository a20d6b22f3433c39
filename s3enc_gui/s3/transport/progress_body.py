"""A request's body that tells as it is handed to the line, and stops there when asked to."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from s3enc_gui.s3.transport.interface import Body


class ProgressBody(io.BytesIO):
    """The bytes of a Body; its hooks are called from the thread that reads.

    Reading while `sending` is false (to sign, say) is not told.
    """

    def __init__(self, body: Body) -> None:
        super().__init__(body.data)
        self._body = body
        self._size = len(body.data)
        self._told = 0
        self.sending = True

    @property
    def is_sent(self) -> bool:
        """Whether all has been read."""
        return self.tell() >= self._size

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        self._look()
        data = super().read(size)
        self._tell()
        return data

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Copy the next bytes into a buffer."""
        self._look()
        count = super().readinto(buffer)
        self._tell()
        return count

    readinto1 = readinto  # what awscrt prefers; nothing here blocks

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go elsewhere; back to the start is a new try, which takes the told bytes back."""
        position = super().seek(offset, whence)
        if whence == 0:  # a look at the end, to learn the length, sends nothing
            self._tell()
        return position

    def _look(self) -> None:
        if not self.sending or self.is_sent:
            return  # all is sent: the server may be storing it already
        self._body.stop.check()

    def _tell(self) -> None:
        if self.sending and self.tell() != self._told:
            change, self._told = self.tell() - self._told, self.tell()
            self._body.on_sent(change)
