"""Where the starts of the window with the same options meet, and which of them is the first.

The first one holds a lock, which the operating system releases however the process ends: the socket
of a killed process is never taken for that of a running one.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import stat
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from s3enc_gui.dataclass import dataclass
from s3enc_gui.store.files.file_lock import try_lock
from s3enc_gui.store.paths import journal_path, make_private, settings_path

_log = logging.getLogger(__name__)

_MOST_BYTES = 100  # of a socket's path: sockaddr_un has 104 (macOS) or 108 (Linux)
# Same user, other screen: an instance of its own. Logins that share one screen may have several
# session IDs, and programs that D-Bus starts have none.
_SCREENS = ("WAYLAND_DISPLAY", "DISPLAY")
_SECRET = ("SECRET", "TOKEN")  # in names of AWS's variables


@dataclass(frozen=True, slots=True)
class MeetingPlace:
    """`server` is the name that QLocalServer listens on, `lock` the file of the first's lock."""

    server: str
    lock: Path

    def claim(self) -> InstanceLock | None:
        """Become the first; None: another process is. Raises OSError where nothing can be locked.

        The socket of a process that was killed is deleted.
        """
        fd = os.open(self.lock, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            is_first = try_lock(fd)
        except OSError:
            os.close(fd)
            raise
        if not is_first:
            os.close(fd)
            return None
        if sys.platform != "win32":
            with suppress(OSError):
                Path(self.server).unlink()
        return InstanceLock(fd)


class InstanceLock:
    """The lock of the first instance. Its file stays: another process may wait for it."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def release(self) -> None:
        """Let the next start be the first. Idempotent."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


def meeting_place(options: Sequence[str | None]) -> MeetingPlace | None:
    """Return the place for starts with these options; None: the machine has no safe one.

    It is the user's alone, and differs by screen, by the AWS_* variables (without secrets) and by
    where the settings and the journal are.
    """
    folder = _folder()
    name = hashlib.sha256(json.dumps([*options, *_surroundings()]).encode()).hexdigest()[:16]
    server = str(folder / f"{name}.socket")
    if sys.platform == "win32":
        server = f"s3enc-{name}"  # of a named pipe
    elif len(os.fsencode(server)) > _MOST_BYTES:
        _log.debug("One instance: the path of the socket is too long: %s", server)
        return None
    try:
        make_private(folder)
        if not _is_private(folder):
            _log.debug("One instance: others can write to %s", folder)
            return None
    except OSError as error:
        _log.debug("One instance: %s", error)
        return None
    return MeetingPlace(server, folder / f"{name}.lock")


def _folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if Path(runtime).is_absolute() and sys.platform != "win32":
        return Path(runtime, "s3enc")
    return Path(tempfile.gettempdir(), f"s3enc-{_user()}")


def _user() -> str:
    return str(os.getuid()) if sys.platform != "win32" else os.environ.get("USERNAME", "user")


def _surroundings() -> list[str]:
    variables = sorted(
        f"{name}={value}"
        for name, value in os.environ.items()
        if name.startswith("AWS_") and not any(secret in name for secret in _SECRET)
    )
    screen = next((os.environ[name] for name in _SCREENS if os.environ.get(name)), "")
    return [_user(), screen, _session(), str(settings_path()), str(journal_path()), *variables]


def _session() -> str:
    """Return the Windows session: names of pipes are for all sessions."""
    if sys.platform == "win32":
        import ctypes

        session = ctypes.c_ulong()
        ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(session))
        return str(session.value)
    return ""


def _is_private(folder: Path) -> bool:
    """Whether the folder is the user's alone, and no link. Raises OSError."""
    if sys.platform == "win32":
        return True  # the user's own folder for temporary files
    found = folder.lstat()
    is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return is_own and not found.st_mode & 0o077
