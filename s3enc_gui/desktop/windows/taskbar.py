"""Progress on the button of the task bar (Win32 API, ITaskbarList3 in shobjidl_core.h)."""

from __future__ import annotations

import ctypes
import sys
from typing import Any
from uuid import UUID

from s3enc_gui.domain.desktop.notification import Activity

_CLASS = UUID("56fdf344-fd6d-11d0-958a-006097c9a090")  # CLSID_TaskbarList
_INTERFACE = UUID("ea1afb91-9e28-4b86-90e9-9e9f8a5eefaf")  # IID_ITaskbarList3
_IN_PROCESS = 1  # CLSCTX_INPROC_SERVER
_NONE, _UNKNOWN, _NORMAL, _PAUSED = 0, 1, 2, 8  # TBPFLAG
# Places in the interface's table: IUnknown has 0 to 2, ITaskbarList 3 to 7, ITaskbarList2 8.
_INIT, _SET_VALUE, _SET_STATE = 3, 9, 10
_WHOLE = 1000


class Taskbar:
    """The task bar, for the calling thread. Raises OSError where Windows has none."""

    def __init__(self) -> None:
        self._object = ctypes.c_void_p()
        if sys.platform == "win32":
            ole = ctypes.oledll.ole32
            ole.CoInitialize(None)
            ole.CoCreateInstance(
                _CLASS.bytes_le, None, _IN_PROCESS, _INTERFACE.bytes_le, ctypes.byref(self._object)
            )
            self._call(_INIT, ())

    def show(self, activity: Activity, window: int) -> None:
        """Show the progress on the button of a window."""
        handle = ctypes.c_void_p(window)
        state = _state(activity)
        self._call(_SET_STATE, (ctypes.c_void_p, ctypes.c_int), handle, state)
        if state in (_NORMAL, _PAUSED) and activity.permille is not None:
            number = ctypes.c_ulonglong
            kinds = (ctypes.c_void_p, number, number)
            self._call(_SET_VALUE, kinds, handle, activity.permille, _WHOLE)

    def _call(self, place: int, kinds: tuple[Any, ...], *arguments: object) -> None:
        if sys.platform == "win32":
            pointer = ctypes.POINTER(ctypes.c_void_p)
            table = ctypes.cast(ctypes.cast(self._object, pointer)[0], pointer)
            prototype = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *kinds)
            prototype(table[place])(self._object, *arguments)


def _state(activity: Activity) -> int:
    if not activity.is_active:
        return _NONE
    if activity.needs_user:
        return _PAUSED  # yellow
    return _UNKNOWN if activity.permille is None else _NORMAL
