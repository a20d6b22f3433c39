"""Summary of all cells; collected from pytest reports, so that it works with xdist workers."""

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
    """An operation on a server with a fault: counted verdicts, and wrong statements.

    `run` False: not run, because the fault affects none of the operation's requests.
    """

    fault: str
    operation: str
    verdicts: dict[str, int]
    wrong: list[str]
    run: bool = True

    @property
    def text(self) -> str:
        """The cell as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def cells_of(reporter: Any) -> list[Cell]:
    """Return the cells of all reports."""
    return [
        Cell(**json.loads(value))
        for reports in reporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == CELL
    ]


def summarize(reporter: Any) -> None:
    """Print the counts; write wrong cells as a table if MATRIX_TABLE names a file."""
    cells = cells_of(reporter)
    if not cells:
        return
    wrong = [cell for cell in cells if cell.wrong]
    faults = len({cell.fault for cell in cells})
    reporter.section("hostile matrix")
    skipped = sum(not cell.run for cell in cells)
    reporter.line(
        f"{len(cells)} cells of {faults} faults; {skipped} not run, since their fault affects no"
        f" request; {len(wrong)} with wrong statements"
    )
    for operation in dict.fromkeys(cell.operation for cell in cells):
        verdicts: Counter[str] = Counter()
        for cell in cells:
            verdicts.update(cell.verdicts if cell.operation == operation else {})
        words = ", ".join(f"{label} {count}" for label, count in verdicts.most_common())
        reporter.line(f"{operation}: {words}")
    if where := os.environ.get("MATRIX_TABLE"):
        rows = [f"| {one.fault} | {one.operation} | {'; '.join(one.wrong)} |" for one in wrong]
        head = ["| fault | operation | wrong statements |", "| --- | --- | --- |"]
        Path(where).write_text("\n".join([*head, *rows, ""]), encoding="utf-8")
