"""Keeps macOS awake (IOKit, IOPMLib.h: IOPMAssertionCreateWithName)."""

from __future__ import annotations

import ctypes
from typing import Any

_CORE = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_IOKIT = "/System/Library/Frameworks/IOKit.framework/IOKit"
_UTF8 = 0x08000100  # kCFStringEncodingUTF8
_ON = 255  # kIOPMAssertionLevelOn
# No sleep of a Mac that is left alone; the display may turn off.
_KIND = "PreventUserIdleSystemSleep"


class PowerAssertion:
    """Raises OSError where the frameworks can't be loaded."""

    def __init__(self) -> None:
        self._id: int | None = None

    def hold(self, why: str | None) -> None:
        """Prevent automatic sleep for this reason; None: allow it again."""
        if why is not None and self._id is None:
            self._id = _created(why)
        elif why is None and self._id is not None:
            ctypes.CDLL(_IOKIT).IOPMAssertionRelease(ctypes.c_uint32(self._id))
            self._id = None


def _created(why: str) -> int | None:
    core, kit = ctypes.CDLL(_CORE), ctypes.CDLL(_IOKIT)
    core.CFStringCreateWithCString.restype = ctypes.c_void_p
    core.CFStringCreateWithCString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32)
    core.CFRelease.argtypes = (ctypes.c_void_p,)
    create: Any = kit.IOPMAssertionCreateWithName
    create.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p)
    texts = [core.CFStringCreateWithCString(None, text.encode(), _UTF8) for text in (_KIND, why)]
    number = ctypes.c_uint32()
    failed = create(texts[0], _ON, texts[1], ctypes.byref(number))
    for text in texts:
        core.CFRelease(text)
    return None if failed else number.value
