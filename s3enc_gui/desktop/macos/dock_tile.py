"""A short text on the icon in the dock (AppKit, NSDockTile.badgeLabel)."""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Any

_APPKIT = "/System/Library/Frameworks/AppKit.framework/AppKit"


def show_badge(text: str) -> None:
    """Show a text, or none (""); any thread. Raises OSError where AppKit can't be loaded."""
    ctypes.CDLL(_APPKIT)
    objc = ctypes.CDLL(ctypes.util.find_library("objc"))
    for function in (objc.objc_getClass, objc.sel_registerName):
        function.restype, function.argtypes = ctypes.c_void_p, (ctypes.c_char_p,)

    def send(target: Any, name: bytes, *arguments: Any, kinds: tuple[Any, ...] = ()) -> Any:  # noqa: ANN401 - of any type
        # Typed for each call: on ARM, arguments of objc_msgSend aren't passed as variadic ones.
        kind = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, *kinds)
        call = kind(ctypes.cast(objc.objc_msgSend, ctypes.c_void_p).value or 0)
        return call(target, objc.sel_registerName(name), *arguments)

    pointer = ctypes.c_void_p
    application = send(objc.objc_getClass(b"NSApplication"), b"sharedApplication")
    tile = send(application, b"dockTile")
    string = objc.objc_getClass(b"NSString")
    label = send(string, b"stringWithUTF8String:", text.encode(), kinds=(ctypes.c_char_p,))
    send(  # AppKit's objects are for the main thread
        tile,
        b"performSelectorOnMainThread:withObject:waitUntilDone:",
        objc.sel_registerName(b"setBadgeLabel:"),
        label if text else None,
        False,
        kinds=(pointer, pointer, ctypes.c_bool),
    )
