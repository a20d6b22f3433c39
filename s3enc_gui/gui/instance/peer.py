"""Who is at the other end of a local socket."""

from __future__ import annotations

import os
import socket
import struct

_UCRED = struct.Struct("3i")  # pid, uid, gid: unix(7)


def is_own_user(descriptor: int) -> bool:
    """Whether a process of the same user is at the other end of a connected socket.

    True where the system doesn't tell: the socket is in a folder of the user's alone (Unix), or the
    pipe is for the user alone (Windows, QLocalServer's UserAccessOption).
    """
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    try:
        with socket.socket(fileno=os.dup(descriptor)) as connected:
            found = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    except OSError:
        return False
    uid: int = _UCRED.unpack(found)[1]
    return uid == os.getuid()
