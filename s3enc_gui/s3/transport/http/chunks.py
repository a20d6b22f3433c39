"""Decodes bodies with chunked transfer coding incrementally (RFC 9112, section 7.1)."""

from __future__ import annotations

from s3enc_gui.regex import regex
from s3enc_gui.s3.transport.http.bad_response import BadResponse

_LONGEST_LINE = 8 * 1024  # bytes; a chunk's size with its extensions
_LONGEST_TRAILER = 64 * 1024  # bytes
# A chunk's size, maybe padded, and its extensions; the size fits into 64 bits with leading zeros.
_SIZE_LINE = regex(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n\0]*)?")


class Chunks:
    """Decodes a body piece by piece; buffers at most one line of it.

    `ended`: the last chunk and the trailer have been received.
    """

    __slots__ = ("_buffer", "_in_trailer", "_left", "_needs_end", "ended")

    def __init__(self) -> None:
        self._buffer = b""
        self._left = 0  # bytes of the current chunk still to come
        self._needs_end = False  # the CRLF after the chunk's data is still to come
        self._in_trailer = False
        self.ended = False

    @property
    def rest(self) -> bytes:
        """The data after the body."""
        return self._buffer

    def feed(self, data: bytes) -> list[bytes]:
        """Return the body's bytes in `data`. Raises BadResponse."""
        pieces: list[bytes] = []
        buffer = self._buffer + data if self._buffer else data
        at = 0
        while not self.ended:
            if self._left:
                piece = buffer[at : at + self._left]
                if not piece:
                    break
                pieces.append(piece)
                self._left -= len(piece)
                self._needs_end = not self._left
                end = at + len(piece)
            elif self._in_trailer:
                end = self._after_trailer(buffer, at)
            elif self._needs_end:
                end = self._after_chunk(buffer, at)
            else:
                end = self._after_size(buffer, at)
            if end < 0:
                break
            at = end
        self._buffer = buffer[at:]
        return pieces

    def _after_chunk(self, buffer: bytes, at: int) -> int:
        """Return the end of the CRLF after a chunk's data, -1 if it is still to come."""
        if len(buffer) - at < 2:
            return -1
        if buffer[at : at + 2] != b"\r\n":
            raise BadResponse("Invalid chunk in the response")
        self._needs_end = False
        return at + 2

    def _after_size(self, buffer: bytes, at: int) -> int:
        """Read the size of the next chunk; return the end of its line, -1 as above."""
        end = buffer.find(b"\r\n", at, at + _LONGEST_LINE)
        if end < 0:
            if len(buffer) - at >= _LONGEST_LINE:
                raise BadResponse("Chunk size too long in the response")
            return -1
        found = _SIZE_LINE.fullmatch(buffer, at, end)
        if not found:
            raise BadResponse("Invalid chunk in the response")
        self._left = int(found[1], 16)
        self._in_trailer = not self._left
        return end + 2

    def _after_trailer(self, buffer: bytes, at: int) -> int:
        """Skip the trailer; return its end, -1 as above."""
        if buffer[at : at + 2] == b"\r\n":
            end = at + 2
        else:
            end = buffer.find(b"\r\n\r\n", at) + 4
            if end < 4:
                if len(buffer) - at > _LONGEST_TRAILER:
                    raise BadResponse("Trailer too long in the response")
                return -1
        self.ended = True
        return end
