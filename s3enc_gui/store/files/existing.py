"""Whether a file or folder exists.

Path.exists and Path.is_dir raise OSError for a name that is too long, and in a folder without
permission.
"""

from __future__ import annotations

import os
from pathlib import Path


def exists(path: Path | str) -> bool:
    """Whether a path exists, as far as can be seen."""
    return os.path.exists(path)  # noqa: PTH110 - raises nothing


def is_folder(path: Path | str) -> bool:
    """Whether a path is a folder, as far as can be seen."""
    return os.path.isdir(path)  # noqa: PTH112 - raises nothing
