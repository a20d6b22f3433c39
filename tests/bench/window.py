"""How long the window is blocked: runs the tests marked `measured`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.metering import ROOT

_LONGEST = 600  # seconds


def standstills(rounds: int) -> Mapping[str, list[float]]:
    """Return the seconds of each round by activity; raises CalledProcessError.

    Each round is a process of its own, in which everything happens for the first time.
    """
    found = defaultdict[str, list[float]](list)
    with TemporaryDirectory() as name:
        file = Path(name) / "figures"
        options = ("-q", "-m", "measured", "-p", "no:randomly", "--figures", str(file), "tests/gui")
        for _ in range(rounds):
            command = [sys.executable, "-m", "pytest", *options]
            subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr, timeout=_LONGEST)
        for line in file.read_text(encoding="utf-8").splitlines():
            what, seconds = json.loads(line)
            found[what].append(seconds)
    return found


def table(found: Mapping[str, list[float]]) -> str:
    """Return the table as Markdown, in milliseconds."""
    lines = [
        f"| {what} | {median(gaps) * 1000:.0f} ({min(gaps) * 1000:.0f}–{max(gaps) * 1000:.0f}) |"
        for what, gaps in found.items()
    ]
    return "\n".join([_HEAD, *lines])


_HEAD = """## The window

The longest gap between two iterations of its event loop (users perceive 100 ms as immediate),
offscreen, with servers on the same cores. Each round is a new process, so that nothing is cached.
The idle window shows what the machine adds.

| activity | ms (least–most) |
|---|---|"""
