"""Measures a command and its endpoint."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
_METER = Path(__file__).with_name("meter.py")
_LONGEST = 300  # seconds
_TAIL = 2000


class BenchError(Exception):
    """A program failed, or didn't store its files; the message has the end of its output."""


@dataclass(frozen=True)
class Figures:
    """Seconds, CPU seconds, peak resident bytes, and CPU seconds of the endpoint."""

    wall: float
    cpu: float
    peak: int
    endpoint_cpu: float


@dataclass(frozen=True)
class Medians:
    """Medians of several rounds, and the minimum and maximum of the seconds."""

    wall: float
    cpu: float
    peak: int
    endpoint_cpu: float
    fastest: float
    slowest: float

    @classmethod
    def of(cls, rounds: Sequence[Figures]) -> Medians:
        """Return the medians of at least one round."""
        walls = [figures.wall for figures in rounds]
        return cls(
            wall=median(walls),
            cpu=median(figures.cpu for figures in rounds),
            peak=int(median(figures.peak for figures in rounds)),
            endpoint_cpu=median(figures.endpoint_cpu for figures in rounds),
            fastest=min(walls),
            slowest=max(walls),
        )


def metered(
    command: Sequence[str],
    environment: Mapping[str, str],
    output: Path,
    endpoint: Sequence[int],
    *,
    own_figures: bool = False,
) -> Figures:
    """Run a command; `endpoint` are process IDs. Raises BenchError if it fails.

    With `own_figures` the command itself prints what counts, without its start.
    """
    before = _cpu_seconds(endpoint)
    meter = [sys.executable, "-I", "-S", str(_METER), str(output), *command]
    done = subprocess.run(
        meter,
        env=dict(environment),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        timeout=_LONGEST,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    spent = _cpu_seconds(endpoint) - before
    words = output.read_text(encoding="utf-8", errors="replace")
    if figures["status"]:
        raise BenchError(f"{command[0]}: exit status {figures['status']}\n{words[-_TAIL:]}")
    if own_figures:
        figures |= json.loads(words.splitlines()[-1])
    return Figures(figures["wall"], figures["cpu"], figures["peak"], spent)


def _cpu_seconds(processes: Sequence[int]) -> float:
    """User and system time of all threads (proc_pid_stat(5), fields 14 and 15)."""
    ticks = 0
    for process in processes:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        ticks += sum(map(int, stat.rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")
