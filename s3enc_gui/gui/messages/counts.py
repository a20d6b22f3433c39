"""Counts of objects and folders, their size, and remaining time."""

from __future__ import annotations

from s3enc_gui.gui.messages.locale import count_text, size_text
from s3enc_gui.i18n import _, ngettext
from s3enc_gui.wording.formats import format_duration


def objects_text(count: int) -> str:
    """Return a number of objects: `1 object`, `12,000 objects`."""
    return ngettext("{count} object", "{count} objects", count).format(count=count_text(count))


def folders_text(count: int) -> str:
    """Return a number of folders."""
    return ngettext("{count} folder", "{count} folders", count).format(count=count_text(count))


def amount_text(objects: int, size: int | None) -> str:
    """Return a number of objects and their total size in bytes; None: not known."""
    counted = objects_text(objects)
    return counted if size is None else f"{counted}, {size_text(size)}"


def things_text(objects: int, folders: int) -> str:
    """Return a number of folders and objects: `2 folders and 1 object`."""
    if not folders:
        return objects_text(objects)
    return both_text(folders_text(folders), objects_text(objects) if objects else "")


def both_text(first: str, second: str) -> str:
    """Return two counts as one phrase; an empty one is left out."""
    if not first or not second:
        return first or second
    return _("{first} and {second}").format(first=first, second=second)


def remaining_text(seconds: float) -> str:
    """Return the estimated remaining time: `12 s left`."""
    return _("{duration} left").format(duration=format_duration(seconds))
