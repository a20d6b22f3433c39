"""The version of the program, as in `pyproject.toml`.

Asking the installed package for it takes longer than loading most of a command.
"""

from __future__ import annotations

VERSION = "0.1.0"
