"""What the engine reads from: a file whose identity was noted when it was opened."""

from __future__ import annotations

from typing import Protocol


class Source(Protocol):
    """A file of a known size; several threads may read at once."""

    @property
    def size(self) -> int:
        """Bytes, as of opening."""
        ...

    def read(self, offset: int, size: int) -> bytes:
        """Return exactly that many bytes. Raises AppError where the file has become shorter."""
        ...

    def check_unchanged(self) -> None:
        """Raise AppError where size or modification time is no longer that of opening."""
        ...
