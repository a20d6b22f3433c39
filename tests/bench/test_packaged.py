from __future__ import annotations

from tests.bench.packaged import section_of, with_section

SECTION = "## The packaged program\n\n| a |\n"


def test_the_section_is_replaced_and_kept_at_the_end():
    page = "# Benchmarks\n\n## To a null sink\n\ntext\n"
    assert section_of(page) == ""
    first = with_section(page, SECTION)
    assert first == f"{page}\n{SECTION}"
    assert section_of(first).lstrip() == SECTION
    second = with_section(first, SECTION.replace("a", "b"))
    assert second == f"{page}\n{SECTION.replace('a', 'b')}"


def test_sections_after_it_stay():
    page = f"# Benchmarks\n\n{SECTION}\n## The machine\n\ncores\n"
    assert section_of(page).lstrip() == SECTION
    assert with_section(page, SECTION) == f"# Benchmarks\n\n\n## The machine\n\ncores\n\n{SECTION}"
