"""The user's file manager (freedesktop.org, File Manager Interface)."""

from __future__ import annotations

import logging
from pathlib import Path

from s3enc_gui.desktop.freedesktop.bus import Service, open_bus

_log = logging.getLogger(__name__)

_FILES = Service("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1")


def show_items(path: str) -> bool:
    """Show a file selected in its folder; False where no file manager does that. Blocks."""
    bus = open_bus("SESSION")
    if bus is None:
        return False
    try:
        bus.call(_FILES, "ShowItems", "ass", [Path(path).absolute().as_uri()], "")
    except Exception as error:  # noqa: BLE001 - of the bus and of the service
        _log.debug("File manager: %r", error)
        return False
    finally:
        bus.close()
    return True
