"""Writes the list of faults into docs/testing.md.

python -m tests.servers.hostile.faults
"""

from __future__ import annotations

from pathlib import Path

from tests.servers.hostile.faults.registry import page_of

PAGE = Path(__file__).parents[4] / "docs" / "testing.md"

if __name__ == "__main__":
    PAGE.write_text(page_of(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
