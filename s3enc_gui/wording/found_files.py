"""Sentences about what is found in folders to upload."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from s3enc_gui.domain.uploads.found import LinkState
from s3enc_gui.i18n import ngettext


def first_names(names: Iterable[str], count: int, most: int) -> str:
    """Return the first `most` of `count` names: `a, b, c and 2 more`."""
    shown = ", ".join(islice(names, most))
    if count <= most:
        return shown
    line = ngettext("{names} and {count:,} more", "{names} and {count:,} more", count - most)
    return line.format(names=shown, count=count - most)


def link_text(state: LinkState, count: int, names: str) -> str:
    """Return why links were left out although links are followed."""
    if state is LinkState.LOOP:
        line = ngettext(
            "Left out {count:,} link that leads back to a folder that contains it: {names}.",
            "Left out {count:,} links that lead back to a folder that contains them: {names}.",
            count,
        )
    else:
        line = ngettext(
            "Left out {count:,} link that is already included under another name: {names}.",
            "Left out {count:,} links that are already included under another name: {names}.",
            count,
        )
    return line.format(count=count, names=names)


def cloud_only_text(count: int) -> str:
    """Return what files whose content isn't on this computer mean for the upload."""
    return ngettext(
        "{count:,} file is stored only in the cloud. It is downloaded first, and the other files"
        " don't wait for it.",
        "{count:,} files are stored only in the cloud. They are downloaded first, and the other"
        " files don't wait for them.",
        count,
    ).format(count=count)


def twins_text(count: int, names: str) -> str:
    """Return what files whose names look like those of others mean for the upload."""
    return ngettext(
        "{count:,} name looks like another, but is written with other Unicode characters (NFC,"
        " NFD): {names}. The files become different objects.",
        "{count:,} names look like others, but are written with other Unicode characters (NFC,"
        " NFD): {names}. The files become different objects.",
        count,
    ).format(count=count, names=names)
