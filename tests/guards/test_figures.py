from __future__ import annotations

import json

TEST = """
    def test_it(figure):
        figure("sorted", 0.25)
        figure("filtered", 0.5)
"""


def test_figures_are_appended(run_with, tmp_path):
    file = tmp_path / "figures"
    for _ in range(2):
        run_with("figures", TEST, "--figures", str(file), passed=1)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines == [["sorted", 0.25], ["filtered", 0.5]] * 2


def test_figures_are_printed_without_a_file(run_with):
    result = run_with("figures", TEST, "-s", passed=1)
    result.stdout.fnmatch_lines(["*sorted: 250 ms", "filtered: 500 ms"])
