"""The change time of an open file: when its content or its attributes last changed.

The file system sets it; unlike the modification time, programs can't set it back. POSIX has it in
every status (`st_ctime`). On Windows `st_ctime` is the creation time; the change time needs the
file's handle (GetFileInformationByHandleEx, FileBasicInfo).
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable

# FILE_BASIC_INFO (winbase.h): times of creation, last access, last write and change; attributes.
BASIC_INFO = struct.Struct("<qqqqI4x")
EPOCH = 116_444_736_000_000_000  # 1970 as a Windows FILETIME: 100 ns since 1601
TICK = 100  # ns


def change_time_by(ask: Callable[[int, bytearray], bool], handle: int) -> int | None:
    """Return the change time in ns since 1970; `ask` fills in the FILE_BASIC_INFO of a handle.

    None if `ask` fails, or if the file system has no change time (0, as on FAT).
    """
    info = bytearray(BASIC_INFO.size)
    if not ask(handle, info):
        return None
    ticks: int = BASIC_INFO.unpack(info)[3]
    return (ticks - EPOCH) * TICK if ticks else None


if sys.platform == "win32":
    import ctypes
    import msvcrt

    _FILE_BASIC_INFO = 0  # FILE_INFO_BY_HANDLE_CLASS
    _get_info = ctypes.WinDLL("kernel32").GetFileInformationByHandleEx
    _get_info.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)
    _get_info.restype = ctypes.c_int

    def _ask(handle: int, info: bytearray) -> bool:
        buffer = (ctypes.c_char * len(info)).from_buffer(info)
        return bool(_get_info(handle, _FILE_BASIC_INFO, buffer, len(info)))

    def change_time(status: os.stat_result, fd: int | None) -> int | None:
        """Return the change time in ns since 1970; None: unknown.

        `fd` is the open file, if there is one.
        """
        return None if fd is None else change_time_by(_ask, msvcrt.get_osfhandle(fd))

else:

    def change_time(status: os.stat_result, fd: int | None) -> int | None:
        """Return the change time in ns since 1970; None: unknown.

        `fd` is the open file, if there is one.
        """
        return status.st_ctime_ns
