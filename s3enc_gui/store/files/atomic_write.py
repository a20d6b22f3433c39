"""Writes a text file atomically: to a temporary file, which is then renamed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

CSV_ENCODING = "utf-8-sig"  # Excel recognizes UTF-8 only by a byte order mark


def write_atomically(
    path: Path | str,
    texts: Iterable[str],
    encoding: str = "utf-8",
    guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    mode: int = 0o666,
) -> None:
    """Write texts to a file; if anything raises, an existing file stays unchanged.

    The file gets the permissions `mode`, without those that the umask takes away.

    Characters that the encoding lacks (lone surrogates in file names) are backslash-escaped. File
    operations, but not `texts`, run inside `guard()`, which may translate their OSError.
    """
    target = Path(os.path.realpath(path))  # keeps a symbolic link, and replaces the file it names
    temporary = target.with_name(f".s3enc-{secrets.token_hex(6)}.part")
    with guard():
        fd = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        file = os.fdopen(fd, "w", encoding=encoding, errors="backslashreplace", newline="")
    try:
        with file:
            for text in texts:
                with guard():
                    file.write(text)
            with guard():
                file.flush()
                os.fsync(file.fileno())  # some file systems report a full disk only now
        with guard():
            temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            temporary.unlink()
        raise
