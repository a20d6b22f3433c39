from __future__ import annotations

import pytest

from tests.end_to_end.desktop import Desktop
from tests.end_to_end.program import Program


@pytest.fixture(scope="module")
def desktop():
    with Desktop() as desktop:
        yield desktop


@pytest.fixture
def start(desktop):
    """Start the program, `start("--demo", …, AWS_REGION=…)`, and stop it after the test."""
    programs = []

    def start(*arguments, **environment):
        programs.append(Program(desktop, arguments, **environment))
        return programs[-1]

    yield start
    for program in programs:
        program.close()


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("A text.\n", encoding="utf-8")
    return path
