"""Recognizes files whose content a cloud drive downloads when they are read.

Windows: `FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS`, `_RECALL_ON_OPEN` and `_OFFLINE` (Microsoft Learn,
"File Attribute Constants": OneDrive, iCloud, Dropbox, tape archives). macOS: `SF_DATALESS`
(sys/stat.h: iCloud, File Provider). Linux has no such mark.
"""

from __future__ import annotations

import os

_RECALL_ON_OPEN = 0x40000  # only in the listing of a folder
_RECALL_ON_DATA_ACCESS = 0x400000
_OFFLINE = 0x1000
_RECALLED = _RECALL_ON_OPEN | _RECALL_ON_DATA_ACCESS | _OFFLINE
_DATALESS = 0x40000000


def is_cloud_only(status: os.stat_result, entry: os.DirEntry[str] | None = None) -> bool:
    """Whether reading the file downloads it first; `entry` is the file in its folder's listing."""
    attributes = getattr(status, "st_file_attributes", 0)
    if attributes and entry is not None:  # Windows, where this reads nothing from the disk
        attributes |= getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & _RECALLED or getattr(status, "st_flags", 0) & _DATALESS)
