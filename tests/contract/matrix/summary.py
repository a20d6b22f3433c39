"""What all cells together say; sent through the reports, so that it works with many workers."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

CELL = "cell"


@dataclass(frozen=True)
class Cell:
    """A manner, an operation, what the program said how often, and what of it was wrong.

    `run` False: the manner changes nothing that the operation asks, so that it is the honest cell.
    """

    manner: str
    operation: str
    verdicts: dict[str, int]
    wrong: list[str]
    run: bool = True

    @property
    def text(self) -> str:
        """It as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def cells_of(reporter: Any) -> list[Cell]:
    """The cells of all reports."""
    return [
        Cell(**json.loads(value))
        for reports in reporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == CELL
    ]


def summarise(reporter: Any) -> None:
    """Print the counts; and write the wrong cells as a table where MATRIX_TABLE names a file."""
    cells = cells_of(reporter)
    if not cells:
        return
    wrong = [cell for cell in cells if cell.wrong]
    manners = len({cell.manner for cell in cells})
    reporter.section("hostile matrix")
    same = sum(not cell.run for cell in cells)
    reporter.line(
        f"{len(cells)} cells of {manners} manners, {same} of them like an honest server's and not"
        f" run; {len(wrong)} say something false"
    )
    for operation in dict.fromkeys(cell.operation for cell in cells):
        said: Counter[str] = Counter()
        for cell in cells:
            said.update(cell.verdicts if cell.operation == operation else {})
        words = ", ".join(f"{label} {count}" for label, count in said.most_common())
        reporter.line(f"{operation}: {words}")
    if where := os.environ.get("MATRIX_TABLE"):
        rows = [f"| {one.manner} | {one.operation} | {'; '.join(one.wrong)} |" for one in wrong]
        head = ["| manner | operation | what was false |", "| --- | --- | --- |"]
        Path(where).write_text("\n".join([*head, *rows, ""]), encoding="utf-8")
