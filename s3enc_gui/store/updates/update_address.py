"""Where this copy of the program looks for updates: set when it was packaged.

The resource `updates.json` has the `url`; `packaging/updates` writes it. Without it, as in packages
of a distribution, there is none.
"""

from __future__ import annotations

import json
from pathlib import Path

NAME = "updates.json"
_PACKAGE = Path(__file__).resolve().parents[2]


def resource() -> Path:
    """Return the path of the resource; in the wheel it is in `_resources`."""
    packaged = _PACKAGE / "_resources"
    return (packaged if packaged.is_dir() else _PACKAGE.parent / "resources") / NAME


def update_address() -> str | None:
    """Return the URL of the version file; None: this copy doesn't look for updates."""
    try:
        url = json.loads(resource().read_text(encoding="utf-8"))["url"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if isinstance(url, str) else None
