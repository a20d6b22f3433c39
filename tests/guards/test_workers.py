from __future__ import annotations

import pytest

# As in `make test`.
WORKERS = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")


@pytest.fixture
def folders(pytester):
    """Two folders with three test files each, which write down who imports them."""
    pytester.makeconftest('pytest_plugins = ["tests.guards.workers"]')
    for folder in ("one", "two"):
        pytester.mkpydir(folder)
        for name in "abc":
            file = pytester.path / folder / f"test_{name}.py"
            file.write_text(
                "import os, pytest\n"
                f"pytestmark = [pytest.mark.long] * {name == 'b'}\n"
                "with open(f'{os.environ.get(\"PYTEST_XDIST_WORKER\")}.imports', 'a') as file:\n"
                "    print(__name__, file=file)\n"
                "def test_it(): pass\n"
            )
    return pytester


def imported(pytester):
    """The modules in the order of their imports, by worker."""
    files = sorted(pytester.path.glob("*.imports"))
    return {file.stem: file.read_text().split() for file in files}


def test_each_worker_begins_elsewhere(folders):
    result = folders.runpytest_subprocess("-p", "no:randomly", *WORKERS)
    result.assert_outcomes(passed=6)
    first, second, third = imported(folders).values()
    assert set(first) == set(second) == set(third)
    assert len({first[0], second[0], third[0]}) == 3


def test_one_process_keeps_the_order(folders):
    result = folders.runpytest_subprocess("-p", "no:randomly", "-p", "no:xdist", "-v")
    result.assert_outcomes(passed=6)
    [names] = imported(folders).values()
    assert names == [f"{folder}.test_{name}" for folder in ("one", "two") for name in "abc"]
    long_first = [f"*{folder}/test_{name}.py*" for name in "b" for folder in ("one", "two")]
    others = [f"*{folder}/test_{name}.py*" for folder in ("one", "two") for name in "ac"]
    result.stdout.fnmatch_lines([*long_first, *others])
