"""How long a file name may be, and a shorter one for a name that is too long."""

from __future__ import annotations

from hashlib import blake2b
from itertools import accumulate

from s3enc_gui.dataclass import dataclass
from s3enc_gui.regex import regex

_MAX_BYTES = 4  # of a character in UTF-8
_DIGEST = 8  # bytes
_COMPRESSIONS = frozenset({"br", "bz2", "gz", "lz", "lz4", "lzma", "xz", "z", "zst"})
_INNER = regex(r"[A-Za-z][A-Za-z0-9]{0,7}")  # of what is compressed: `tar`, `csv`, `parquet`


@dataclass(frozen=True, slots=True)
class NameLimit:
    """The longest name that a disk takes: `size` in bytes of UTF-8, or in units of UTF-16.

    255 bytes on most disks of Linux, 143 on eCryptfs; 255 units on FAT, NTFS and HFS+.
    """

    size: int = 255
    utf16: bool = False

    def fits(self, name: str) -> bool:
        """Whether a name is short enough."""
        return len(name) * _MAX_BYTES <= self.size or self._units(name) <= self.size

    def shortened(self, name: str) -> str:
        """Return a name that fits: the same one each time, and different ones for different names.

        The end is replaced by a digest of the name; the extension stays, also one of two parts
        such as `.tar.gz`.
        """
        if self.fits(name):
            return name
        stem, end = _split(name)
        if not stem or self._units(end) > self.size // 4:
            stem, end = name, ""
        packed = name.encode(errors="surrogatepass")
        end = f"-{blake2b(packed, digest_size=_DIGEST).hexdigest()}{end}"
        room = self.size - self._units(end)
        kept = sum(total <= room for total in accumulate(map(self._units, stem)))
        return stem[:kept] + end

    def _units(self, name: str) -> int:
        if self.utf16:
            return len(name.encode("utf-16-le", errors="surrogatepass")) // 2
        return len(name.encode(errors="surrogatepass"))


def _split(name: str) -> tuple[str, str]:
    """Return a name without its extension, and the extension; with what was compressed."""
    stem, dot, extension = name.rpartition(".")
    before, inner_dot, inner = stem.rpartition(".")
    if extension.lower() in _COMPRESSIONS and before and _INNER.fullmatch(inner):
        return before, f"{inner_dot}{inner}{dot}{extension}"
    return stem, dot + extension


USUAL_LIMIT = NameLimit()
