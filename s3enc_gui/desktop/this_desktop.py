"""Chooses the desktop of this platform."""

from __future__ import annotations

import sys

from s3enc_gui.desktop.interface import Desktop


def this_desktop() -> Desktop:
    """Return it. Nothing is connected or started before it is used."""
    if sys.platform == "win32":
        from s3enc_gui.desktop.windows.windows_desktop import WindowsDesktop

        return WindowsDesktop()
    if sys.platform == "darwin":
        from s3enc_gui.desktop.macos.mac_desktop import MacDesktop

        return MacDesktop()
    from s3enc_gui.desktop.freedesktop.free_desktop import FreeDesktop

    return FreeDesktop()
