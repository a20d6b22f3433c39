"""The section of docs/benchmarks.md about the packaged program, which another command writes."""

from __future__ import annotations

from tests.bench.metering import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
HEADING = "## The packaged program"


def section_of(page: str) -> str:
    """Return the section of a page, with a blank line before it; "" if it has none."""
    _, heading, rest = page.partition(f"\n{HEADING}\n")
    return f"{heading}{rest.partition(f'{chr(10)}## ')[0].rstrip()}\n" if heading else ""


def with_section(page: str, section: str) -> str:
    """Return the page with this section at its end, in place of the one it has."""
    old = section_of(page)
    rest = page.replace(old.rstrip(), "", 1) if old else page
    return f"{rest.rstrip()}\n\n{section}"
