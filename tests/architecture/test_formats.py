"""Numbers and times in texts have one door: placeholders with `,`, wording/formats.py, Moment."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "s3enc_gui"

FIXED = {  # writes what other programs, or support, read; or the formats themselves
    *("i18n.py", "wording/formats.py", "gui/messages/locale.py", "wording/audits/audit_html.py"),
    *("domain/problem_reports/report.py", "jobs/problem_reports/crashes.py"),
}
LAYERS = ("domain", "wording", "s3", "store", "jobs", "gui")


def own_formats(code: str) -> list[int]:
    """Return the lines where an f-string groups digits."""
    return [
        one.lineno
        for one in ast.walk(ast.parse(code))
        if isinstance(one, ast.FormattedValue)
        and one.format_spec is not None
        and "," in ast.unparse(one.format_spec)
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_no_number_is_grouped_by_hand(layer):
    found = {
        f"{path.relative_to(SOURCE).as_posix()}:{line}"
        for path in (SOURCE / layer).rglob("*.py")
        if path.relative_to(SOURCE).as_posix() not in FIXED
        for line in own_formats(path.read_text(encoding="utf-8"))
    }
    assert not found, "\n".join(sorted(found))
