"""Figures are of the command only; a failed command has none."""

from __future__ import annotations

import os
import sys

import pytest

from tests.bench.metering import BenchError, Figures, Medians, metered
from tests.bench.report import Table, document
from tests.bench.rounds import Row

MIB = 1024 * 1024


@pytest.fixture
def run(tmp_path):
    def run(code, **more):
        command = [sys.executable, "-I", "-S", "-c", code]
        return metered(command, {}, tmp_path / "log", [os.getpid()], **more)

    return run


def test_peak_is_that_of_the_command(run):
    ballast = bytearray(b"x") * (200 * MIB)  # of this process, not of the command
    small, large = run("pass"), run(f"bytearray(b'x') * {100 * MIB}")
    assert small.peak < 50 * MIB < 100 * MIB < large.peak < len(ballast)


def test_cpu_is_that_of_the_command(run):
    figures = run("import time\nwhile time.process_time() < 0.2: pass")
    assert figures.cpu >= 0.2
    assert figures.wall > 0.1


def test_a_command_may_know_better(run):
    figures = run('print(\'{"wall": 7, "cpu": 8}\')', own_figures=True)
    assert (figures.wall, figures.cpu) == (7, 8)


def test_a_failure_is_told_with_its_words(run):
    with pytest.raises(BenchError, match=r"exit status 3\s+the reason"):
        run("print('the reason', flush=True); raise SystemExit(3)")


def test_medians_are_not_means():
    medians = Medians.of([Figures(wall, wall * 2, 10, 0.1) for wall in (1.0, 2.0, 90.0)])
    assert (medians.wall, medians.cpu, medians.slowest) == (2.0, 4.0, 90.0)


def test_ratios_are_ours_by_theirs():
    programs = {
        "S3enc": Medians.of([Figures(1.0, 3.0, MIB, 0)]),
        "s5cmd": Medians.of([Figures(2.0, 2.0, MIB, 0)]),
    }
    page = document([Table("To a sink", "remark", [Row("1 GiB", 1, programs)])], "", [])
    assert "| s5cmd | 2.00 (2.00–2.00) | 2.00 | 1 | 0.00 | **0.50** | **1.50** |" in page
