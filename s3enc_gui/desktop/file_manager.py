"""Shows a file in the file manager of this platform."""

from __future__ import annotations

import subprocess
import sys


def show_in_folder(path: str) -> bool:
    """Show a file selected in its folder; False where that isn't possible. Blocks."""
    if sys.platform == "win32":
        # Explorer reads its own command line: the comma, and quotes around the path alone.
        return _started(f'explorer.exe /select,"{path}"')
    if sys.platform == "darwin":
        return _started(["/usr/bin/open", "-R", path])
    from s3enc_gui.desktop.freedesktop.file_manager import show_items

    return show_items(path)


def _started(command: str | list[str]) -> bool:
    try:
        subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - a constant program
    except OSError:
        return False
    return True
