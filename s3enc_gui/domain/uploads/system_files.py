"""Names of files that systems and programs leave in folders, and that nobody wants uploaded.

Only names that are certain: macOS (Finder, Spotlight, AppleDouble), Windows (Explorer, Recycle
Bin), owner files of Office and LibreOffice, and what NFS and FUSE leave of deleted files that are
still open. Case doesn't count, as on the disks of these systems.
"""

from __future__ import annotations

import re

from s3enc_gui.regex import regex

_FILES = regex(
    r"""
      \.ds_store | \.localized | \.apdisk | icon\r | \._.+
    | (eh)?thumbs\.db | ehthumbs_vista\.db | desktop\.ini
    | ~\$.+ | \.~lock\..+\#
    | \.nfs[0-9a-f]{24} | \.fuse_hidden[0-9a-f]{16}
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FOLDERS = regex(
    r"""
      \.spotlight-v100 | \.trashes | \.fseventsd | \.documentrevisions-v100 | \.temporaryitems
    | \.appledouble | __macosx
    | \$recycle\.bin | system\ volume\ information
    | \.trash-\d+
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_system_file(name: str) -> bool:
    """Whether a file of this name is a system's or a program's, not the user's."""
    return _FILES.fullmatch(name) is not None


def is_system_folder(name: str) -> bool:
    """Whether everything in a folder of this name is."""
    return _FOLDERS.fullmatch(name) is not None
